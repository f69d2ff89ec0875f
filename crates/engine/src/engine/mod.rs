//! The engine: one fleet, and the answers to what the page asks of it. It knows no browser, so that it is tested natively.

mod lists;
mod rows;
mod targets;
mod view;

use crate::insights::InsightCache;
use crate::map_features::{self, DrawnFeatures};
use crate::{FeatureDetail, LookupResult, MapContent, MapFeatures, Source, SourceStats, Thresholds};
use ::lists::ListReport;
use fleet::{Basis, Fleet, RowSet, SourceDiff, SourceId, TextField};
use places::{LookupKeys, Positions};
use query::{Clock, Completion, Filter};
use rows::{LastView, SortedRows};

pub use view::MAX_FACET_VALUES;

/// The fleet, its sources, and what the page looks at.
///
/// ```
/// use engine::{Engine, Source};
/// use fleet::{Record, RecordSpan};
///
/// let mut engine = Engine::default();
/// engine.begin_source(Source { id: 1, name: "fleet.json".into() });
/// let record = Record { iccid: "8942310099000000010".into(), ..Record::default() };
/// engine.fleet_mut().push(&record, RecordSpan::default())?;
/// engine.commit_changes();
/// let result = engine.look_up("1", "8942310099000000010 8942310099000000028");
/// assert_eq!((result.read, result.found), (2, 1));
/// # Ok::<(), fleet::CapacityError>(())
/// ```
#[derive(Debug, Default)]
pub struct Engine {
    fleet: Fleet,
    sources: Vec<Source>,
    lists: Vec<(Source, ListReport)>,
    /// Counts up whenever the rows change: what was made of older rows is made again.
    revision: u64,
    sort_cache: Option<SortedRows>,
    last_view: Option<LastView>,
    insights: InsightCache,
    /// Those of the last request.
    thresholds: Thresholds,
    drawn_features: DrawnFeatures,
}

impl Engine {
    /// What is read next is of this source; it goes to [`Engine::fleet_mut`].
    pub fn begin_source(&mut self, source: Source) {
        self.fleet.begin_source(SourceId(source.id), &source.name);
        self.sources.push(source);
    }

    /// For the reader to push to.
    pub fn fleet_mut(&mut self) -> &mut Fleet {
        self.revision += 1;
        &mut self.fleet
    }

    /// Where cells are, for someone who knows more.
    pub fn positions_mut(&mut self) -> &mut Positions {
        self.fleet_mut().positions_mut()
    }

    /// The cells and areas of the fleet that positions are wanted for.
    pub fn wanted_positions(&self) -> LookupKeys {
        self.fleet.visited_cells().lookup_keys()
    }

    /// The source that was begun last is whole.
    pub fn commit_changes(&mut self) {
        self.revision += 1;
        self.fleet.resolve_duplicates();
        self.fleet.shrink_to_fit();
    }

    /// Takes a source out, read or half read.
    pub fn remove_source(&mut self, source: u32) {
        self.sources.retain(|s| s.id != source);
        self.fleet.remove_source(SourceId(source));
        self.commit_changes();
        // Rows have moved: those of the last view are none any more.
        self.last_view = None;
    }

    /// Compares with these sources as the baseline.
    pub fn set_baseline(&mut self, sources: &[u32]) {
        self.fleet.set_baseline(sources.iter().copied().map(SourceId).collect());
        self.commit_changes();
        self.last_view = None;
    }

    /// Looks identifiers up and keeps them as a list.
    pub fn look_up(&mut self, name: &str, text: &str) -> LookupResult {
        let found = self.fleet.look_up(name, text);
        LookupResult {
            entries: found.entry_count as u32,
            read: found.identifier_count as u32,
            found: found.found_count as u32,
            records: found.record_count as u32,
            missing: found.missing,
            ambiguous: found.ambiguous,
            repeated: found.repeated,
            shortened: found.shortened,
        }
    }

    /// What may follow at a place in a text.
    pub fn complete_query(&self, text: &str, caret: u32, clock: &Clock) -> Completion {
        query::complete_query(text, caret as usize, &self.fleet, clock)
    }

    /// The sources that are in the fleet, in the order in which they were read.
    pub fn source_stats(&self) -> Vec<SourceStats> {
        let held = |source: &Source| {
            let id = SourceId(source.id);
            let records = self.fleet.sources().find(|(s, _)| *s == id).map_or(0, |(_, rows)| rows.len());
            let baseline = self.fleet.baseline_sources().contains(&id);
            SourceStats {
                source: source.clone(),
                records: records as u32,
                outdated: self.fleet.outdated_count(id) as u32,
                baseline,
            }
        };
        self.sources.iter().map(held).collect()
    }

    /// Returns what the map shows of the last view; `None` where nothing is wanted.
    pub fn draw_features(&mut self, content: MapContent) -> Option<MapFeatures> {
        let shown = self.last_view.as_ref().filter(|_| content != MapContent::None)?;
        let (mut features, drawn) = map_features::collect_features(&self.fleet, &shown.selected, shown.basis);
        if content == MapContent::CellsAndMovements {
            features.movements = map_features::collect_movements(&self.fleet, &shown.selected);
        }
        self.drawn_features = drawn;
        Some(MapFeatures { seq: shown.seq, ..features })
    }

    /// What stands at these features of the last [`Engine::draw_features`].
    pub fn describe_features(&self, features: &[u32]) -> Option<FeatureDetail> {
        let shown = self.last_view.as_ref()?;
        Some(self.drawn_features.describe_features(features, &self.fleet, &shown.selected, shown.basis, &shown.query))
    }

    /// How many records a query selects; `None` where its text is none.
    pub fn count_query(&self, text: &str, clock: &Clock) -> Option<u32> {
        let query = query::parse_query(text).ok()?.with_fleet_spelling(&self.fleet);
        Some(Filter::new(&query, &self.fleet, clock).selected_rows().count() as u32)
    }

    /// The fleet, the rows of the last view in its order, and its basis: what an export writes.
    pub fn selection(&self) -> (&Fleet, Vec<u32>, Basis) {
        match &self.last_view {
            Some(shown) => (&self.fleet, shown.rows_from(0).collect(), shown.basis),
            None => (&self.fleet, vec![], Basis::default()),
        }
    }

    /// The rows of the last view.
    pub fn selected_rows(&self) -> RowSet {
        self.last_view.as_ref().map(|shown| shown.selected.clone()).unwrap_or_default()
    }

    /// The fleet.
    pub fn fleet(&self) -> &Fleet {
        &self.fleet
    }

    /// The IMSI of a row; empty where it has none.
    pub fn imsi(&self, row: u32) -> String {
        self.fleet.columns().text(row as usize, TextField::Imsi).to_owned()
    }

    /// What a later source says that an earlier one did not.
    pub fn source_diff(&self, earlier: SourceId, later: SourceId) -> SourceDiff {
        self.fleet.diff_sources(earlier, later)
    }

    /// How many records of the fleet count.
    pub fn live_record_count(&self) -> u32 {
        self.fleet.live_rows().count() as u32
    }

    /// How many records are in the fleet, those that do not count among them.
    pub fn record_count(&self) -> usize {
        self.fleet.columns().len()
    }
}
