//! A button that opens a panel. Escape (see `keyboard`), a click elsewhere or the focus going elsewhere closes it.

use crate::views::components::derive_signal;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Node};

/// A button with a panel. The panel's contents are there also while it is closed.
#[component]
pub fn DropdownMenu(
    /// What the button says.
    #[prop(into)]
    label: Signal<String>,
    /// What the button does, where the label is not the whole of it.
    #[prop(into, optional)]
    title: Option<Signal<String>>,
    /// The button's handle.
    test: &'static str,
    /// The button's class.
    #[prop(default = "button")]
    class: &'static str,
    /// Whether it may be opened.
    #[prop(into, default = Signal::stored(false))]
    disabled: Signal<bool>,
    /// What is in the panel.
    children: Children,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let root = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    let inside = move |target: Option<web_sys::EventTarget>| {
        let target = target.and_then(|target| target.dyn_into::<Node>().ok());
        root.get_untracked().is_some_and(|root| target.is_some_and(|target| root.contains(Some(&target))))
    };
    let elsewhere = window_event_listener(ev::pointerdown, move |event| {
        if open.get_untracked() && !inside(event.target()) {
            open.set(false);
        }
    });
    on_cleanup(move || elsewhere.remove());
    let left = move |event: ev::FocusEvent| {
        if event.related_target().is_some() && !inside(event.related_target()) {
            open.set(false);
        }
    };
    // A choice is made once: what follows it is seen elsewhere.
    let chosen = move |event: ev::MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if target.is_some_and(|target| matches!(target.closest(".choices button"), Ok(Some(_)))) {
            open.set(false);
            if let Some(button) = button.get_untracked() {
                button.focus().ok();
            }
        }
    };
    view! {
        <div class="menu" node_ref=root on:focusout=left>
            <button
                type="button"
                class=class
                data-test=test
                node_ref=button
                aria-expanded=derive_signal(move || open.get().to_string())
                title=derive_signal(move || title.map(|title| title.get()))
                disabled=derive_signal(move || disabled.get())
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <span class="label">{derive_signal(move || label.get())}</span>
                <span class="caret" aria-hidden="true">"▾"</span>
            </button>
            <div class="panel" hidden=derive_signal(move || !open.get()) on:click=chosen>{children()}</div>
        </div>
    }
}
