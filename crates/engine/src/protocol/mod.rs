//! What the page asks of the worker and what the worker tells the page.
//!
//! A message is a JS array: first one of these as bytes (see [`pack`]), then the `Blob`s that go with it, by structured clone.

mod ask;
mod cells;
mod tell;
mod view;
mod wire;

pub use ask::{Ask, Export, Fetch, Locate, Question, Source, Thresholds};
pub use cells::{Cells, Known, Placed, PlacedCell, RADIOS, Ways};
pub use tell::{Account, Event, Fetching, Found, Held, Loaded, Progress, ReadError, Tell, Unfinished, What};
pub use view::{Compared, FacetCounts, Insight, Item, Opened, Relax, Row, Term, View, Window};
pub use wire::{Garbled, pack, unpack};
