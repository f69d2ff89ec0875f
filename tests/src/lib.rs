//! The built page in a real browser, as a test drives it: open it, drop files, wait for what it shows, and see all that it asked the network for.
//!
//! ```no_run
//! use page_tests::{Opening, ListPage};
//!
//! let page = ListPage::open(&Opening::default())?;
//! page.click("sample")?;
//! page.wait_selected(10_000)?;
//! page.close()?.nothing_foreign()?;
//! # Ok::<(), page_tests::NoticeKind>(())
//! ```
//!
//! A handle is the value of a `data-test` attribute; anything that is not a plain word is taken as a CSS selector.

mod browser;
mod chromium;
mod hand;
pub mod measure;
mod netlog;
mod page;
mod rows;
mod seen;
mod site;
mod trouble;

pub use fantoccini::key::Key;
pub use page::{Opening, Page, dist};
pub use rows::{ROW, VisibleRow, VisibleRows};
pub use seen::{Request, Seen};
pub use site::Site;
pub use trouble::Trouble;
