//! Pastes: into a field they are the field's; anywhere else they are loaded.

use super::dropped_files::DroppedFiles;
use super::transfer::load_transfer;
use crate::state::{PageState, browser};
use crate::views::map::MapHost;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DataTransfer};

/// Takes a paste in.
pub fn handle_paste(state: PageState, stage: MapHost, event: &web_sys::Event) {
    let Some(event) = event.dyn_ref::<ClipboardEvent>().filter(|event| !event.default_prevented()) else { return };
    let Some(data) = event.clipboard_data() else { return };
    // A dialog that is open is in front of the page, which takes nothing then.
    let covered = document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some());
    let text = pasted_text(&data);
    match (browser::is_editable_target(event), text) {
        (true, Some(_)) => {}
        (false, Some(text)) if !covered => {
            event.prevent_default();
            state.loading.add_pasted_text(&text);
        }
        // A field has no use for a file.
        (_, None) if !covered => drop(load_transfer(state, stage, &data, || event.prevent_default())),
        _ => {}
    }
}

/// Returns the text of a paste. Spreadsheets put a picture of the cells beside it, which is not what was meant; file
/// managers put the names of copied files there, and those are not.
fn pasted_text(data: &DataTransfer) -> Option<String> {
    let text = data.get_data("text/plain").ok().filter(|text| !text.trim().is_empty())?;
    let names: Vec<String> = DroppedFiles::from_data_transfer(data).file_names();
    (!has_only_file_names(&text, &names)).then_some(text)
}

/// Returns whether a text says nothing but the names of files, each with or without its folders.
fn has_only_file_names(text: &str, names: &[String]) -> bool {
    let name = |line: &str| {
        let line = decode_file_url(line.trim());
        names.iter().any(|name| line.rsplit(['/', '\\']).next() == Some(name.as_str()))
    };
    !names.is_empty() && text.lines().filter(|line| !line.trim().is_empty()).all(name)
}

/// Returns an address of a file without its percent signs.
fn decode_file_url(line: &str) -> String {
    let decoded = || js_sys::decode_uri_component(line).ok().map(String::from);
    if line.starts_with("file:") { decoded() } else { None }.unwrap_or_else(|| line.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_copied_files_are_not_text_to_load() {
        for (text, names, only) in [
            ("fleet.json", &["fleet.json"][..], true),
            ("/home/a/fleet.json\nC:\\b\\towers.csv\r\n", &["fleet.json", "towers.csv"], true),
            ("[{\"imsi\":\"1\"}]", &["image.png"], false),
            ("fleet.json\n[]", &["fleet.json"], false),
            ("fleet.json", &[], false),
        ] {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(has_only_file_names(text, &names), only, "{text}");
        }
    }
}
