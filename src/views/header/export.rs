//! The selection as a file.

use crate::format::FormattedCount;
use crate::state::use_state;
use crate::views::components::{DropdownMenu, Menu, derive_memo, derive_signal};
use engine::{CsvReader, ExportRequest};
use leptos::prelude::*;

/// The menu of exports. Its button says how many SIMs it would write.
#[component]
pub fn ExportMenu() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let selected =
        derive_memo(move || state.view.rendered.with(|view| view.as_ref().map_or(0, |view| view.selected.records)));
    let label = move || match state.export.is_running.get() {
        true => words.exporting.to_owned(),
        false => (words.export)(FormattedCount::from(selected.get())),
    };
    let disabled =
        move || state.export.is_running.get() || selected.get() == 0 || state.query.error.with(Option::is_some);
    view! {
        <DropdownMenu label=Signal::derive(label) test="export" menu=Menu::Export class="button primary" disabled=Signal::derive(disabled)>
            <ul class="choices">
                <li><button type="button" data-test="export-csv" on:click=move |_| state.export.write_csv(CsvReader::Spreadsheet)>
                    <strong>{words.export_csv}</strong><small>{words.export_csv_note}</small>
                </button></li>
                <li><button type="button" data-test="export-machines" on:click=move |_| state.export.write_csv(CsvReader::Program)>
                    <strong>{words.export_machines}</strong><small>{words.export_machines_note}</small>
                </button></li>
                <li><button type="button" data-test="export-announced" on:click=move |_| state.export.start(ExportRequest::Announced)>
                    <strong>{words.export_announced}</strong><small>{words.export_announced_note}</small>
                </button></li>
                <li><button type="button" data-test="export-json" on:click=move |_| state.export.start(ExportRequest::Json)>
                    <strong>{words.export_json}</strong><small>{words.export_json_note}</small>
                </button></li>
                <li><button type="button" data-test="export-ndjson" on:click=move |_| state.export.start(ExportRequest::Lines)>
                    <strong>{words.export_ndjson}</strong><small>{words.export_ndjson_note}</small>
                </button></li>
                <li><button type="button" data-test="export-geojson" on:click=move |_| state.export.start(ExportRequest::Sims)>
                    <strong>{words.places.export_sims}</strong><small>{words.places.export_note}</small>
                </button></li>
                <li><button type="button" data-test="export-cells" on:click=move |_| state.export.start(ExportRequest::Cells)>
                    <strong>{words.places.export_cells}</strong><small>{words.places.export_note}</small>
                </button></li>
            </ul>
            <p class="warning" hidden=derive_signal(move || !state.loading.is_loading())>{words.export_partial}</p>
        </DropdownMenu>
    }
}
