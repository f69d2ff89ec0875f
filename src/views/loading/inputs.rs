//! The two file inputs. They are always there and never seen; buttons open them.

use super::dropped;
use crate::state::{Trouble, use_state};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Blob, File, HtmlElement, HtmlInputElement};

/// The inputs for files and for a folder.
#[component]
pub fn Inputs() -> impl IntoView {
    let state = use_state();
    let chosen = move |event: ev::Event, folder: bool| {
        let input: HtmlInputElement = event_target(&event);
        let files = input.files();
        let files = (0..files.as_ref().map_or(0, |files| files.length()))
            .filter_map(|at| files.as_ref()?.get(at))
            .map(|file| (name(&file), Blob::from(file)))
            .filter(|(name, _)| !folder || dropped::is_export(name))
            .collect::<Vec<_>>();
        // The same file can be chosen again.
        input.set_value("");
        if folder && files.is_empty() {
            state.notices.tell(Trouble::NoExports);
        }
        state.add_files(files);
    };
    view! {
        <input
            id="files" class="unseen" type="file" multiple data-test="file-input" tabindex="-1" aria-hidden="true"
            on:change=move |event| chosen(event, false)
        />
        <input
            id="folder" class="unseen" type="file" multiple prop:webkitdirectory=true data-test="folder-input" tabindex="-1" aria-hidden="true"
            on:change=move |event| chosen(event, true)
        />
    }
}

/// Opens the browser's dialog for files.
pub fn choose_files() {
    click("files");
}

/// Opens the browser's dialog for a folder.
pub fn choose_folder() {
    click("folder");
}

fn click(id: &str) {
    if let Some(input) = document().get_element_by_id(id).and_then(|input| input.dyn_into::<HtmlElement>().ok()) {
        input.click();
    }
}

/// A file's name, with its folders where it was chosen with them.
fn name(file: &File) -> String {
    let path = js_sys::Reflect::get(file, &"webkitRelativePath".into()).ok().and_then(|path| path.as_string());
    path.filter(|path| !path.is_empty()).unwrap_or_else(|| file.name())
}
