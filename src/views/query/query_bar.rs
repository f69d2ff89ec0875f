//! The box in which the query is typed.

use super::basis::BasisSelect;
use super::command_menu::CommandMenu;
use super::completions::{COMPLETION_LIST_ID, CompletionList, option_id};
use super::mirror::QueryMirror;
use super::query_error::QueryErrorMessage;
use super::saved_views::{CopyLinkButton, SavedViewsMenu};
use crate::state::{HistoryMode, browser, parse_spoken_query, use_state};
use crate::views::components::{derive_memo, derive_signal};
use crate::views::lookup::LookupButton;
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use std::time::Duration;

/// A pause in typing after which a word is looked for: it may become a key.
const WORD_PAUSE: Duration = Duration::from_millis(120);
/// A pause in typing after which a value is taken for whole, unless a longer one is offered.
const VALUE_PAUSE: Duration = Duration::from_millis(200);
/// A pause in typing after which it is said that a text cannot be read.
const ERROR_PAUSE: Duration = Duration::from_millis(800);

/// The query bar.
#[component]
#[allow(clippy::too_many_lines, reason = "one view, with what its parts share")]
pub fn QueryBar() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let completions = state.completions;
    let typed = StoredValue::new(None::<TimeoutHandle>);
    let input = NodeRef::<html::Input>::new();
    let mirror = NodeRef::<html::Div>::new();
    // A text that is longer than its box moves as the caret does.
    let follow = move || {
        if let (Some(input), Some(mirror)) = (input.get_untracked(), mirror.get_untracked()) {
            mirror.set_scroll_left(input.scroll_left());
        }
    };
    let forget = move || {
        if let Some(timer) = typed.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    let apply = move |step| {
        forget();
        state.query.apply(&state.query.draft.get_untracked(), step);
    };
    // What can be read is applied as it is typed; what is only on its way to a query waits for a pause, and a value of
    // which longer ones are offered for a choice.
    let changed = move || {
        forget();
        let text = state.query.draft.get_untracked();
        let apply_typed = move || {
            if !state.completions.awaits_choice() {
                apply(HistoryMode::Typing);
            }
        };
        let later = |pause| typed.set_value(set_timeout_with_handle(apply_typed, pause).ok());
        match parse_spoken_query(&text) {
            Err(_) => later(ERROR_PAUSE),
            Ok(_) if text.trim().is_empty() || query::ends_in_word(&text) => later(WORD_PAUSE),
            Ok(_) if query::ends_in_value(&text) => later(VALUE_PAUSE),
            Ok(_) => apply(HistoryMode::Typing),
        }
    };
    // Nothing more is chosen: what is typed is whole.
    let close_list = move || {
        let awaited = state.completions.awaits_choice();
        state.completions.dismiss();
        if awaited {
            apply(HistoryMode::Typing);
        }
    };
    let place = move || input.get_untracked().and_then(|input| input.selection_start().ok().flatten());
    let complete = move || {
        let text = state.query.draft.get_untracked();
        state.query.request_completions(to_char_offset(&text, place()));
    };
    let accept = move |at: usize| {
        if let Some(caret) = state.query.accept_completion(at) {
            changed();
            // The box has the new text after this task.
            leptos::task::spawn_local(async move {
                leptos::task::tick().await;
                let text = state.query.draft.get_untracked();
                if let Some(input) = input.get_untracked() {
                    let caret = to_utf16_offset(&text, caret);
                    input.focus().ok();
                    input.set_selection_range(caret, caret).ok();
                }
                if text.ends_with(':') {
                    complete();
                }
            });
        }
    };
    let count = move || completions.offered.with_untracked(|all| all.as_ref().map_or(0, |all| all.options.len()));
    let pressed = move |event: KeyboardEvent| {
        let chosen = completions.chosen.get_untracked();
        let handled = match browser::pressed_key(&event).as_str() {
            "ArrowDown" if count() > 0 => {
                completions.chosen.set(Some(chosen.map_or(0, |at| (at + 1) % count())));
                true
            }
            "ArrowDown" => {
                if !state.query.recall_newer() {
                    state.query.request_completions(to_char_offset(&state.query.draft.get_untracked(), place()));
                }
                true
            }
            "ArrowUp" => match chosen {
                Some(at) => {
                    completions.chosen.set(at.checked_sub(1));
                    true
                }
                None => {
                    state.completions.dismiss();
                    state.query.recall_older();
                    true
                }
            },
            "Enter" | "Tab" => chosen.is_some_and(|at| {
                accept(at);
                true
            }),
            "Escape" if count() > 0 => {
                close_list();
                true
            }
            _ => false,
        };
        if handled {
            event.prevent_default();
        }
    };
    // What the page writes leaves the caret, or what is selected, where the reader has it.
    Effect::new(move |_| {
        let text = state.query.draft.get();
        if let Some(input) = input.get().filter(|input| input.value() != text) {
            set_value_keeping_selection(&input, &text);
        }
    });
    // The box makes one line of a column; only the paste itself still has its lines.
    let pasted = move |event: leptos::ev::ClipboardEvent| {
        let text = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok());
        if let Some(text) = text {
            state.lookup.remember_pasted_list(text);
        }
    };
    let wrong = derive_memo(move || state.query.error.with(Option::is_some));
    let offered = derive_memo(move || completions.offered.with(Option::is_some));
    let active = move || completions.chosen.get().map(option_id);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        // What cannot be read is meant to be the only value that it may become.
        let is_meant = count() == 1 && parse_spoken_query(&state.query.draft.get_untracked()).is_err();
        if let Some(text) = is_meant.then(|| completions.complete(&state.query.draft.get_untracked(), 0)).flatten() {
            state.query.set_typed_draft(text.text);
        }
        state.completions.dismiss();
        apply(HistoryMode::Push);
    };
    view! {
        <div class="query">
            <div class="field" class:wrong=derive_signal(move || wrong.get())>
                <svg class="icon glass" viewBox="0 0 16 16" aria-hidden="true"><circle cx="7" cy="7" r="4.5" /><path d="M10.5 10.5 14 14" /></svg>
                <form class="typed" role="search" on:submit=submit>
                    <QueryMirror mirror />
                    <input
                        id="query" type="text" data-test="query" aria-label=words.query_label placeholder=words.query_placeholder
                        spellcheck="false" autocomplete="off" autocapitalize="none" enterkeyhint="search" node_ref=input
                        role="combobox" aria-autocomplete="list" aria-controls=COMPLETION_LIST_ID aria-expanded=derive_signal(move || offered.get().to_string())
                        aria-activedescendant=derive_signal(active)
                        aria-invalid=derive_signal(move || wrong.get().to_string()) aria-describedby="query-error"
                        on:paste=pasted
                        on:input=move |event| { state.query.set_typed_draft(event_target_value(&event)); changed(); complete(); }
                        on:scroll=move |_| follow()
                        on:keydown=pressed
                        on:focus=move |_| if state.query.draft.with_untracked(String::is_empty) { complete() }
                        on:blur=move |_| close_list()
                    />
                    <CompletionList accept />
                </form>
                <button
                    type="button" class="quiet square" title=words.clear aria-label=words.clear
                    hidden=derive_signal(move || state.query.draft.with(String::is_empty))
                    on:click=move |_| { state.query.set_typed_draft(String::new()); state.completions.dismiss(); apply(HistoryMode::Push); }
                >"✕"</button>
                <BasisSelect />
                <LookupButton />
                <CommandMenu />
                <SavedViewsMenu />
                <CopyLinkButton />
            </div>
            <QueryErrorMessage />
        </div>
    }
}

/// Writes a text into the box. The caret, or what is selected, stays where it is.
fn set_value_keeping_selection(input: &web_sys::HtmlInputElement, text: &str) {
    let before: Vec<u16> = input.value().encode_utf16().collect();
    let after: Vec<u16> = text.encode_utf16().collect();
    let place =
        |place: Result<Option<u32>, _>| place.ok().flatten().map(|place| shifted_offset(place, &before, &after));
    let (start, end) = (place(input.selection_start()), place(input.selection_end()));
    input.set_value(text);
    // A box that is not being edited is not to take the focus for it, as some browsers let it.
    let edited = document().active_element().is_some_and(|active| active == ***input);
    if let (true, Some(start), Some(end)) = (edited, start, end) {
        input.set_selection_range(start, end).ok();
    }
}

/// Returns where a place of one text is in another, in UTF-16 code units: as far from the start where both begin alike, else
/// as far from the end.
fn shifted_offset(place: u32, before: &[u16], after: &[u16]) -> u32 {
    let head = before.iter().zip(after).take_while(|(a, b)| a == b).count() as u32;
    let (old, new) = (before.len() as u32, after.len() as u32);
    if place <= head && place < old { place } else { new.saturating_sub(old.saturating_sub(place)).max(head) }
}

/// A place in UTF-16 code units, as a browser has it, in characters; the end where it has none.
fn to_char_offset(text: &str, units: Option<u32>) -> u32 {
    let mut left = units.unwrap_or(u32::MAX);
    let before = text.chars().take_while(|c| {
        let fits = left > 0;
        left = left.saturating_sub(c.len_utf16() as u32);
        fits
    });
    before.count() as u32
}

/// The other way round.
fn to_utf16_offset(text: &str, characters: usize) -> u32 {
    text.chars().take(characters).map(|c| c.len_utf16() as u32).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_in_characters_and_in_utf16_agree() {
        for (text, unit, character) in [("abc", 2, 2), ("😀b", 2, 1), ("😀b", 3, 2), ("東京", 2, 2), ("", 0, 0)] {
            assert_eq!(to_char_offset(text, Some(unit)), character, "{text}");
            assert_eq!(to_utf16_offset(text, character as usize), unit, "{text}");
        }
        assert_eq!(to_char_offset("abc", None), 3);
    }

    #[test]
    fn a_caret_stays_where_it_is_in_a_text_that_is_written() {
        for (before, place, after, want) in [
            ("country:us", 0, "country:US", 0),
            ("country:us", 3, "country:US", 3),
            ("country:us", 9, "country:US", 9),
            ("country:us", 10, "country:US", 10),
            ("country:US", 10, "country:US,JP", 13),
            ("country:US", 4, "country:US,JP", 4),
            ("a  b", 4, "a b", 3),
            ("a  b", 3, "a b", 2),
            ("", 0, "country:US", 10),
            ("country:US", 10, "", 0),
            ("country:US", 5, "", 0),
        ] {
            let units = |text: &str| text.encode_utf16().collect::<Vec<_>>();
            assert_eq!(shifted_offset(place, &units(before), &units(after)), want, "{before} {place} {after}");
        }
    }
}
