//! The handle of a map that is drawn: what `open` of `js/map.js` resolves with.

use engine::{MapFeatures, Movements};
use js_sys::Float64Array;
use places::{BoundingBox, Point, Region};
use wasm_bindgen::prelude::*;
use web_sys::Blob;

#[wasm_bindgen]
extern "C" {
    /// A map that is drawn. It stays for as long as the page.
    #[derive(Clone)]
    pub type MapHandle;
    #[wasm_bindgen(method, js_name = paintCountries)]
    fn paint_country_classes(this: &MapHandle, codes: Vec<String>, classes: &[u8], chosen: Vec<String>);
    #[wasm_bindgen(method, js_name = drawCells)]
    fn draw_cells(this: &MapHandle, lon: &[f32], lat: &[f32], sims: &[u32], radio: &[u8]);
    #[wasm_bindgen(method, js_name = drawAreas)]
    fn draw_areas(
        this: &MapHandle,
        first: usize,
        lon: &[f32],
        lat: &[f32],
        sims: &[u32],
        cells: &[u32],
        range: &[u32],
        precision: &[u8],
    );
    #[wasm_bindgen(method, js_name = drawMovements)]
    fn draw_movements(this: &MapHandle, endpoints: &[f32], sims: &[u32], impossible: &[u8]);
    #[wasm_bindgen(method, js_name = drawRegions)]
    fn draw_shapes(this: &MapHandle, rings: Vec<Float64Array>, circles: &[f64]);
    /// Draws the cells however far away, or from some zoom on alone.
    #[wasm_bindgen(method, js_name = forceCells)]
    pub fn force_cells(this: &MapHandle, on: bool);
    /// Draws a globe, or a flat map.
    #[wasm_bindgen(method, js_name = setGlobe)]
    pub fn set_globe(this: &MapHandle, on: bool);
    #[wasm_bindgen(method, js_name = showBounds)]
    fn show_sides(this: &MapHandle, west: f64, south: f64, east: f64, north: f64, max_zoom: f64);
    #[wasm_bindgen(method, catch, js_name = drawShape)]
    async fn draw_corners(this: &MapHandle, kind: &str) -> Result<JsValue, JsValue>;
    /// Ends the drawing of a shape.
    #[wasm_bindgen(method, js_name = cancelShape)]
    pub fn cancel_shape(this: &MapHandle);
    #[wasm_bindgen(method, catch, js_name = renderImage)]
    async fn render_image_columns(
        this: &MapHandle,
        head: Vec<String>,
        colours: Vec<String>,
        rings: &[u8],
        texts: Vec<String>,
        foot: &str,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = loadStreets)]
    async fn load_streets(this: &MapHandle, file: &Blob) -> Result<JsValue, JsValue>;
    /// Takes the colours that the style sheet has now.
    #[wasm_bindgen(method, js_name = updateTheme)]
    pub fn update_theme(this: &MapHandle);
    /// Follows a new size at once.
    #[wasm_bindgen(method)]
    pub fn resize(this: &MapHandle);
    /// Draws at once.
    #[wasm_bindgen(method)]
    pub fn redraw(this: &MapHandle);
    #[wasm_bindgen(method, catch, js_name = findPlace)]
    async fn find_city(this: &MapHandle, name: &str) -> Result<JsValue, JsValue>;
    /// Zooms by a number of steps; each doubles the scale.
    #[wasm_bindgen(method, js_name = zoomBy)]
    pub fn zoom_by(this: &MapHandle, steps: f64);
    /// Shows the whole world.
    #[wasm_bindgen(method, js_name = showWorld)]
    pub fn show_world(this: &MapHandle);
    #[wasm_bindgen(method, js_name = onSelect)]
    fn on_select(this: &MapHandle, listener: Closure<dyn Fn(String)>);
    #[wasm_bindgen(method, js_name = onHover)]
    fn on_hover(this: &MapHandle, listener: Closure<dyn Fn(Option<String>, f64, f64)>);
    #[wasm_bindgen(method, js_name = onFeatures)]
    fn on_features(this: &MapHandle, listener: Closure<dyn Fn(Vec<u32>)>);
    #[wasm_bindgen(method, js_name = onView)]
    fn on_view(this: &MapHandle, listener: Closure<dyn Fn(bool)>);
}

/// What is drawn of a country.
pub struct CountryClass<'a> {
    /// ISO 3166-1 alpha-2.
    pub code: &'a str,
    /// The class of its count; 0 without a count.
    pub class: u8,
    /// Whether the query chooses it.
    pub chosen: bool,
}

/// What a picture of the map says beside it.
pub struct ImageTexts {
    /// The lines above it.
    pub head: Vec<String>,
    /// The legend.
    pub legend: Vec<LegendEntry>,
    /// What is below it: who is to be named.
    pub foot: String,
}

/// An entry of the legend of a picture.
pub struct LegendEntry {
    /// The name of a colour of the style sheet: `scale-1`.
    pub colour: String,
    /// What has the colour.
    pub mark: LegendMark,
    /// What it means.
    pub text: String,
}

/// What has the colour of an entry of the legend.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LegendMark {
    /// A disc.
    Disc,
    /// A ring.
    Ring,
}

/// A shape that can be drawn on the map.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ShapeKind {
    /// A box from corner to corner.
    Box,
    /// A line by free hand.
    Lasso,
}

impl ShapeKind {
    /// Returns the name of the shape, as `js/draw.js` and the test handles have it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Box => "box",
            Self::Lasso => "lasso",
        }
    }
}

impl MapHandle {
    /// Colours countries by the classes of their counts, and outlines the chosen ones.
    pub fn paint_countries(&self, countries: &[CountryClass<'_>]) {
        let codes = countries.iter().map(|country| country.code.to_owned()).collect();
        let classes: Vec<u8> = countries.iter().map(|country| country.class).collect();
        let chosen = countries.iter().filter(|country| country.chosen).map(|country| country.code.to_owned());
        self.paint_country_classes(codes, &classes, chosen.collect());
    }

    /// Draws the features of a selection.
    pub fn draw_features(&self, features: &MapFeatures) {
        let MapFeatures { lon, lat, sims, cells, range_metres, radio, precision, .. } = features;
        let first = features.cell_count();
        let (cell_lon, area_lon) = lon.split_at(first);
        let (cell_lat, area_lat) = lat.split_at(first);
        let (cell_sims, area_sims) = sims.split_at(first);
        self.draw_cells(cell_lon, cell_lat, cell_sims, &radio[..first]);
        let precisions: Vec<u8> = precision[first..].iter().map(|precision| *precision as u8).collect();
        let (cells, ranges) = (&cells[first..], &range_metres[first..]);
        self.draw_areas(first, area_lon, area_lat, area_sims, cells, ranges, &precisions);
        let Movements { endpoints, sims, impossible, .. } = &features.movements;
        let impossible: Vec<u8> = impossible.iter().copied().map(u8::from).collect();
        self.draw_movements(endpoints.as_flattened(), sims, &impossible);
    }

    /// Shows where regions are.
    pub fn draw_regions(&self, regions: &[Region]) {
        let (mut rings, mut circles) = (Vec::new(), Vec::new());
        for region in regions {
            let corners = match region {
                Region::Circle { centre, radius_m } => {
                    circles.extend([centre.lon(), centre.lat(), f64::from(*radius_m)]);
                    continue;
                }
                Region::Rectangle { south_west, north_east } => {
                    let (west, south) = (south_west.lon(), south_west.lat());
                    let (east, north) = (north_east.lon(), north_east.lat());
                    vec![[west, south], [west, north], [east, north], [east, south]]
                }
                Region::Polygon(corners) => corners.iter().map(|corner| [corner.lon(), corner.lat()]).collect(),
            };
            rings.push(Float64Array::from(corners.as_flattened()));
        }
        self.draw_shapes(rings, &circles);
    }

    /// Shows a part of the world, from no nearer than a zoom.
    pub fn show_bounds(&self, bounds: BoundingBox, max_zoom: f64) {
        let BoundingBox { west, south, east, north } = bounds;
        self.show_sides(west, south, east, north, max_zoom);
    }

    /// Lets the reader draw a shape; `None` if they do not.
    pub async fn draw_shape(&self, kind: ShapeKind) -> Option<Region> {
        let corners: Float64Array = self.draw_corners(kind.as_str()).await.ok()?.dyn_into().ok()?;
        let corners = corners.to_vec();
        let points =
            corners.as_chunks().0.iter().map(|[lon, lat]| Point::new(round_degrees(*lat), round_degrees(*lon)));
        let points: Vec<Point> = points.collect::<Option<_>>()?;
        match (kind, points.as_slice()) {
            (ShapeKind::Box, [south_west, north_east]) => {
                Some(Region::Rectangle { south_west: *south_west, north_east: *north_east })
            }
            (ShapeKind::Box, _) => None,
            (ShapeKind::Lasso, _) => Some(Region::Polygon(points)),
        }
    }

    /// Finds a city by its name on the map.
    pub async fn find_place(&self, name: &str) -> Option<Point> {
        let place: Float64Array = self.find_city(name).await.ok()?.dyn_into().ok()?;
        Point::new(place.get_index(0), place.get_index(1))
    }

    /// Makes a PNG of the map as it is seen now.
    pub async fn render_image(&self, texts: ImageTexts) -> Option<Blob> {
        let ImageTexts { head, legend, foot } = texts;
        let rings: Vec<u8> = legend.iter().map(|entry| u8::from(entry.mark == LegendMark::Ring)).collect();
        let (colours, entries) = legend.into_iter().map(|entry| (entry.colour, entry.text)).unzip();
        self.render_image_columns(head, colours, &rings, entries, &foot).await.ok()?.dyn_into().ok()
    }

    /// Lays a street map under the cells; returns who made it.
    ///
    /// # Errors
    /// Where the file is not a street map: the words of what reads it.
    pub async fn load_street_map(&self, file: &Blob) -> Result<String, String> {
        match self.load_streets(file).await {
            Ok(author) => Ok(author.as_string().unwrap_or_default()),
            Err(error) => Err(error.dyn_ref::<js_sys::Error>().map_or_else(String::new, |e| e.message().into())),
        }
    }

    /// Calls the listener with the country that is clicked.
    pub fn listen_for_selection(&self, listener: impl Fn(String) + 'static) {
        self.on_select(Closure::new(listener));
    }

    /// Calls the listener with the country under the pointer, and where that is in the map; with `None` off every country.
    pub fn listen_for_hover(&self, listener: impl Fn(Option<(String, f64, f64)>) + 'static) {
        self.on_hover(Closure::new(move |code: Option<String>, x, y| listener(code.map(|code| (code, x, y)))));
    }

    /// Calls the listener with the features that are clicked; with none for a click beside them.
    pub fn listen_for_features(&self, listener: impl Fn(Vec<u32>) + 'static) {
        self.on_features(Closure::new(listener));
    }

    /// Calls the listener with whether cells are drawn, at once and whenever that changes.
    pub fn listen_for_cell_view(&self, listener: impl Fn(bool) + 'static) {
        self.on_view(Closure::new(listener));
    }
}

/// Rounds degrees to four digits: 11 metres.
fn round_degrees(degrees: f64) -> f64 {
    (degrees * 1e4).round() / 1e4
}
