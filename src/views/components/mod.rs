//! Parts that several views are made of.

mod copy;
mod count_bar;
mod css_length;
mod deferred_panel;
mod dialog;
mod identifier;
mod keyed_list;
mod menu;
mod query_value;
mod session_mark;
mod vdom;

pub use crate::state::{derive_memo, derive_signal};
pub use copy::{CommandLine, CopyButton};
pub use count_bar::{class_attribute, count_bar};
pub use css_length::{css_percent, css_pixels};
pub use deferred_panel::{DeferredPanel, RenderSchedule};
pub use dialog::on_dialog_closed;
pub use identifier::GroupedIdentifier;
pub use keyed_list::keyed_list;
pub use menu::{DropdownMenu, Menu, MenuRegistry};
pub use query_value::QueryValue;
pub use session_mark::SessionMark;
pub use vdom::{VNode, render_children};
