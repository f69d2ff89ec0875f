//! Dialogs that a signal opens.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// Makes what a dialog does when it is closed: the signal that opens it follows, where it is not open again.
///
/// A browser closes a dialog at Escape by itself, and says so with the next frame. Whoever opens the dialog again before that
/// frame is not to see it closed.
pub fn on_dialog_closed(dialog: NodeRef<html::Dialog>, is_open: RwSignal<bool>) -> impl Fn(ev::Event) {
    move |_| {
        if dialog.get_untracked().is_none_or(|dialog| !dialog.open()) {
            is_open.set(false);
        }
    }
}
