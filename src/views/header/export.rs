//! The selection as a file.

use crate::format::FormattedCount;
use crate::state::{PageState, use_state};
use crate::views::components::{DropdownMenu, Menu, derive_memo, derive_signal};
use engine::{CsvReader, ExportRequest};
use export::table::TableForm;
use fleet::TextField;
use leptos::html;
use leptos::prelude::*;

/// A choice of the menu: its handle, its name, what is said of it, and what it does.
type ExportChoice = (&'static str, &'static str, &'static str, fn(PageState));

/// The menu of exports. Its button says how many SIMs it would write.
#[component]
pub fn ExportMenu() -> impl IntoView {
    let state = use_state();
    let (words, places) = (state.settings.current_messages().exports, state.settings.current_messages().places);
    let selected =
        derive_memo(move || state.view.rendered.with(|view| view.as_ref().map_or(0, |view| view.selected.records)));
    let label = move || match state.export.is_running.get() {
        true => words.running.to_owned(),
        false => (words.button)(FormattedCount::from(selected.get())),
    };
    let disabled =
        move || state.export.is_running.get() || selected.get() == 0 || state.query.error.with(Option::is_some);
    let choices: [ExportChoice; 9] = [
        ("export-csv", words.csv, words.csv_note, |state| state.export.write_csv(CsvReader::Spreadsheet)),
        ("export-machines", words.machines, words.machines_note, |state| state.export.write_csv(CsvReader::Program)),
        ("export-xlsx", words.xlsx, words.xlsx_note, |state| state.write_table(TableForm::Xlsx)),
        ("export-parquet", words.parquet, words.parquet_note, |state| state.write_table(TableForm::Parquet)),
        ("export-announced", words.announced, words.announced_note, |state| {
            state.export.start(ExportRequest::Announced);
        }),
        ("export-json", words.json, words.json_note, |state| state.export.start(ExportRequest::Json)),
        ("export-ndjson", words.lines, words.lines_note, |state| state.export.start(ExportRequest::Lines)),
        ("export-geojson", places.export_sims, places.export_note, |state| state.export.start(ExportRequest::Sims)),
        ("export-cells", places.export_cells, places.export_note, |state| state.export.start(ExportRequest::Cells)),
    ];
    let joined = NodeRef::<html::Input>::new();
    let identifiers = [
        ("copy-iccid", "ICCID", TextField::Iccid),
        ("copy-imsi", "IMSI", TextField::Imsi),
        ("copy-sim", "SIM ID", TextField::SimId),
    ];
    let copy = move |(test, name, field)| {
        let click = move |_| {
            let is_joined = joined.get_untracked().is_some_and(|input| input.checked());
            state.export.copy_identifiers(field, if is_joined { ',' } else { '\n' });
        };
        view! { <button type="button" class="button" data-test=test on:click=click>{name}</button> }
    };
    let item = move |(test, name, note, write): ExportChoice| {
        view! {
            <li><button type="button" data-test=test on:click=move |_| write(state)>
                <strong>{name}</strong><small>{note}</small>
            </button></li>
        }
    };
    view! {
        <DropdownMenu label=Signal::derive(label) test="export" menu=Menu::Export class="button primary" disabled=Signal::derive(disabled)>
            <p class="copies">
                <span class="quiet-text">{words.copy_all}</span>
                {identifiers.map(copy).into_iter().collect_view()}
                <label><input type="checkbox" data-test="copy-joined" node_ref=joined /> {words.joined}</label>
            </p>
            <ul class="choices">{choices.map(item).into_iter().collect_view()}</ul>
            <p class="warning" hidden=derive_signal(move || !state.loading.is_loading())>{words.partial}</p>
        </DropdownMenu>
    }
}
