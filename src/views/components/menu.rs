//! A button that opens a panel. Escape (see `keyboard`), a click elsewhere or the focus going elsewhere closes it.

use crate::state::browser::{is_editable_target, pressed_key};
use crate::views::components::derive_signal;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};

/// A menu that a key opens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Menu {
    /// The actions.
    Act,
    /// The baselines.
    Compare,
    /// The exports.
    Export,
    /// The saved views.
    Views,
}

/// A menu of the page.
#[derive(Clone, Copy)]
struct MenuHandle {
    menu: Option<Menu>,
    is_open: RwSignal<bool>,
    disabled: Signal<bool>,
    button: NodeRef<html::Button>,
}

impl MenuHandle {
    /// Opens or closes the menu, as a click on its button does.
    fn toggle(self) {
        if !self.disabled.get_untracked() {
            self.is_open.update(|is_open| *is_open = !*is_open);
            self.focus_button();
        }
    }

    /// Closes the menu, and gives the focus to its button.
    fn close(self) {
        self.is_open.set(false);
        self.focus_button();
    }

    fn focus_button(self) {
        if let Some(button) = self.button.get_untracked() {
            button.focus().ok();
        }
    }
}

/// The menus that are on the page, in the order in which they came.
#[derive(Clone, Copy, Default)]
pub struct MenuRegistry {
    menus: StoredValue<Vec<MenuHandle>>,
}

impl MenuRegistry {
    /// Opens a menu, or closes it. Returns whether it is on the page.
    pub fn toggle(self, menu: Menu) -> bool {
        self.find(|handle| handle.menu == Some(menu)).inspect(|handle| handle.toggle()).is_some()
    }

    /// Closes the menu that is open. Returns whether one is.
    pub fn close_open(self) -> bool {
        self.find(|handle| handle.is_open.get_untracked()).inspect(|handle| handle.close()).is_some()
    }

    fn find(self, is_wanted: impl Fn(&MenuHandle) -> bool) -> Option<MenuHandle> {
        self.menus.with_value(|menus| menus.iter().copied().find(is_wanted))
    }

    fn register(self, handle: MenuHandle) {
        self.menus.update_value(|menus| menus.push(handle));
        on_cleanup(move || {
            self.menus.try_update_value(|menus| menus.retain(|other| other.is_open != handle.is_open));
        });
    }
}

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
    /// Which menu it is, where a key opens it.
    #[prop(optional)]
    menu: Option<Menu>,
    /// The button's class.
    #[prop(default = "button")]
    class: &'static str,
    /// Set while the menu is open, for stores that work only then.
    #[prop(default = RwSignal::new(false))]
    is_open: RwSignal<bool>,
    /// Whether it may be opened.
    #[prop(into, default = Signal::stored(false))]
    disabled: Signal<bool>,
    /// What is in the panel.
    children: Children,
) -> impl IntoView {
    let root = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    let handle = MenuHandle { menu, is_open, disabled, button };
    expect_context::<MenuRegistry>().register(handle);
    let inside = move |target: Option<web_sys::EventTarget>| {
        let target = target.and_then(|target| target.dyn_into::<Node>().ok());
        root.get_untracked().is_some_and(|root| target.is_some_and(|target| root.contains(Some(&target))))
    };
    let elsewhere = window_event_listener(ev::pointerdown, move |event| {
        if is_open.get_untracked() && !inside(event.target()) {
            is_open.set(false);
        }
    });
    on_cleanup(move || elsewhere.remove());
    let left = move |event: ev::FocusEvent| {
        if event.related_target().is_some() && !inside(event.related_target()) {
            is_open.set(false);
        }
    };
    // A choice is made once: what follows it is seen elsewhere.
    let chosen = move |event: ev::MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if target.is_some_and(|target| matches!(target.closest(".choices button"), Ok(Some(_)))) {
            handle.close();
        }
    };
    let walk = move |event: ev::KeyboardEvent| {
        let is_forward = match pressed_key(&event).as_str() {
            "ArrowDown" => true,
            "ArrowUp" => false,
            _ => return,
        };
        let root = root.get_untracked().filter(|_| is_open.get_untracked() && !is_editable_target(&event));
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if let Some((root, target)) = root.zip(target)
            && let Some(choice) = adjacent_choice(&root, &target, is_forward)
        {
            event.prevent_default();
            choice.focus().ok();
        }
    };
    view! {
        <div class="menu" node_ref=root on:focusout=left on:keydown=walk>
            <button
                type="button"
                class=class
                data-test=test
                node_ref=button
                aria-expanded=derive_signal(move || is_open.get().to_string())
                title=derive_signal(move || title.map(|title| title.get()))
                // One that is disabled would lose the focus, which would be nowhere then.
                aria-disabled=derive_signal(move || disabled.get().then_some("true"))
                on:click=move |_| if !disabled.get_untracked() { is_open.update(|is_open| *is_open = !*is_open) }
            >
                <span class="label">{derive_signal(move || label.get())}</span>
                <span class="caret" aria-hidden="true">"▾"</span>
            </button>
            <div class="panel" hidden=derive_signal(move || !is_open.get()) on:click=chosen>{children()}</div>
        </div>
    }
}

/// The choice beside the one that has the focus; from the menu's button, the first.
fn adjacent_choice(menu: &Element, focused: &Element, is_forward: bool) -> Option<HtmlElement> {
    let Some(item) = focused.closest(".choices li").ok()? else {
        return menu.query_selector(".panel .choices button:not(:disabled)").ok()??.dyn_into().ok();
    };
    let mut next = Some(item);
    loop {
        next = next
            .and_then(|item| if is_forward { item.next_element_sibling() } else { item.previous_element_sibling() });
        if let Ok(Some(button)) = next.as_ref()?.query_selector("button:not(:disabled)") {
            return button.dyn_into().ok();
        }
    }
}
