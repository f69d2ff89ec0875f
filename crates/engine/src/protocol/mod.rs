//! What the page asks of the worker and what the worker tells the page.
//!
//! A message is a JS array: first one of these, by structured clone, then the `Blob`s that go with it.

mod ask;
mod tell;
mod view;

pub use ask::{Ask, Export, Fetch, Question, Source, Thresholds};
pub use tell::{Account, Event, Fetching, Found, Held, Loaded, Progress, Tell, Unfinished};
pub use view::{Compared, FacetCounts, Insight, Item, Opened, Relax, Row, Term, View, Window};
