//! The query: its text, its terms in words, and the line that says what it selects.

mod bar;
mod basis;
mod changes;
mod chips;
mod completions;
mod fault;
mod line;
mod mirror;
mod offer;
mod relax;
mod saved;

pub use bar::QueryBar;
pub use basis::step_basis;
pub use changes::Changes;
pub use chips::Chips;
pub use fault::Fault;
pub use line::Line;
pub use offer::Offer;
pub use relax::Relax;
