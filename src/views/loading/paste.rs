//! Pastes: into a field they are the field's; anywhere else they are loaded.

use super::drop::take;
use super::dropped::Dropped;
use crate::state::{State, browser};
use crate::views::map::Stage;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DataTransfer};

/// Takes a paste in.
pub fn pasted(state: State, stage: Stage, event: &web_sys::Event) {
    let Some(event) = event.dyn_ref::<ClipboardEvent>().filter(|event| !event.default_prevented()) else { return };
    let Some(data) = event.clipboard_data() else { return };
    // A dialog that is open is in front of the page, which takes nothing then.
    let covered = document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some());
    let text = text(&data);
    match (browser::is_editable(event), text) {
        (true, Some(_)) => {}
        (false, Some(text)) if !covered => {
            event.prevent_default();
            state.add_text(&text);
        }
        // A field has no use for a file.
        (_, None) if !covered => drop(take(state, stage, &data, || event.prevent_default())),
        _ => {}
    }
}

/// Returns the text of a paste. Spreadsheets put a picture of the cells beside it, which is not what was meant; file
/// managers put the names of copied files there, and those are not.
fn text(data: &DataTransfer) -> Option<String> {
    let text = data.get_data("text/plain").ok().filter(|text| !text.trim().is_empty())?;
    let names: Vec<String> = Dropped::take(data).names();
    (!only_names(&text, &names)).then_some(text)
}

/// Returns whether a text says nothing but the names of files, each with or without its folders.
fn only_names(text: &str, names: &[String]) -> bool {
    let name = |line: &str| {
        let line = js_decoded(line.trim());
        names.iter().any(|name| line.rsplit(['/', '\\']).next() == Some(name.as_str()))
    };
    !names.is_empty() && text.lines().filter(|line| !line.trim().is_empty()).all(name)
}

/// Returns an address of a file without its percent signs.
fn js_decoded(line: &str) -> String {
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
            assert_eq!(only_names(text, &names), only, "{text}");
        }
    }
}
