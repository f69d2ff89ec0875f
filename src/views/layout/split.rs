//! A border between two panels that can be dragged, or moved with the arrow keys. Where it is, is remembered.

use crate::state::browser::{pressed_key, remember, remembered};
use crate::state::use_state;
use crate::views::parts::{live, px};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Pixels that an arrow key moves it by.
const STEP: f64 = 16.0;

/// A split: the size in pixels of the panel beside it, in a property of the style.
#[derive(Clone, Copy)]
pub struct Between {
    /// The property, without its dashes; also the key under which it is remembered.
    name: &'static str,
    /// Whether it moves up and down.
    vertical: bool,
    /// 1 where the panel grows with the pointer, -1 where it shrinks.
    sign: f64,
    range: (f64, f64),
}

/// The filters' right border.
pub const FILTERS: Between = Between { name: "filters", vertical: false, sign: 1.0, range: (180.0, 480.0) };
/// The ranking's left border.
pub const RANKING: Between = Between { name: "ranking", vertical: false, sign: -1.0, range: (200.0, 560.0) };
/// The table's upper border.
pub const TABLE: Between = Between { name: "upper", vertical: true, sign: 1.0, range: (120.0, 900.0) };

impl Between {
    fn set(self, size: f64) -> f64 {
        let size = size.clamp(self.range.0, self.range.1).round();
        if let Some(root) = document().document_element().and_then(|root| root.dyn_into::<HtmlElement>().ok()) {
            root.style().set_property(&format!("--{}", self.name), &px(size)).ok();
        }
        size
    }
}

/// Puts every split where it was left.
pub fn restore() {
    for split in [FILTERS, RANKING, TABLE] {
        if let Some(size) = remembered(split.name).and_then(|size| size.parse::<u16>().ok()) {
            split.set(size.into());
        }
    }
}

/// The border.
#[component]
pub fn Split(
    /// Which one.
    of: Between,
    /// The panel that it sizes.
    panel: &'static str,
    /// What a reader calls that panel.
    label: &'static str,
) -> impl IntoView {
    let words = use_state().settings.words_now();
    let handle = NodeRef::<html::Div>::new();
    let dragged = StoredValue::new(None::<(f64, f64)>);
    let now = RwSignal::new(None::<f64>);
    let size = move || {
        let panel = document().query_selector(panel).ok().flatten().map(|panel| panel.get_bounding_client_rect());
        panel.map_or(0.0, |rect| if of.vertical { rect.height() } else { rect.width() })
    };
    let at = move |event: &PointerEvent| f64::from(if of.vertical { event.client_y() } else { event.client_x() });
    let begin = move |event: PointerEvent| {
        event.prevent_default();
        if let Some(handle) = handle.get_untracked() {
            handle.set_pointer_capture(event.pointer_id()).ok();
        }
        dragged.set_value(Some((at(&event), size())));
    };
    let drag = move |event: PointerEvent| {
        if let Some((from, before)) = dragged.get_value() {
            now.set(Some(of.set(before + (at(&event) - from) * of.sign)));
        }
    };
    let end = move |_: PointerEvent| {
        if dragged.try_update_value(Option::take).flatten().is_some() {
            keep(of, now.get_untracked());
        }
    };
    let key = move |event: KeyboardEvent| {
        let by = match (pressed_key(&event).as_str(), of.vertical) {
            ("ArrowLeft", false) | ("ArrowUp", true) => -STEP,
            ("ArrowRight", false) | ("ArrowDown", true) => STEP,
            _ => return,
        };
        event.prevent_default();
        now.set(Some(of.set(size() + by * of.sign)));
        keep(of, now.get_untracked());
    };
    view! {
        <div
            class="split" class:vertical=of.vertical data-split=of.name role="separator" tabindex="0" node_ref=handle
            aria-orientation=if of.vertical { "horizontal" } else { "vertical" } aria-label=(words.resize)(label)
            aria-valuemin=bare(of.range.0) aria-valuemax=bare(of.range.1)
            aria-valuenow=live(move || bare(now.get().unwrap_or_else(size)))
            on:pointerdown=begin on:pointermove=drag on:pointerup=end on:pointercancel=end on:keydown=key
        ></div>
    }
}

fn keep(of: Between, size: Option<f64>) {
    if let Some(size) = size {
        remember(of.name, &bare(size));
    }
}

/// Whole pixels without their unit.
fn bare(size: f64) -> String {
    px(size).trim_end_matches("px").to_owned()
}
