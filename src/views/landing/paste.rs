//! A place for pasted text, beside the paste that works anywhere.

use crate::state::use_state;
use leptos::html;
use leptos::prelude::*;

/// The text area and its button.
#[component]
pub fn PasteForm() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let area = NodeRef::<html::Textarea>::new();
    let load = move |_| {
        if let Some(area) = area.get_untracked() {
            state.loading.add_pasted_text(&area.value());
            area.set_value("");
        }
    };
    view! {
        <section class="paste">
            <label for="paste">{words.paste}</label>
            <textarea
                id="paste" data-test="paste" rows="2" spellcheck="false" autocomplete="off" node_ref=area
                placeholder="[{\"imsi\": \"295…\", \"iccid\": \"8942…\", …}]"
            ></textarea>
            <button type="button" class="button" data-test="paste-load" on:click=load>{words.paste_load}</button>
        </section>
    }
}
