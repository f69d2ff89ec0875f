//! Saved views: opened, saved, deleted, and passed on as text.

use crate::figures::Count;
use crate::state::{use_state, views};
use crate::views::parts::{CopyButton, Menu, live, memo};
use leptos::html;
use leptos::prelude::*;

/// The menu of views.
#[component]
pub fn SavedViews() -> impl IntoView {
    let state = use_state();
    let all = state.settings.words_now();
    let words = all.asking;
    let name = NodeRef::<html::Input>::new();
    let pasted = NodeRef::<html::Textarea>::new();
    let saved = memo(move || state.views());
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(input) = name.get_untracked() {
            state.save_view(&input.value());
            input.set_value("");
        }
    };
    let read = move |_| {
        if let Some(area) = pasted.get_untracked() {
            let new = views::read(&area.value());
            state.say((words.views_read)(Count(new.len() as u64)));
            if !new.is_empty() {
                state.add_views(new);
                area.set_value("");
            }
        }
    };
    let one = move |view: views::Saved| {
        let (shown, gone, title) = (view.clone(), view.name.clone(), view.shown.query.clone());
        let label = (words.delete_view)(&view.name);
        let (name, text) = (view.name.clone(), view.name);
        view! {
            <li class="saved">
                <button type="button" class="open" data-test="view" data-view=name.clone() title=title on:click=move |_| state.open_view(&shown)>{text}</button>
                <button type="button" class="quiet square" title=label.clone() aria-label=label on:click=move |_| state.delete_view(&gone)>"✕"</button>
            </li>
        }
    };
    // Made when it is copied: what is shown changes with every click.
    let link = live(move || {
        state.settled.track();
        state.link()
    });
    let text = live(move || views::print(&saved.get()));
    view! {
        <Menu label=Signal::stored(words.views.to_owned()) test="views" class="quiet views">
            <ul class="choices views-list">{move || saved.get().into_iter().map(one).collect_view()}</ul>
            <form class="save" on:submit=save>
                <input type="text" aria-label=words.view_name placeholder=words.view_name maxlength="80" data-test="view-name" node_ref=name />
                <button type="submit" class="button" data-test="view-save">{words.save_view}</button>
            </form>
            <p class="quiet-text">{words.link_note}</p>
            <p class="pass-on">{(all.copy_what)(words.copy_link)}<CopyButton text=link what=words.copy_link /></p>
            <p class="pass-on">{(all.copy_what)(words.copy_views)}<CopyButton text=text what=words.copy_views /></p>
            <details>
                <summary>{words.paste_views}</summary>
                <textarea rows="3" aria-label=words.paste_views data-test="views-text" node_ref=pasted></textarea>
                <button type="button" class="button" data-test="views-read" on:click=read>{words.paste_views}</button>
            </details>
        </Menu>
    }
}
