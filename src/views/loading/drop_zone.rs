//! Drops, wherever on the page they happen; and where pastes are heard.

use super::paste::handle_paste;
use super::transfer::load_transfer;
use crate::state::use_state;
use crate::views::components::derive_signal;
use crate::views::map::MapHost;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

/// Listens for drops and pastes, and shows where a drop goes.
#[component]
pub fn DropZone() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let stage: MapHost = expect_context();
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
                load_transfer(state, stage, &data, || event.prevent_default());
            }
        }),
    ];
    // Where nothing has the focus, not every browser takes the paste to the window.
    listen_on_document("paste", move |event| handle_paste(state, stage, &event));
    on_cleanup(move || {
        for listener in listeners {
            listener.remove();
        }
    });
    view! { <div class="veil" hidden=derive_signal(move || !over.get())><p>{words.drop_now}</p></div> }
}

/// Listens on the document for as long as the component is there.
fn listen_on_document(kind: &'static str, hear: impl FnMut(web_sys::Event) + 'static) {
    let hear = StoredValue::new_local(Closure::<dyn FnMut(web_sys::Event)>::new(hear));
    hear.with_value(|hear| document().add_event_listener_with_callback(kind, hear.as_ref().unchecked_ref())).ok();
    on_cleanup(move || {
        hear.with_value(|hear| document().remove_event_listener_with_callback(kind, hear.as_ref().unchecked_ref()))
            .ok();
    });
}
