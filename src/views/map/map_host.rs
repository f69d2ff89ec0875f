//! The map's own element. It outlives the panel: a map is loaded once for the page.

use super::country_counts::country_counts;
use crate::format::{self, CountScale, FormattedCount};
use crate::map::{self, CountryClass, ImageTexts, MapError, MapHandle, ShapeKind};
use crate::state::PageState;
use crate::views::facets::FacetSummary;
use engine::{FacetValueCount, MapFeatures};
use leptos::prelude::*;
use places::{BoundingBox, Point};
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The zoom at which cells are shown, at the nearest.
const MAX_CELL_ZOOM: f64 = 14.0;
/// The zoom at which the cells of countries are shown, at the nearest.
const MAX_COUNTRY_ZOOM: f64 = 5.0;
/// The zoom at which coloured countries are shown, at the nearest: from 4 on there are cells instead.
const MAX_COUNTRIES_ZOOM: f64 = 3.9;
/// Degrees that a country reaches beyond its centre, as far as a view of it goes.
const COUNTRY_REACH: f64 = 9.0;
/// Degrees of latitude that the flat map has at its edges.
const MAX_LATITUDE: f64 = 80.0;

/// Whether there is a map.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MapStatus {
    /// It is loading.
    Loading,
    /// It is there.
    Ready,
    /// There is none, and why.
    Unavailable(MapError),
}

/// The map with its element, or why there is none.
#[derive(Clone, Copy)]
pub struct MapHost {
    /// Whether there is a map.
    pub status: RwSignal<MapStatus>,
    /// The country under the pointer, and where that is.
    pub hovered_country: RwSignal<Option<(String, f64, f64)>>,
    element: StoredValue<Option<HtmlElement>, LocalStorage>,
    started: StoredValue<bool>,
    handle: StoredValue<Option<MapHandle>, LocalStorage>,
    /// Whether countries are coloured in the next frame.
    paint_scheduled: StoredValue<bool>,
    /// The shape that the reader is to draw.
    pub drawing_shape: RwSignal<Option<ShapeKind>>,
}

impl Default for MapHost {
    fn default() -> Self {
        Self {
            status: RwSignal::new(MapStatus::Loading),
            hovered_country: RwSignal::new(None),
            element: StoredValue::new_local(None),
            started: StoredValue::new(false),
            handle: StoredValue::new_local(None),
            paint_scheduled: StoredValue::new(false),
            drawing_shape: RwSignal::new(None),
        }
    }
}

impl MapHost {
    /// Puts the map's element into a panel.
    pub fn attach_to(self, panel: &HtmlElement, label: &str) {
        if let Some(element) = self.element.get_value() {
            element.set_attribute("aria-label", label).ok();
            panel.append_child(&element).ok();
            self.with_handle(MapHandle::resize);
            return;
        }
        let Some(element) =
            document().create_element("div").ok().and_then(|element| element.dyn_into::<HtmlElement>().ok())
        else {
            return;
        };
        let attributes = [
            ("class", "canvas"),
            ("data-test", "map"),
            ("data-view", "countries"),
            ("role", "group"),
            ("aria-label", label),
        ];
        for (name, value) in attributes {
            element.set_attribute(name, value).ok();
        }
        panel.append_child(&element).ok();
        self.element.set_value(Some(element));
    }

    /// Draws the map into the element that was attached; only once.
    pub fn start_map(self, label: &str, state: PageState) {
        let Some(element) = self.element.get_value().filter(|_| !self.started.get_value()) else { return };
        self.started.set_value(true);
        let label = label.to_owned();
        // After the first paint: the numbers come first.
        request_animation_frame(move || {
            leptos::task::spawn_local(async move {
                match map::open_map(&element, &label).await {
                    Ok(handle) => {
                        handle.listen_for_selection(move |country| state.query.toggle_value("country", &country));
                        handle.listen_for_hover(move |country| self.hovered_country.set(country));
                        handle.listen_for_features(move |features| state.map_cells.request_feature_detail(features));
                        handle.force_cells(state.map_cells.cells_forced.get_untracked());
                        handle.listen_for_cell_view(move |cells| state.map_cells.set_cells_wanted(cells));
                        self.handle.set_value(Some(handle));
                        self.status.set(MapStatus::Ready);
                    }
                    Err(error) => self.status.set(MapStatus::Unavailable(error)),
                }
            });
        });
    }

    /// Colours the countries, one frame after the numbers: those are read first. Where some
    /// are chosen, the others fade. Tracks the counts, their colours and whether the map is there.
    pub fn paint_countries(self, countries: Memo<FacetSummary>, scale: Memo<CountScale>) {
        countries.track();
        scale.track();
        if self.status.get() != MapStatus::Ready || self.paint_scheduled.get_value() {
            return;
        }
        self.paint_scheduled.set_value(true);
        self.element.with_value(|element| element.iter().for_each(|map| drop(map.remove_attribute("data-ready"))));
        let paint = move || {
            self.paint_scheduled.set_value(false);
            if let (Some(counted), Some(scale)) = (countries.try_get_untracked(), scale.try_get_untracked()) {
                let drawn = country_counts(&counted.items).filter(|item| item.count > 0 || item.chosen);
                let countries: Vec<_> = drawn
                    .map(|item| CountryClass {
                        code: &item.key,
                        class: scale.color_of(format::facet_weight(item, counted.amounts.as_ref())),
                        chosen: item.chosen,
                    })
                    .collect();
                self.with_handle(|handle| handle.paint_countries(&countries));
            }
        };
        request_animation_frame(move || set_timeout(paint, Duration::ZERO));
    }

    /// Draws the cells, and the regions that the query asks about. Tracks both and whether the map is there.
    pub fn draw_cells(self, state: PageState) {
        let cells = state.map_cells.cells.get();
        if self.status.get() == MapStatus::Ready
            && let Some(cells) = cells
        {
            self.element.with_value(|element| {
                if let Some(map) = element {
                    map.set_attribute("data-points", &cells.cell_count().to_string()).ok();
                    map.remove_attribute("data-ready").ok();
                }
            });
            self.with_handle(|handle| handle.draw_features(&cells));
        }
    }

    /// Shows where regions are.
    pub fn draw_regions(self, regions: &[places::Region]) {
        self.with_handle(|handle| handle.draw_regions(regions));
    }

    /// Lets the reader draw a shape, or no longer; what is drawn is handed on.
    pub fn toggle_drawing(self, kind: ShapeKind, use_shape: impl Fn(places::Region) + 'static) {
        let Some(handle) = self.handle.get_value() else { return };
        if self.drawing_shape.get_untracked() == Some(kind) {
            self.drawing_shape.set(None);
            handle.cancel_shape();
            return;
        }
        self.drawing_shape.set(Some(kind));
        leptos::task::spawn_local(async move {
            let drawn = handle.draw_shape(kind).await;
            if self.drawing_shape.get_untracked() == Some(kind) {
                self.drawing_shape.set(None);
            }
            if let Some(region) = drawn {
                use_shape(region);
            }
        });
    }

    /// Draws the cells however far away, or from some zoom on alone.
    pub fn force_cells(self, on: bool) {
        self.with_handle(|handle| handle.force_cells(on));
    }

    /// Draws a globe, or a flat map.
    pub fn set_globe(self, on: bool) {
        self.with_handle(|handle| handle.set_globe(on));
    }

    /// Shows all cells and areas; all countries where there are no others.
    pub fn fit_features(self, features: &MapFeatures) {
        let max_zoom = if features.located_count() > 0 { MAX_CELL_ZOOM } else { MAX_COUNTRY_ZOOM };
        if let Some(bounds) = features.bounds {
            self.with_handle(|handle| handle.show_bounds(bounds, max_zoom));
        }
    }

    /// Shows what is selected: its cells where those are drawn, else its countries.
    pub fn fit_selection(self, state: PageState) {
        if state.map_cells.cells_wanted.get_untracked() {
            state.map_cells.cells.with_untracked(|cells| cells.iter().for_each(|cells| self.fit_features(cells)));
            return;
        }
        let bounds = state.view.latest.with_untracked(|view| {
            let facets = view.iter().flat_map(|view| &view.facets).filter(|facet| facet.name == "country");
            let is_chosen = |item: &&FacetValueCount| item.chosen;
            let items: Vec<_> = facets.flat_map(|facet| &facet.items).filter(|item| item.count > 0).collect();
            let has_chosen = items.iter().any(is_chosen);
            bounds_of_countries(items.into_iter().filter(|item| item.chosen || !has_chosen).map(|item| &*item.key))
        });
        if let Some(bounds) = bounds {
            self.with_handle(|handle| handle.show_bounds(bounds, MAX_COUNTRIES_ZOOM));
        }
    }

    /// Finds a city by its name on the map.
    pub async fn find_place(self, name: &str) -> Option<Point> {
        self.handle.get_value()?.find_place(name).await
    }

    /// Shows the cells of a place.
    pub fn show_bounds(self, bounds: BoundingBox) {
        self.with_handle(|handle| handle.show_bounds(bounds, MAX_CELL_ZOOM));
    }

    /// Draws at once: a printer takes what was drawn last.
    pub fn redraw_now(self) {
        self.with_handle(MapHandle::redraw);
    }

    /// Saves a picture of the map with the query, the counts and the legend.
    pub fn save_image(self, state: PageState) {
        let Some(handle) = self.handle.get_value() else { return };
        let words = state.settings.current_messages();
        let view = state.view.rendered.get_untracked();
        let head = view.map(|view| {
            let count = (words.selected_of)(
                FormattedCount::from(view.selected.records),
                FormattedCount::from(view.fleet.records),
            );
            let sources = state.sources.list.with_untracked(|list| {
                list.iter().map(|entry| entry.source.name.clone()).collect::<Vec<_>>().join(", ")
            });
            #[expect(clippy::cast_possible_truncation, reason = "a date")]
            let now = format::format_time(js_sys::Date::now() as i64);
            [
                if view.query.is_empty() { "simscope".to_owned() } else { view.query.clone() },
                format!("{count} · {sources} · {now}"),
            ]
        });
        let (legend, foot) = super::count_legend::image_legend(state);
        leptos::task::spawn_local(async move {
            let texts = ImageTexts { head: head.unwrap_or_default().into(), legend, foot };
            if let Some(blob) = handle.render_image(texts).await {
                crate::state::downloads::download_map_image(blob);
            }
        });
    }

    /// Lays a street map of the reader's own under the cells.
    pub fn load_street_map(self, state: PageState, file: web_sys::Blob) {
        let Some(handle) = self.handle.get_value() else { return };
        leptos::task::spawn_local(async move {
            match handle.load_street_map(&file).await {
                Ok(author) => state.map_cells.street_map_credit.set(Some(author)),
                Err(why) => state.notices.push(crate::state::NoticeKind::InvalidStreetMap(why)),
            }
        });
    }

    /// Takes the colours of another theme.
    pub fn update_theme(self) {
        self.with_handle(MapHandle::update_theme);
    }

    /// Zooms by steps.
    pub fn zoom_by(self, steps: f64) {
        self.with_handle(|handle| handle.zoom_by(steps));
    }

    /// Shows the whole world.
    pub fn show_world(self) {
        self.with_handle(MapHandle::show_world);
    }

    fn with_handle(self, act: impl FnOnce(&MapHandle)) {
        self.handle.with_value(|handle| {
            if let Some(handle) = handle {
                act(handle);
            }
        });
    }
}

/// A box with the middles of countries in it, and what lies around each.
fn bounds_of_countries<'a>(codes: impl Iterator<Item = &'a str>) -> Option<BoundingBox> {
    let centres = codes.filter_map(|code| places::country_centre(places::CountryCode::parse(code)?));
    centres.fold(None, |all: Option<BoundingBox>, (lon, lat)| {
        let (west, east) = (lon - COUNTRY_REACH, lon + COUNTRY_REACH);
        let (south, north) = ((lat - COUNTRY_REACH).max(-MAX_LATITUDE), (lat + COUNTRY_REACH).min(MAX_LATITUDE));
        Some(all.map_or(BoundingBox { west, south, east, north }, |all| BoundingBox {
            west: all.west.min(west),
            south: all.south.min(south),
            east: all.east.max(east),
            north: all.north.max(north),
        }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_has_all_countries_that_are_known() {
        let bounds = bounds_of_countries(["US", "international", "DE"].into_iter()).unwrap();
        assert!(bounds.west < -100.0 && bounds.east > 15.0 && bounds.south < 35.0 && bounds.north > 55.0, "{bounds:?}");
        assert!(bounds_of_countries(["unknown"].into_iter()).is_none());
    }
}
