//! Which identifiers of a list are in the fleet.

use crate::figures::Count;
use crate::state::use_state;
use crate::views::parts::{CopyButton, live};
use engine::LookupResult;
use leptos::html;
use leptos::prelude::*;

/// So many identifiers of each kind are shown; all are copied.
const SHOWN: usize = 200;

/// The button that opens the look-up.
#[component]
pub fn LookUpButton() -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now().asking;
    let open = move |_| {
        state.asking.looked_up.set(None);
        state.asking.looking_up.set(true);
    };
    view! { <button type="button" class="quiet" data-test="lookup" on:click=open>{words.look_up}</button> }
}

/// The look-up, in a dialog of its own.
#[component]
pub fn LookUp() -> impl IntoView {
    let state = use_state();
    let all = state.settings.words_now();
    let words = all.asking;
    let dialog = NodeRef::<html::Dialog>::new();
    let text = NodeRef::<html::Textarea>::new();
    Effect::new(move |_| {
        let open = state.asking.looking_up.get();
        let Some(dialog) = dialog.get() else { return };
        if open && !dialog.open() {
            let list = state.asking.to_look_up.try_update(std::mem::take).unwrap_or_default();
            if let Some(text) = text.get_untracked().filter(|_| !list.is_empty()) {
                text.set_value(&list);
            }
            dialog.show_modal().ok();
        } else if !open {
            dialog.close();
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(text) = text.get_untracked() {
            state.look_up(text.value());
        }
    };
    let close = move || state.asking.looking_up.set(false);
    let found = move || state.asking.looked_up.get().map(|(name, found)| view! { <Result name found /> });
    view! {
        <dialog class="lookup" node_ref=dialog aria-labelledby="lookup-title" on:close=move |_| close()>
            <form on:submit=submit>
                <h2 id="lookup-title">{words.look_up_title}</h2>
                <p class="quiet-text">{words.look_up_hint}</p>
                <textarea rows="8" spellcheck="false" aria-labelledby="lookup-title" data-test="lookup-text" node_ref=text></textarea>
                {found}
                <div class="actions">
                    <button type="submit" class="button primary" data-test="lookup-submit">{words.look_up_submit}</button>
                    <button type="button" class="button" on:click=move |_| close()>{all.close}</button>
                </div>
            </form>
        </dialog>
    }
}

#[component]
fn Result(name: String, found: LookupResult) -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now().asking;
    if found.read == 0 && found.shortened.is_empty() {
        return view! { <p role="status" class="warning">{words.nothing_to_look_up}</p> }.into_any();
    }
    let select = move |_| {
        state.asking.looking_up.set(false);
        state.search(&format!("list:{name}"), crate::state::Step::Whole);
    };
    let missing = found.missing.join("\n");
    let copy = (!found.missing.is_empty())
        .then(|| view! { <CopyButton text=Signal::stored(missing) what=words.copy_missing /> });
    view! {
        <div class="result" role="status" data-test="lookup-result" data-found=found.found.to_string() data-records=found.records.to_string() data-missing=found.missing.len().to_string() data-shortened=found.shortened.len().to_string()>
            <p><strong>{(words.found)(Count::from(found.found), Count::from(found.read))}</strong></p>
            <button type="button" class="button" data-test="lookup-select" disabled=live(move || found.records == 0) on:click=select>
                {(words.select_found)(Count::from(found.records))}
            </button>
            {(!found.shortened.is_empty()).then(|| view! { <p class="warning">{words.shortened_hint}</p> })}
            {ids((words.shortened)(Count(found.shortened.len() as u64)), &found.shortened, "lookup-shortened", ().into_any())}
            {ids((words.missing)(Count(found.missing.len() as u64)), &found.missing, "lookup-missing", copy.into_any())}
            {ids((words.several)(Count(found.ambiguous.len() as u64)), &found.ambiguous, "lookup-several", ().into_any())}
            {ids((words.repeated)(Count(found.repeated.len() as u64)), &found.repeated, "lookup-repeated", ().into_any())}
        </div>
    }
    .into_any()
}

fn ids(title: String, ids: &[String], test: &'static str, more: AnyView) -> Option<AnyView> {
    let shown = ids.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("\n");
    let rest = if ids.len() > SHOWN { "\n…" } else { "" };
    (!ids.is_empty()).then(|| {
        view! {
            <details data-test=test>
                <summary>{title}</summary>
                {more}
                <pre tabindex="0">{shown}{rest}</pre>
            </details>
        }
        .into_any()
    })
}
