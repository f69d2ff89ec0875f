//! Parts that several views are made of.

mod bar;
mod copy;
mod identifier;
mod menu;
mod session;
mod value;

pub use bar::{Bar, CLASSES, class_of};
pub use copy::{Command, CopyButton};
pub use identifier::Identifier;
pub use menu::Menu;
pub use session::SessionMark;
pub use value::{age, span, term, value};
