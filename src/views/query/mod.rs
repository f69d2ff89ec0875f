//! The query: its text, its terms in words, and the line that says what it selects.

mod bar;
mod basis;
mod chips;
mod fault;
mod line;
mod relax;

pub use bar::QueryBar;
pub use basis::step_basis;
pub use chips::Chips;
pub use fault::Fault;
pub use line::Line;
pub use relax::Relax;
