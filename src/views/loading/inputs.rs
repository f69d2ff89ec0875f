//! The two file inputs. They are always there and never seen; buttons open them.

use super::dropped_files;
use crate::state::{NoticeKind, PageState, use_state};
use crate::views::map::MapHost;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Blob, File, FileList, HtmlElement, HtmlInputElement};

/// The inputs for files and for a folder.
#[component]
pub fn FileInputs() -> impl IntoView {
    let state = use_state();
    let stage: MapHost = expect_context();
    let chosen = move |event: ev::Event| load_files(state, stage, take_chosen_files(&event));
    view! {
        <input
            id="baseline" class="unseen" type="file" multiple data-test="baseline-input" tabindex="-1" aria-hidden="true"
            on:change=move |event| state.baseline.add_files(take_chosen_files(&event))
        />
        <input
            id="streets" class="unseen" type="file" accept=".pmtiles" data-test="streets-input" tabindex="-1" aria-hidden="true"
            on:change=move |event| take_chosen_files(&event).into_iter().for_each(|(_, file)| stage.load_street_map(state, file))
        />
        <input
            id="files" class="unseen" type="file" multiple data-test="file-input" tabindex="-1" aria-hidden="true"
            on:change=chosen
        />
        <input
            id="folder" class="unseen" type="file" multiple prop:webkitdirectory=true data-test="folder-input" tabindex="-1" aria-hidden="true"
            on:change=chosen
        />
    }
}

/// The files that were chosen in an input, which can be chosen again afterwards.
fn take_chosen_files(event: &ev::Event) -> Vec<(String, Blob)> {
    let input: HtmlInputElement = event_target(event);
    let files = input.files();
    let all = (0..files.as_ref().map_or(0, FileList::length))
        .filter_map(|at| files.as_ref()?.get(at))
        .map(|file| (relative_path(&file), Blob::from(file)))
        .collect();
    input.set_value("");
    all
}

/// Opens the browser's dialog for files.
pub fn choose_files() {
    click_input("files");
}

/// Takes files in: a street map goes to the map, everything else is read. What else is in a folder is told once.
pub fn load_files(state: PageState, stage: MapHost, files: Vec<(String, Blob)>) {
    let seen = files.into_iter().filter(|(name, _)| !dropped_files::is_system_file(name));
    let (streets, files): (Vec<_>, Vec<_>) = seen.partition(|(name, _)| is_street_map(name));
    let (files, others): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|(name, _)| dropped_files::is_candidate_file(name));
    if files.is_empty() && streets.is_empty() {
        state.notices.push(NoticeKind::NoExports);
        return;
    }
    state.loading.collect_skipped_files(others.into_iter().map(|(name, _)| name));
    for (_, file) in streets {
        stage.load_street_map(state, file);
    }
    state.loading.add_files(files);
}

fn is_street_map(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".pmtiles")
}

/// Opens the browser's dialog for a street map.
pub fn choose_streets() {
    click_input("streets");
}

/// Opens the browser's dialog for a baseline.
pub fn choose_baseline() {
    click_input("baseline");
}

/// Opens the browser's dialog for a folder.
pub fn choose_folder() {
    click_input("folder");
}

fn click_input(id: &str) {
    if let Some(input) = document().get_element_by_id(id).and_then(|input| input.dyn_into::<HtmlElement>().ok()) {
        input.click();
    }
}

/// A file's name, with its folders where it was chosen with them.
fn relative_path(file: &File) -> String {
    let path = js_sys::Reflect::get(file, &"webkitRelativePath".into()).ok().and_then(|path| path.as_string());
    path.filter(|path| !path.is_empty()).unwrap_or_else(|| file.name())
}
