//! The table of SIMs. It draws what is seen of it, and survives a million rows.

mod columns;
mod head;
pub mod keys;
mod row;
pub mod scroll;
mod sheet;
mod tools;

use crate::state::use_state;
use crate::views::query::Relax;
use leptos::prelude::*;

/// The table with its tools, or the way out of an empty selection.
#[component]
pub fn Table() -> impl IntoView {
    let words = use_state().settings.words_now();
    view! {
        <section id="table" class="table" aria-label=words.table>
            <tools::Tools />
            <sheet::Sheet />
            <Relax />
        </section>
    }
}
