//! A border between two panels that can be dragged, or moved with the arrow keys. Where it is, is remembered.

use crate::state::browser::{pressed_key, read_preference, save_preference};
use crate::state::use_state;
use crate::views::components::{css_pixels, derive_signal};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Pixels that an arrow key moves it by.
const ARROW_KEY_STEP_PX: f64 = 16.0;

/// A split: the size in pixels of the panel beside it, in a property of the style.
#[derive(Clone, Copy)]
pub struct PanelSplit {
    /// The property, without its dashes; also the key under which it is remembered.
    name: &'static str,
    /// Whether it moves up and down.
    vertical: bool,
    /// 1 where the panel grows with the pointer, -1 where it shrinks.
    direction: f64,
    size_range: (f64, f64),
}

/// The filters' right border.
pub const FILTERS_SPLIT: PanelSplit =
    PanelSplit { name: "filters", vertical: false, direction: 1.0, size_range: (180.0, 480.0) };
/// The ranking's left border.
pub const RANKING_SPLIT: PanelSplit =
    PanelSplit { name: "ranking", vertical: false, direction: -1.0, size_range: (200.0, 560.0) };
/// The table's upper border.
pub const TABLE_SPLIT: PanelSplit =
    PanelSplit { name: "upper", vertical: true, direction: 1.0, size_range: (120.0, 900.0) };

impl PanelSplit {
    fn set_size(self, size: f64) -> f64 {
        let size = size.clamp(self.size_range.0, self.size_range.1).round();
        if let Some(root) = document().document_element().and_then(|root| root.dyn_into::<HtmlElement>().ok()) {
            root.style().set_property(&format!("--{}", self.name), &css_pixels(size)).ok();
        }
        size
    }
}

/// Puts every split where it was left.
pub fn restore_splits() {
    for split in [FILTERS_SPLIT, RANKING_SPLIT, TABLE_SPLIT] {
        if let Some(size) = read_preference(split.name).and_then(|size| size.parse::<u16>().ok()) {
            split.set_size(size.into());
        }
    }
}

/// The border.
#[component]
pub fn SplitHandle(
    /// Which one.
    of: PanelSplit,
    /// The panel that it sizes.
    panel: &'static str,
    /// What a reader calls that panel.
    label: &'static str,
) -> impl IntoView {
    let words = use_state().settings.current_messages();
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
            now.set(Some(of.set_size(before + (at(&event) - from) * of.direction)));
        }
    };
    let end = move |_: PointerEvent| {
        if dragged.try_update_value(Option::take).flatten().is_some() {
            remember_size(of, now.get_untracked());
        }
    };
    let key = move |event: KeyboardEvent| {
        let by = match (pressed_key(&event).as_str(), of.vertical) {
            ("ArrowLeft", false) | ("ArrowUp", true) => -ARROW_KEY_STEP_PX,
            ("ArrowRight", false) | ("ArrowDown", true) => ARROW_KEY_STEP_PX,
            _ => return,
        };
        event.prevent_default();
        now.set(Some(of.set_size(size() + by * of.direction)));
        remember_size(of, now.get_untracked());
    };
    view! {
        <div
            class="split" class:vertical=of.vertical data-split=of.name role="separator" tabindex="0" node_ref=handle
            aria-orientation=if of.vertical { "horizontal" } else { "vertical" } aria-label=(words.resize)(label)
            aria-valuemin=format_whole_pixels(of.size_range.0) aria-valuemax=format_whole_pixels(of.size_range.1)
            aria-valuenow=derive_signal(move || format_whole_pixels(now.get().unwrap_or_else(size)))
            on:pointerdown=begin on:pointermove=drag on:pointerup=end on:pointercancel=end on:keydown=key
        ></div>
    }
}

fn remember_size(of: PanelSplit, size: Option<f64>) {
    if let Some(size) = size {
        save_preference(of.name, &format_whole_pixels(size));
    }
}

/// Whole pixels without their unit.
fn format_whole_pixels(size: f64) -> String {
    css_pixels(size).trim_end_matches("px").to_owned()
}
