//! The query: its text, its terms in words, and the line that says what it selects.

mod basis;
mod changes;
mod chips;
mod command_menu;
mod completions;
mod lookup_offer;
mod mirror;
mod query_bar;
mod query_error;
mod relaxations;
mod saved_views;
mod summary;

pub use basis::step_basis;
pub use changes::ChangeCounts;
pub use chips::TermChips;
pub use lookup_offer::LookupOffer;
pub use query_bar::QueryBar;
pub use relaxations::RelaxationList;
pub use summary::SelectionSummary;
