//! Drives the built page in a real browser: a test can open it, drop files, wait for what it shows, and see all its
//! network requests.
//!
//! ```no_run
//! use page_tests::{TestPageOptions, TestPage};
//!
//! let page = TestPage::open(&TestPageOptions::default())?;
//! page.click("sample")?;
//! page.wait_selected(10_000)?;
//! page.close()?.check_same_origin()?;
//! # Ok::<(), page_tests::HarnessError>(())
//! ```
//!
//! A handle is the value of a `data-test` attribute; anything other than a plain word is used as a CSS selector.

mod browser;
mod chromedriver;
mod harness_error;
mod input;
pub mod measure;
mod netlog;
mod page;
mod page_log;
mod seen;
mod static_host;
mod visible_rows;

pub use fantoccini::key::Key;
pub use harness_error::HarnessError;
pub use input::HeldKey;
pub use page::{ColorScheme, TestPage, TestPageOptions, dist_folder};
pub use page_log::{BrowserRequest, PageLog};
pub use static_host::StaticHost;
pub use visible_rows::{ROW_HEIGHT_PX, VisibleRow, VisibleRows};
