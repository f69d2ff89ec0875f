//! Parts that several views are made of.

mod bar;
mod copy;
mod identifier;
mod length;
mod live;
mod menu;
mod session;
mod sketch;
mod staged;
mod value;

pub use bar::{CLASSES, bar, class_of};
pub use copy::{Command, CopyButton};
pub use identifier::Identifier;
pub use length::{length, px};
pub use live::{each, live, memo};
pub use menu::Menu;
pub use session::SessionMark;
pub use sketch::{Sketch, draw};
pub use staged::{Staged, Stages};
pub use value::{age, span, term, value};
