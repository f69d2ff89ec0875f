//! The map's own element. It outlives the panel: a map is drawn once for the page.

use crate::map::{self, Handle, Missing};
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
    pub fn start(self, label: &str, select: impl Fn(String) + 'static) {
        let Some(element) = self.element.get_value().filter(|_| !self.started.get_value()) else { return };
        self.started.set_value(true);
        let label = label.to_owned();
        // After the first paint: the numbers come first.
        request_animation_frame(move || {
            leptos::task::spawn_local(async move {
                match map::open(&element, &label).await {
                    Ok(handle) => {
                        handle.selects(select);
                        handle.points(move |pointed| self.pointed.set(pointed));
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
