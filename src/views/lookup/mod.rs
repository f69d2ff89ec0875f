//! Which identifiers of a list are in the fleet.

use crate::format::FormattedCount;
use crate::state::{downloads, use_state};
use crate::views::components::{CopyButton, derive_signal, on_dialog_closed};
use engine::LookupResult;
use leptos::html;
use leptos::prelude::*;

/// So many identifiers of each kind are shown; all are copied.
const MAX_SHOWN_IDENTIFIERS: usize = 200;

/// The button that opens the look-up.
#[component]
pub fn LookupButton() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages().asking;
    let open = move |_| state.lookup.open();
    view! { <button type="button" class="quiet" id="open-lookup" data-test="lookup" on:click=open>{words.look_up}</button> }
}

/// The look-up, in a dialog of its own.
#[component]
pub fn LookupDialog() -> impl IntoView {
    let state = use_state();
    let all = state.settings.current_messages();
    let words = all.asking;
    let dialog = NodeRef::<html::Dialog>::new();
    let text = NodeRef::<html::Textarea>::new();
    Effect::new(move |_| {
        let open = state.lookup.is_open.get();
        let Some(dialog) = dialog.get() else { return };
        if open && !dialog.open() {
            let list = state.lookup.text.try_update(std::mem::take).unwrap_or_default();
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
            state.lookup.look_up(text.value());
        }
    };
    let close = move || state.lookup.is_open.set(false);
    let has_found =
        move || state.lookup.result.with(|result| result.as_ref().is_some_and(|(_, found)| found.records > 0));
    let found = move || state.lookup.result.get().map(|(name, found)| view! { <LookupSummary name found /> });
    view! {
        <dialog class="lookup" node_ref=dialog aria-labelledby="lookup-title" on:close=on_dialog_closed(dialog, state.lookup.is_open)>
            <form on:submit=submit>
                <h2 id="lookup-title">{words.look_up_title}</h2>
                <p class="quiet-text">{words.look_up_hint}</p>
                <textarea
                    rows="8" spellcheck="false" aria-labelledby="lookup-title" data-test="lookup-text" node_ref=text
                    on:input=move |_| state.lookup.result.set(None)
                ></textarea>
                {found}
                <div class="actions">
                    <button type="submit" class="button" class:primary=derive_signal(move || !has_found()) data-test="lookup-submit">{words.look_up_submit}</button>
                    <button type="button" class="button" on:click=move |_| close()>{all.close}</button>
                </div>
            </form>
        </dialog>
    }
}

#[component]
fn LookupSummary(name: String, found: LookupResult) -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages().asking;
    if found.read == 0 && found.shortened.is_empty() {
        return view! { <p role="status" class="warning">{words.nothing_to_look_up}</p> }.into_any();
    }
    let select = move |_| {
        state.lookup.is_open.set(false);
        state.query.apply(&format!("list:{name}"), crate::state::HistoryMode::Push);
    };
    let missing = StoredValue::new(found.missing.clone());
    let save = move |_| {
        let lines = missing.with_value(|missing| missing.iter().map(|id| vec![id.clone()]).collect::<Vec<_>>());
        downloads::download_csv("not-found", &lines);
    };
    let copy = view! {
        <span class="table-actions">
            <CopyButton text=Signal::stored(found.missing.join("\n")) what=words.copy_missing />
            <button type="button" class="button" data-test="lookup-save" on:click=save>"CSV"</button>
        </span>
    };
    view! {
        <div class="result" role="status" data-test="lookup-result" data-found=found.found.to_string() data-records=found.records.to_string() data-missing=found.missing.len().to_string() data-shortened=found.shortened.len().to_string()>
            <p><strong>{(words.found)(FormattedCount::from(found.entries), FormattedCount::from(found.read), FormattedCount::from(found.found), FormattedCount::from(found.records), FormattedCount(found.missing.len() as u64))}</strong></p>
            <button type="button" class="button primary" data-test="lookup-select" disabled=derive_signal(move || found.records == 0) on:click=select>
                {(words.select_found)(FormattedCount::from(found.records))}
            </button>
            {(!found.shortened.is_empty()).then(|| view! { <p class="warning">{words.shortened_hint}</p> })}
            {identifier_details((words.shortened)(FormattedCount(found.shortened.len() as u64)), &found.shortened, "lookup-shortened", None)}
            {identifier_details((words.missing)(FormattedCount(found.missing.len() as u64)), &found.missing, "lookup-missing", Some(copy.into_any()))}
            {identifier_details((words.several)(FormattedCount(found.ambiguous.len() as u64)), &found.ambiguous, "lookup-several", None)}
            {identifier_details((words.repeated)(FormattedCount(found.repeated.len() as u64)), &found.repeated, "lookup-repeated", None)}
        </div>
    }
    .into_any()
}

/// A list that unfolds; open where something can be done with it.
fn identifier_details(title: String, ids: &[String], test: &'static str, actions: Option<AnyView>) -> Option<AnyView> {
    let shown = ids.iter().take(MAX_SHOWN_IDENTIFIERS).cloned().collect::<Vec<_>>().join("\n");
    let rest = if ids.len() > MAX_SHOWN_IDENTIFIERS { "\n…" } else { "" };
    let is_open = actions.is_some();
    (!ids.is_empty()).then(|| {
        view! {
            <details data-test=test open=is_open>
                <summary>{title}</summary>
                {actions}
                <pre tabindex="0">{shown}{rest}</pre>
            </details>
        }
        .into_any()
    })
}
