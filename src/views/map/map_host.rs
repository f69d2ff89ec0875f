//! The map's own element. It outlives the panel: a map is drawn once for the page.

use crate::format::FormattedCount;
use crate::map::{self, Handle, MapError};
use crate::state::PageState;
use crate::views::facets::FacetSummary;
use js_sys::Array;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// What there is to see.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MapStatus {
    /// The map is on its way.
    Loading,
    /// The map.
    Ready,
    /// None, and why.
    Unavailable(MapError),
}

/// The map, or what became of it.
#[derive(Clone, Copy)]
pub struct MapHost {
    /// What there is to see.
    pub status: RwSignal<MapStatus>,
    /// The country under the pointer, and where that is.
    pub hovered_country: RwSignal<Option<(String, f64, f64)>>,
    element: StoredValue<Option<HtmlElement>, LocalStorage>,
    started: StoredValue<bool>,
    handle: StoredValue<Option<Handle>, LocalStorage>,
    /// Whether a frame is on its way that will colour.
    paint_scheduled: StoredValue<bool>,
    count_scale: StoredValue<Array, LocalStorage>,
    /// The shape that the reader is to draw: `box` or `lasso`.
    pub drawing_shape: RwSignal<Option<&'static str>>,
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
            count_scale: StoredValue::new_local(Array::new()),
            drawing_shape: RwSignal::new(None),
        }
    }
}

impl MapHost {
    /// Puts the map's element into a panel.
    pub fn attach_to(self, place: &HtmlElement, label: &str) {
        if let Some(element) = self.element.get_value() {
            element.set_attribute("aria-label", label).ok();
            place.append_child(&element).ok();
            self.with_handle(Handle::resize);
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
        place.append_child(&element).ok();
        self.element.set_value(Some(element));
    }

    /// Draws the map into the element that has entered; only once.
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
                        handle.listen_for_hover(move |pointed| self.hovered_country.set(pointed));
                        handle.listen_for_features(move |features| state.map_cells.request_feature_detail(features));
                        handle.force(state.map_cells.cells_forced.get_untracked());
                        handle.listen_for_cell_view(move |cells| state.map_cells.set_cells_wanted(cells));
                        self.handle.set_value(Some(handle));
                        self.status.set(MapStatus::Ready);
                    }
                    Err(missing) => self.status.set(MapStatus::Unavailable(missing)),
                }
            });
        });
    }

    /// Colours the countries, one frame after the numbers: those are read first. Tracks the counts and the map's coming.
    pub fn paint_countries(self, countries: Memo<FacetSummary>) {
        countries.track();
        if self.status.get() != MapStatus::Ready || self.paint_scheduled.get_value() {
            return;
        }
        self.paint_scheduled.set_value(true);
        self.element.with_value(|element| element.iter().for_each(|map| drop(map.remove_attribute("data-ready"))));
        let now = move || {
            self.paint_scheduled.set_value(false);
            if let Some(counted) = countries.try_get_untracked() {
                let places = counted.items.iter().map(|item| (item.key.as_str(), item.count, item.chosen));
                self.count_scale.with_value(|scale| self.with_handle(|handle| handle.colour_countries(places, scale)));
            }
        };
        request_animation_frame(move || set_timeout(now, Duration::ZERO));
    }

    /// Draws the cells, and the regions that the query asks about. Tracks both and the map's coming.
    pub fn draw_cells(self, state: PageState) {
        let cells = state.map_cells.cells.get();
        if self.status.get() == MapStatus::Ready
            && let Some(cells) = cells
        {
            let drawn: usize =
                cells.precision.iter().filter(|precision| **precision == fleet::LocationPrecision::Cell).count();
            self.element.with_value(|element| {
                if let Some(map) = element {
                    map.set_attribute("data-points", &drawn.to_string()).ok();
                    map.remove_attribute("data-ready").ok();
                }
            });
            self.with_handle(|handle| handle.draw_cells(&cells));
        }
    }

    /// Shows where regions are.
    pub fn draw_regions(self, regions: &[places::Region]) {
        self.with_handle(|handle| handle.draw_regions(regions));
    }

    /// Lets the reader draw a shape, or no longer; what is drawn is handed on.
    pub fn toggle_drawing(self, kind: &'static str, drawn: impl Fn(String) + 'static) {
        let Some(handle) = self.handle.get_value() else { return };
        // The same button once more ends it.
        let kind = Some(kind).filter(|kind| self.drawing_shape.get_untracked() != Some(kind));
        self.drawing_shape.set(kind);
        leptos::task::spawn_local(async move {
            let text = handle.draw_shape(kind.unwrap_or_default()).await;
            if self.drawing_shape.get_untracked() == kind {
                self.drawing_shape.set(None);
            }
            text.into_iter().for_each(drawn);
        });
    }

    /// Draws the cells however far away, or from some zoom on alone.
    pub fn force_cells(self, on: bool) {
        self.with_handle(|handle| handle.force(on));
    }

    /// A globe, or flat.
    pub fn set_globe(self, on: bool) {
        self.with_handle(|handle| handle.globe(on));
    }

    /// Shows all that is drawn.
    pub fn fit_drawn(self) {
        self.with_handle(Handle::fit);
    }

    /// Shows a part of the world: west, south, east, north.
    pub fn show_bounds(self, bounds: [f64; 4]) {
        self.with_handle(|handle| handle.show_bounds(bounds));
    }

    /// Draws at once: a printer takes what was drawn last.
    pub fn redraw_now(self) {
        self.with_handle(Handle::redraw);
    }

    /// Saves a picture of the map with what was asked and the legend.
    pub fn save_image(self, state: PageState) {
        let Some(handle) = self.handle.get_value() else { return };
        let words = state.settings.current_messages();
        let view = state.view.rendered.get_untracked();
        let head = view.map(|view| {
            let count = (words.selected_of)(
                FormattedCount::from(view.selected.records),
                FormattedCount::from(view.fleet.records),
            );
            [if view.query.is_empty() { "simscope".to_owned() } else { view.query.clone() }, count]
        });
        let (legend, foot) = super::count_legend::image_legend(state);
        leptos::task::spawn_local(async move {
            if let Some(blob) = handle.render_image(&head.unwrap_or_default(), &legend, &foot).await {
                crate::state::download_map_image(blob);
            }
        });
    }

    /// Lays a street map of the reader's own under the cells.
    pub fn load_street_map(self, state: PageState, file: web_sys::Blob) {
        let Some(handle) = self.handle.get_value() else { return };
        leptos::task::spawn_local(async move {
            match handle.load_street_map(&file).await {
                Ok(who) => state.map_cells.street_map_credit.set(Some(who)),
                Err(why) => state.notices.push(crate::state::NoticeKind::InvalidStreetMap(why)),
            }
        });
    }

    /// Takes the colours of another theme.
    pub fn update_theme(self) {
        self.count_scale.set_value(map::count_scale_colours());
        self.with_handle(Handle::update_theme);
    }

    /// Zooms by steps.
    pub fn zoom_by(self, steps: f64) {
        self.with_handle(|handle| handle.zoom(steps));
    }

    /// Shows the whole world.
    pub fn show_world(self) {
        self.with_handle(Handle::home);
    }

    fn with_handle(self, act: impl FnOnce(&Handle)) {
        self.handle.with_value(|handle| {
            if let Some(handle) = handle {
                act(handle);
            }
        });
    }
}
