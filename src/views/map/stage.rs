//! The map's own element. It outlives the panel: a map is drawn once for the page.

use crate::map::{self, Handle, Missing};
use crate::views::facets::Counted;
use leptos::prelude::*;
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
    handle: StoredValue<Option<Handle>, LocalStorage>,
}

impl Default for Stage {
    fn default() -> Self {
        Self {
            face: RwSignal::new(Face::Coming),
            pointed: RwSignal::new(None),
            element: StoredValue::new_local(None),
            handle: StoredValue::new_local(None),
        }
    }
}

impl Stage {
    /// Puts the map into a panel; the first time, draws it.
    pub fn enter(self, place: &HtmlElement, label: &str, select: impl Fn(String) + 'static) {
        if let Some(element) = self.element.get_value() {
            element.set_attribute("aria-label", label).ok();
            place.append_child(&element).ok();
            self.with(Handle::resize);
            return;
        }
        let Some(element) = document().create_element("div").ok().and_then(|element| element.dyn_into::<HtmlElement>().ok())
        else {
            return;
        };
        let attributes = [("class", "canvas"), ("data-test", "map"), ("data-view", "countries"), ("role", "group"), ("aria-label", label)];
        for (name, value) in attributes {
            element.set_attribute(name, value).ok();
        }
        place.append_child(&element).ok();
        self.element.set_value(Some(element.clone()));
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

    /// Colours the countries. Tracks their counts, and the map's coming.
    pub fn paint(self, countries: Memo<Counted>) {
        let drawn = self.face.get() == Face::Drawn;
        countries.with(|counted| {
            if drawn {
                self.with(|handle| {
                    handle.recolour();
                    handle.colour(counted.items.iter().map(|item| (item.key.as_str(), item.count, item.chosen)));
                });
            }
        });
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
