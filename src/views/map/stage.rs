//! The map's own element. It outlives the panel: a map is drawn once for the page.

use crate::figures::Count;
use crate::map::{self, Handle, Missing};
use crate::state::State;
use crate::views::facets::Counted;
use js_sys::Array;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// What there is to see.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Face {
    /// The map is on its way.
    Coming,
    /// The map.
    Drawn,
    /// None, and why.
    Missing(Missing),
}

/// The map, or what became of it.
#[derive(Clone, Copy)]
pub struct Stage {
    /// What there is to see.
    pub face: RwSignal<Face>,
    /// The country under the pointer, and where that is.
    pub pointed: RwSignal<Option<(String, f64, f64)>>,
    element: StoredValue<Option<HtmlElement>, LocalStorage>,
    started: StoredValue<bool>,
    handle: StoredValue<Option<Handle>, LocalStorage>,
    /// Whether a frame is on its way that will colour.
    due: StoredValue<bool>,
    scale: StoredValue<Array, LocalStorage>,
    /// The shape that the reader is to draw: `box` or `lasso`.
    pub drawing: RwSignal<Option<&'static str>>,
}

impl Default for Stage {
    fn default() -> Self {
        Self {
            face: RwSignal::new(Face::Coming),
            pointed: RwSignal::new(None),
            element: StoredValue::new_local(None),
            started: StoredValue::new(false),
            handle: StoredValue::new_local(None),
            due: StoredValue::new(false),
            scale: StoredValue::new_local(Array::new()),
            drawing: RwSignal::new(None),
        }
    }
}

impl Stage {
    /// Puts the map's element into a panel.
    pub fn enter(self, place: &HtmlElement, label: &str) {
        if let Some(element) = self.element.get_value() {
            element.set_attribute("aria-label", label).ok();
            place.append_child(&element).ok();
            self.with(Handle::resize);
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
    pub fn start(self, label: &str, state: State) {
        let Some(element) = self.element.get_value().filter(|_| !self.started.get_value()) else { return };
        self.started.set_value(true);
        let label = label.to_owned();
        // After the first paint: the numbers come first.
        request_animation_frame(move || {
            leptos::task::spawn_local(async move {
                match map::open(&element, &label).await {
                    Ok(handle) => {
                        handle.selects(move |country| state.toggle("country", &country));
                        handle.points(move |pointed| self.pointed.set(pointed));
                        handle.places(move |features| state.place(features));
                        handle.force(state.places.forced.get_untracked());
                        handle.views(move |cells| state.want_cells(cells));
                        self.handle.set_value(Some(handle));
                        self.face.set(Face::Drawn);
                    }
                    Err(missing) => self.face.set(Face::Missing(missing)),
                }
            });
        });
    }

    /// Colours the countries, one frame after the numbers: those are read first. Tracks the counts and the map's coming.
    pub fn paint(self, countries: Memo<Counted>) {
        countries.track();
        if self.face.get() != Face::Drawn || self.due.get_value() {
            return;
        }
        self.due.set_value(true);
        self.element.with_value(|element| element.iter().for_each(|map| drop(map.remove_attribute("data-ready"))));
        let now = move || {
            self.due.set_value(false);
            if let Some(counted) = countries.try_get_untracked() {
                let places = counted.items.iter().map(|item| (item.key.as_str(), item.count, item.chosen));
                self.scale.with_value(|scale| self.with(|handle| handle.colour(places, scale)));
            }
        };
        request_animation_frame(move || set_timeout(now, Duration::ZERO));
    }

    /// Draws the cells, and the regions that the query asks about. Tracks both and the map's coming.
    pub fn draw_cells(self, state: State) {
        let cells = state.places.cells.get();
        if self.face.get() == Face::Drawn
            && let Some(cells) = cells
        {
            let drawn: usize = cells.precision.iter().filter(|kind| **kind == 0).count();
            self.element.with_value(|element| {
                if let Some(map) = element {
                    map.set_attribute("data-points", &drawn.to_string()).ok();
                    map.remove_attribute("data-ready").ok();
                }
            });
            self.with(|handle| handle.draw_cells(&cells));
        }
    }

    /// Shows where regions are.
    pub fn draw_regions(self, regions: &[places::Region]) {
        self.with(|handle| handle.draw_regions(regions));
    }

    /// Lets the reader draw a shape, or no longer; what is drawn is handed on.
    pub fn draw(self, kind: &'static str, drawn: impl Fn(String) + 'static) {
        let Some(handle) = self.handle.get_value() else { return };
        // The same button once more ends it.
        let kind = Some(kind).filter(|kind| self.drawing.get_untracked() != Some(kind));
        self.drawing.set(kind);
        leptos::task::spawn_local(async move {
            let text = handle.drawn(kind.unwrap_or_default()).await;
            if self.drawing.get_untracked() == kind {
                self.drawing.set(None);
            }
            text.into_iter().for_each(drawn);
        });
    }

    /// Draws the cells however far away, or from some zoom on alone.
    pub fn force(self, on: bool) {
        self.with(|handle| handle.force(on));
    }

    /// A globe, or flat.
    pub fn globe(self, on: bool) {
        self.with(|handle| handle.globe(on));
    }

    /// Shows all that is drawn.
    pub fn fit(self) {
        self.with(Handle::fit);
    }

    /// Shows a part of the world: west, south, east, north.
    pub fn show(self, bounds: [f64; 4]) {
        self.with(|handle| handle.show_bounds(bounds));
    }

    /// Draws at once: a printer takes what was drawn last.
    pub fn redraw(self) {
        self.with(Handle::redraw);
    }

    /// Saves a picture of the map with what was asked and the legend.
    pub fn picture(self, state: State) {
        let Some(handle) = self.handle.get_value() else { return };
        let words = state.settings.words_now();
        let view = state.settled.get_untracked();
        let head = view.map(|view| {
            let count = (words.selected_of)(Count::from(view.selected.records), Count::from(view.fleet.records));
            [if view.query.is_empty() { "simscope".to_owned() } else { view.query.clone() }, count]
        });
        let (legend, foot) = super::legend::of_picture(state);
        leptos::task::spawn_local(async move {
            if let Some(blob) = handle.picture(&head.unwrap_or_default(), &legend, &foot).await {
                state.save_picture(blob);
            }
        });
    }

    /// Lays a street map of the reader's own under the cells.
    pub fn streets(self, state: State, file: web_sys::Blob) {
        let Some(handle) = self.handle.get_value() else { return };
        leptos::task::spawn_local(async move {
            match handle.lay_streets(&file).await {
                Ok(who) => state.places.streets.set(Some(who)),
                Err(why) => state.notices.tell(crate::state::Trouble::NoStreets(why)),
            }
        });
    }

    /// Takes the colours of another theme.
    pub fn recolour(self) {
        self.scale.set_value(map::scale());
        self.with(Handle::recolour);
    }

    /// Zooms by steps.
    pub fn zoom(self, steps: f64) {
        self.with(|handle| handle.zoom(steps));
    }

    /// Shows the whole world.
    pub fn home(self) {
        self.with(Handle::home);
    }

    fn with(self, act: impl FnOnce(&Handle)) {
        self.handle.with_value(|handle| {
            if let Some(handle) = handle {
                act(handle);
            }
        });
    }
}
