//! Drops and pastes, wherever on the page they happen.

use super::dropped::Dropped;
use super::inputs;
use crate::state::{State, Trouble, use_state};
use crate::views::map::Stage;
use crate::views::parts::live;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DataTransfer, Element};

/// Listens for drops and pastes, and shows where a drop goes.
#[component]
pub fn Drop() -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now();
    let stage: Stage = expect_context();
    let over = RwSignal::new(false);
    let listeners = [
        window_event_listener(ev::dragover, move |event| {
            if event.data_transfer().is_some_and(|data| data.types().includes(&"Files".into(), 0)) {
                event.prevent_default();
                over.set(true);
            }
        }),
        window_event_listener(ev::dragleave, move |event| {
            // Only when the pointer leaves the window; between elements there is a next one.
            if event.related_target().is_none() {
                over.set(false);
            }
        }),
        window_event_listener(ev::drop, move |event| {
            over.set(false);
            if let Some(data) = event.data_transfer() {
                take(state, stage, &data, || event.prevent_default());
            }
        }),
        window_event_listener(ev::paste, move |event| {
            let Some(data) = event.clipboard_data() else { return };
            let took = take(state, stage, &data, || event.prevent_default());
            let text = data.get_data("text/plain").unwrap_or_default();
            let in_area = is(&event, "textarea");
            if !took && (in_area || !is(&event, "input")) && !text.trim().is_empty() {
                event.prevent_default();
                state.add_text(&text);
            }
        }),
    ];
    on_cleanup(move || listeners.into_iter().for_each(|listener| listener.remove()));
    view! { <div class="veil" hidden=live(move || !over.get())><p>{words.drop_now}</p></div> }
}

fn is(event: &web_sys::Event, selector: &str) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.matches(selector).unwrap_or(false))
}

fn take(state: State, stage: Stage, data: &DataTransfer, prevent: impl FnOnce()) -> bool {
    let dropped = Dropped::take(data);
    if dropped.is_empty() {
        return false;
    }
    prevent();
    leptos::task::spawn_local(async move {
        let files = dropped.files().await;
        if files.is_empty() {
            state.notices.tell(Trouble::NoExports);
        }
        inputs::take(state, stage, files);
    });
    true
}
