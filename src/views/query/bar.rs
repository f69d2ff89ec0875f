//! The box in which the query is typed.

use super::basis::Basis;
use super::completions::{Completions, ID, option_id};
use super::mirror::Mirror;
use super::saved::SavedViews;
use crate::state::{Step, browser, use_state};
use crate::views::lookup::LookUpButton;
use crate::views::parts::{live, memo};
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use std::time::Duration;

/// A pause in typing after which a word is looked for: it may become a key.
const WORD: Duration = Duration::from_millis(120);
/// A pause in typing after which it is said that a text cannot be read.
const WRONG: Duration = Duration::from_millis(400);

/// The query bar.
#[component]
pub fn QueryBar() -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now();
    let asking = state.asking;
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
        state.search(&state.draft.get_untracked(), step);
    };
    // What can be read is applied as it is typed; what is only on its way to a query waits for a pause.
    let changed = move || {
        forget();
        let text = state.draft.get_untracked();
        let later = |pause| typed.set_value(set_timeout_with_handle(move || apply(Step::Small), pause).ok());
        match query::parse_query(&text) {
            Err(_) => later(WRONG),
            Ok(_) if text.trim().is_empty() || query::ends_in_word(&text) => later(WORD),
            Ok(_) => apply(Step::Small),
        }
    };
    let place = move || input.get_untracked().and_then(|input| input.selection_start().ok().flatten());
    let complete = move || {
        let text = state.draft.get_untracked();
        if text.is_empty() {
            state.stop_completing();
            return;
        }
        state.complete(characters(&text, place()));
    };
    let accept = move |at: usize| {
        if let Some(caret) = state.accept(at) {
            changed();
            // The box has the new text after this task.
            leptos::task::spawn_local(async move {
                leptos::task::tick().await;
                let text = state.draft.get_untracked();
                if let Some(input) = input.get_untracked() {
                    let caret = units(&text, caret);
                    input.focus().ok();
                    input.set_selection_range(caret, caret).ok();
                }
                if text.ends_with(':') {
                    complete();
                }
            });
        }
    };
    let count = move || asking.completion.with_untracked(|all| all.as_ref().map_or(0, |all| all.options.len()));
    let pressed = move |event: KeyboardEvent| {
        let chosen = asking.chosen.get_untracked();
        let handled = match browser::pressed_key(&event).as_str() {
            "ArrowDown" if count() > 0 => {
                asking.chosen.set(Some(chosen.map_or(0, |at| (at + 1) % count())));
                true
            }
            "ArrowDown" => {
                if !state.earlier(false) {
                    state.complete(characters(&state.draft.get_untracked(), place()));
                }
                true
            }
            "ArrowUp" => match chosen {
                Some(at) => {
                    asking.chosen.set(at.checked_sub(1));
                    true
                }
                None => {
                    state.stop_completing();
                    state.earlier(true);
                    true
                }
            },
            "Enter" | "Tab" => chosen.is_some_and(|at| {
                accept(at);
                true
            }),
            "Escape" if count() > 0 => {
                state.stop_completing();
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
        let text = state.draft.get();
        if let Some(input) = input.get().filter(|input| input.value() != text) {
            write_beside_selection(&input, &text);
        }
    });
    // The box makes one line of a column; only the paste itself still has its lines.
    let pasted = move |event: leptos::ev::ClipboardEvent| {
        let text = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok());
        text.into_iter().for_each(|text| state.pasted_into_query(text));
    };
    let wrong = memo(move || state.fault.with(Option::is_some));
    let offered = memo(move || asking.completion.with(Option::is_some));
    let active = move || asking.chosen.get().map(option_id);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        state.stop_completing();
        apply(Step::Whole);
    };
    view! {
        <div class="query">
            <div class="field" class:wrong=live(move || wrong.get())>
                <svg class="icon glass" viewBox="0 0 16 16" aria-hidden="true"><circle cx="7" cy="7" r="4.5" /><path d="M10.5 10.5 14 14" /></svg>
                <form class="typed" role="search" on:submit=submit>
                    <Mirror mirror />
                    <input
                        id="query" type="text" data-test="query" aria-label=words.query_label placeholder=words.query_placeholder
                        spellcheck="false" autocomplete="off" autocapitalize="none" enterkeyhint="search" node_ref=input
                        role="combobox" aria-autocomplete="list" aria-controls=ID aria-expanded=live(move || offered.get().to_string())
                        aria-activedescendant=live(active)
                        aria-invalid=live(move || wrong.get().to_string()) aria-describedby="query-error"
                        on:paste=pasted
                        on:input=move |event| { state.typed(event_target_value(&event)); changed(); complete(); }
                        on:scroll=move |_| follow()
                        on:keydown=pressed
                        on:blur=move |_| state.stop_completing()
                    />
                    <Completions accept />
                </form>
                <button
                    type="button" class="quiet square" title=words.clear aria-label=words.clear
                    hidden=live(move || state.draft.with(String::is_empty))
                    on:click=move |_| { state.typed(String::new()); state.stop_completing(); apply(Step::Whole); }
                >"✕"</button>
                <Basis />
                <LookUpButton />
                <SavedViews />
            </div>
        </div>
    }
}

/// Writes a text into the box. The caret, or what is selected, stays where it is.
fn write_beside_selection(input: &web_sys::HtmlInputElement, text: &str) {
    let before: Vec<u16> = input.value().encode_utf16().collect();
    let after: Vec<u16> = text.encode_utf16().collect();
    let place = |place: Result<Option<u32>, _>| place.ok().flatten().map(|place| moved(place, &before, &after));
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
fn moved(place: u32, before: &[u16], after: &[u16]) -> u32 {
    let head = before.iter().zip(after).take_while(|(a, b)| a == b).count() as u32;
    let (old, new) = (before.len() as u32, after.len() as u32);
    if place <= head && place < old { place } else { new.saturating_sub(old.saturating_sub(place)).max(head) }
}

/// A place in UTF-16 code units, as a browser has it, in characters; the end where it has none.
fn characters(text: &str, units: Option<u32>) -> u32 {
    let mut left = units.unwrap_or(u32::MAX);
    let before = text.chars().take_while(|c| {
        let fits = left > 0;
        left = left.saturating_sub(c.len_utf16() as u32);
        fits
    });
    before.count() as u32
}

/// The other way round.
fn units(text: &str, characters: usize) -> u32 {
    text.chars().take(characters).map(|c| c.len_utf16() as u32).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_a_text() {
        for (text, unit, character) in [("abc", 2, 2), ("😀b", 2, 1), ("😀b", 3, 2), ("東京", 2, 2), ("", 0, 0)] {
            assert_eq!(characters(text, Some(unit)), character, "{text}");
            assert_eq!(units(text, character as usize), unit, "{text}");
        }
        assert_eq!(characters("abc", None), 3);
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
            assert_eq!(moved(place, &units(before), &units(after)), want, "{before} {place} {after}");
        }
    }
}
