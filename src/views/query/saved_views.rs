//! Saved views: opened, saved, deleted, and passed on as text.

use crate::format::FormattedCount;
use crate::state::{Expectation, HistoryMode, saved_views, use_state};
use crate::views::components::{CopyButton, DropdownMenu, Menu, derive_memo, derive_signal};
use leptos::html;
use leptos::prelude::*;

/// The menu of views.
#[component]
pub fn SavedViewsMenu() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages().asking;
    let name = NodeRef::<html::Input>::new();
    let pasted = NodeRef::<html::Textarea>::new();
    let saved = derive_memo(move || state.saved_views.list());
    let expected = NodeRef::<html::Input>::new();
    let is_wrong = RwSignal::new(false);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (Some(input), Some(expected)) = (name.get_untracked(), expected.get_untracked()) else { return };
        let expectation = Expectation::parse(&expected.value());
        is_wrong.set(expectation.is_none() && !expected.value().trim().is_empty());
        if is_wrong.get_untracked() {
            expected.focus().ok();
            return;
        }
        state.saved_views.save(&input.value(), state.url_state(), expectation);
        input.set_value("");
        expected.set_value("");
    };
    let read = move |_| {
        if let Some(area) = pasted.get_untracked() {
            let new = saved_views::parse_views(&area.value());
            state.notices.announce((words.views_read)(FormattedCount(new.len() as u64)));
            if !new.is_empty() {
                state.saved_views.add(new);
                area.set_value("");
            }
        }
    };
    let one = move |view: saved_views::SavedView| {
        let (shown, gone, title) = (view.clone(), view.name.clone(), view.url_state.query.clone());
        let label = (words.delete_view)(&view.name);
        let expectation = view.expectation.map(|expectation| {
            view! { <small class="expects" data-test="view-expects">{(words.expects)(expectation)}</small> }
        });
        let (name, text) = (view.name.clone(), view.name);
        view! {
            <li class="saved">
                <button type="button" class="open" data-test="view" data-view=name.clone() title=title on:click=move |_| state.apply_url_state(&shown.url_state, HistoryMode::Push)>{text}{expectation}</button>
                <button type="button" class="quiet square" title=label.clone() aria-label=label on:click=move |_| state.saved_views.delete(&gone)>"✕"</button>
            </li>
        }
    };
    let text = derive_signal(move || saved_views::format_views(&saved.get()));
    view! {
        <DropdownMenu label=Signal::stored(words.views.to_owned()) test="views" menu=Menu::Views class="quiet views">
            <ul class="choices views-list">{move || saved.get().into_iter().map(one).collect_view()}</ul>
            <form class="save" on:submit=save>
                <input type="text" aria-label=words.view_name placeholder=words.view_name maxlength="80" data-test="view-name" node_ref=name />
                <input
                    type="text" aria-label=words.expectation placeholder=words.expectation_example maxlength="20" data-test="view-expectation"
                    class="expectation" aria-describedby="expectation-help" node_ref=expected
                    aria-invalid=derive_signal(move || is_wrong.get().to_string()) on:input=move |_| is_wrong.set(false)
                />
                <button type="submit" class="button" data-test="view-save">{words.save_view}</button>
            </form>
            <p id="expectation-help" class:warning=derive_signal(move || is_wrong.get()) class="quiet-text">{words.expectation_help}</p>
            <CopyButton text=text what=words.copy_views labelled=true />
            <details>
                <summary>{words.paste_views}</summary>
                <textarea rows="3" aria-label=words.paste_views data-test="views-text" node_ref=pasted></textarea>
                <button type="button" class="button" data-test="views-read" on:click=read>{words.paste_views}</button>
            </details>
        </DropdownMenu>
    }
}

/// The button that copies a link to what is shown.
#[component]
pub fn CopyLinkButton() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages().asking;
    // Made when it is copied: what is shown changes with every click.
    let link = derive_signal(move || {
        state.view.rendered.track();
        state.share_link()
    });
    view! { <CopyButton text=link what=words.copy_link note=words.link_note labelled=true test="copy-link" /> }
}
