//! The engine: one fleet, and the answers to what the page asks of it. It knows no browser, so that it is tested natively.

use crate::insights::{self, InsightCache};
use crate::map_features::{self, DrawnFeatures};
use crate::{
    FacetCounts, FacetValueCount, FeatureDetail, FleetView, HistogramKind, ListColumnStats, ListIdentifierKind,
    ListStats, LookupResult, MapContent, MapFeatures, MeasureTotals, PivotRequest, RelaxationSummary, RowWindow,
    SimDetail, SimMovement, Source, SourceStats, TermSummary, Thresholds, ViewRequest, WindowRow, sim_detail,
};
use fleet::{
    Basis, Fleet, JoinedColumn, JoinedListBuilder, RecordSpan, RowSet, SourceDiff, SourceId, TextField, UNKNOWN_TIME,
};
use lists::ListReport;
use places::{CountryCode, LookupKeys, Positions};
use query::{
    Clock, ColumnKey, Completion, Field, Filter, Measure, ParseError, Pivot, Query, QueryKey, SortOrder, TableTexts,
};
use std::borrow::Cow;
use std::rc::Rc;

/// How many values of a facet a view has at most. The others are found by the query.
pub const MAX_FACET_VALUES: usize = 500;
/// The facets that the ranking and the map show.
const RANKING_FACETS: [&str; 2] = [Field::Country.key(), Field::Operator.key()];
/// How many rows and columns a pivot has at most.
const MAX_PIVOT_SIZE: [usize; 2] = [60, 12];

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

/// All rows of the fleet in an order.
#[derive(Debug)]
struct SortedRows {
    key: SortKey,
    rows: Rc<Vec<u32>>,
}

/// What an order of rows depends on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct SortKey {
    revision: u64,
    order: SortOrder,
    basis: Basis,
}

/// The rows of the last view, in its order. Most views show the first few: the others are found when they are asked for.
#[derive(Debug)]
struct LastView {
    seq: u32,
    query: Query,
    basis: Basis,
    selected: RowSet,
    total: usize,
    /// The columns of tags and lists that its rows are shown with.
    further_columns: Vec<ColumnKey>,
    /// All rows of the fleet in the view's order, where that is not their own.
    order: Option<Rc<Vec<u32>>>,
}

impl LastView {
    /// The rows from one place in the table on.
    fn rows_from(&self, first: usize) -> Box<dyn Iterator<Item = u32> + '_> {
        match &self.order {
            Some(order) => Box::new(query::rows_in_order(order, &self.selected).skip(first)),
            None => match self.selected.nth_row(first) {
                Some(row) => Box::new(self.selected.iter_from(row).map(|row| row as u32)),
                None => Box::new(std::iter::empty()),
            },
        }
    }
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

    /// Joins a list of the operator's own with the fleet, in place of an earlier reading of it.
    pub fn join_list(&mut self, source: Source, list: JoinedListBuilder, report: ListReport) {
        self.revision += 1;
        self.fleet.join_list(list);
        self.lists.retain(|(other, _)| other.id != source.id);
        self.lists.push((source, report));
    }

    /// Forgets a list.
    pub fn remove_list(&mut self, list: u32) {
        self.revision += 1;
        self.fleet.remove_list(SourceId(list));
        self.lists.retain(|(source, _)| source.id != list);
    }

    /// The lists of the operator's own, in the order in which they were joined.
    pub fn list_stats(&self) -> Vec<ListStats> {
        let joined = self.fleet.joined_lists();
        let stats = |(source, report): &(Source, ListReport)| {
            let list = joined.lists().iter().find(|list| list.source() == SourceId(source.id))?;
            let counts = list.count_matches(self.fleet.live_rows());
            let own = joined.columns().filter(|(_, column)| column.list().source() == list.source());
            let column = |(name, column): (Cow<str>, JoinedColumn)| ListColumnStats {
                name: name.into_owned(),
                is_number: column.column().is_number(),
            };
            Some(ListStats {
                source: source.clone(),
                name: list.name().to_owned(),
                report: report.clone(),
                matched: counts.matched_rows,
                unmatched: counts.rows - counts.matched_rows,
                records_without: counts.records_without,
                repeated: counts.repeated,
                ambiguous: counts.ambiguous,
                doubled: counts.doubled,
                shortened: list.shortened().to_vec(),
                columns: own.map(column).collect(),
            })
        };
        self.lists.iter().filter_map(stats).collect()
    }

    /// Some identifiers of a list, a line each.
    pub fn list_identifiers(&self, list: u32, kind: ListIdentifierKind) -> String {
        let found = self.fleet.joined_lists().lists().iter().find(|joined| joined.source() == SourceId(list));
        let Some(list) = found else { return String::new() };
        let lines: Vec<&str> = match kind {
            ListIdentifierKind::Missing => list.missing_identifiers().collect(),
            ListIdentifierKind::Repeated => list.repeated_identifiers().collect(),
            ListIdentifierKind::Ambiguous => list.ambiguous_identifiers().collect(),
        };
        lines.join("\n")
    }

    /// Makes countries known by their names: see [`Fleet::set_country_names`].
    pub fn set_country_names(&mut self, names: impl IntoIterator<Item = (String, CountryCode)>) {
        self.fleet.set_country_names(names);
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

    /// The fleet under a query. `took` is left for the caller to fill.
    ///
    /// # Errors
    /// Returns an error if the query does not parse.
    pub fn build_view(&mut self, request: &ViewRequest, clock: &Clock) -> Result<FleetView, ParseError> {
        let query = query::parse_query(&request.query)?.with_fleet_spelling(&self.fleet);
        let filter = Filter::new(&query, &self.fleet, clock);
        let (selected, basis) = (filter.selected_rows(), query.basis());
        let measure = Measure::from_key(&self.fleet, &request.measure);
        let facets = self.requested_facets(request);
        let facets = facets.map(|key| self.count_facet(&key, &query, &filter, measure.as_ref())).collect();
        let order = self.sorted_rows(request.sort, basis);
        let countries = query::count_facet(&self.fleet, &Field::Country.into(), basis, &selected);
        let tags = self.fleet.columns().tag_dictionary().keys().map(|(_, key)| key.to_owned()).collect();
        let seen = filter.selected_without_key("seen");
        let totals = query::count_totals(&self.fleet, &selected);
        let total = selected.count();
        let insights = if request.insights {
            self.insights.get_or_count(self.revision, &self.fleet, clock, request.thresholds, &selected)
        } else {
            vec![]
        };
        self.thresholds = request.thresholds;
        self.last_view = Some(LastView {
            seq: request.seq,
            query: query.clone(),
            basis,
            selected: selected.clone(),
            total,
            further_columns: request.further_columns.clone(),
            order,
        });
        Ok(FleetView {
            seq: request.seq,
            query: query.to_string(),
            basis,
            terms: summarize_terms(&query),
            fleet: query::count_totals(&self.fleet, self.fleet.live_rows()),
            sims: self.fleet.sim_count() as u32,
            selected: totals,
            countries: countries.iter().filter(|c| c.key.len() == 2).count() as u32,
            facets,
            tags,
            histogram: match request.histogram {
                HistogramKind::Calendar => query::count_by_calendar(&self.fleet, &seen, clock),
                HistogramKind::Age => query::count_by_age(&self.fleet, &seen, clock.now),
            },
            durations: query::count_by_duration(&self.fleet, &filter.selected_without_key("duration")),
            pivot: self.build_pivot(request, basis, &selected, clock.now, measure.as_ref()),
            measures: Measure::keys(&self.fleet),
            measure: measure.map(|measure| MeasureTotals {
                key: request.measure.clone(),
                selected: measure.sum(&selected),
                fleet: measure.sum(self.fleet.live_rows()),
            }),
            baseline: self.fleet.comparison().map(|comparison| comparison.baseline_rows().count() as u32),
            insights,
            relaxations: if totals.records == 0 {
                summarize_relaxations(&query, &filter, &self.fleet, clock)
            } else {
                vec![]
            },
            window: self.row_window(request.seq, request.first_row, request.row_count).unwrap_or_default(),
            now: clock.now,
            elapsed_ms: 0.0,
        })
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

    /// The facets of a view: those of all fleets, those that this one has a use for, and the tags that are asked for.
    fn requested_facets(&self, request: &ViewRequest) -> impl Iterator<Item = QueryKey> {
        let tags = request.tags.iter().map(|tag| QueryKey::from_tag(tag));
        let listed = self.fleet.joined_lists().columns().filter(|(_, column)| {
            // Of more values most could not be shown.
            column.column().distinct_texts().is_none_or(|(texts, _)| texts.len() <= MAX_FACET_VALUES)
        });
        let listed = listed.map(|(name, _)| QueryKey::from_joined_column(&name));
        // What the operator has dropped beside the fleet is looked at first.
        listed.chain(Field::facets(&self.fleet).map(QueryKey::from)).chain(tags)
    }

    fn count_facet(&self, key: &QueryKey, query: &Query, filter: &Filter, measure: Option<&Measure>) -> FacetCounts {
        let name = key.name();
        let rows = filter.selected_without_key(name);
        let counts = query::count_facet(&self.fleet, key, query.basis(), &rows);
        let (chosen, excluded) = (query.chosen_values(name), query.excluded_values(name));
        let among = |keys: &[String], key: &str| keys.iter().any(|other| is_same_value(other, key));
        // The ranking and the map show sums; the filters say how many SIMs there are to choose from.
        let measure = measure.filter(|_| RANKING_FACETS.contains(&name));
        let amounts = measure.map(|measure| measure.sums_by_value(&self.fleet, key, query.basis(), &rows));
        let amount = |key: &str| Some(amounts.as_ref()?.get(&*fleet::fold_text(key)).copied().unwrap_or_default());
        let item = |key: String, count| FacetValueCount {
            amount: amount(&key),
            chosen: among(&chosen, &key),
            excluded: among(&excluded, &key),
            key,
            count,
        };
        let mut items: Vec<FacetValueCount> =
            counts.into_iter().take(MAX_FACET_VALUES).map(|count| item(count.key, count.count)).collect();
        // What is chosen is shown, even where nothing has it any more.
        for key in chosen.iter().chain(&excluded) {
            if !items.iter().any(|item| is_same_value(&item.key, key)) {
                items.push(item(key.clone(), 0));
            }
        }
        FacetCounts { name: name.to_owned(), items }
    }

    fn build_pivot(
        &self,
        request: &ViewRequest,
        basis: Basis,
        selected: &RowSet,
        now: i64,
        measure: Option<&Measure>,
    ) -> Option<Pivot> {
        let PivotRequest { rows, columns } = request.pivot.as_ref()?;
        let (rows, columns) = (QueryKey::pivot_side_from_name(rows)?, QueryKey::pivot_side_from_name(columns)?);
        Some(query::count_pivot(&self.fleet, [&rows, &columns], basis, selected, now, MAX_PIVOT_SIZE, measure))
    }

    /// Sorts all rows once, and keeps the order until the rows, the column or the basis change; `None` where rows are in
    /// their own order.
    fn sorted_rows(&mut self, order: SortOrder, basis: Basis) -> Option<Rc<Vec<u32>>> {
        order.column?;
        let key = SortKey { revision: self.revision, order, basis };
        match &self.sort_cache {
            Some(cached) if cached.key == key => Some(Rc::clone(&cached.rows)),
            _ => {
                let rows = Rc::new(query::sort_rows(&self.fleet, order, basis));
                self.sort_cache = Some(SortedRows { key, rows: Rc::clone(&rows) });
                Some(rows)
            }
        }
    }

    /// A window of the last view; `None` if that was another one.
    pub fn row_window(&self, seq: u32, first: u32, len: u32) -> Option<RowWindow> {
        let shown = self.last_view.as_ref().filter(|shown| shown.seq == seq)?;
        let total = shown.total;
        let first = (first as usize).min(total);
        let texts = TableTexts::new(&self.fleet, shown.basis);
        let rows = shown.rows_from(first).take(len as usize);
        let rows = rows.map(|row| self.window_row(row, &texts, &shown.further_columns)).collect();
        Some(RowWindow { first: first as u32, total: total as u32, rows })
    }

    /// How many records a query selects; `None` where its text is none.
    pub fn count_query(&self, text: &str, clock: &Clock) -> Option<u32> {
        let query = query::parse_query(text).ok()?.with_fleet_spelling(&self.fleet);
        Some(Filter::new(&query, &self.fleet, clock).selected_rows().count() as u32)
    }

    fn window_row(&self, row: u32, texts: &TableTexts, further: &[ColumnKey]) -> WindowRow {
        let cells = |row: usize| Field::columns().iter().map(|column| texts.get(*column, row).into_owned()).collect();
        let before = self.fleet.comparison().and_then(|comparison| comparison.baseline_row(row as usize));
        let seen = self.fleet.columns().last_seen().get(row as usize).copied().filter(|seen| *seen != UNKNOWN_TIME);
        let further_text = |column: &ColumnKey| {
            let text = texts.get(*column, row as usize).into_owned();
            (!text.is_empty()).then_some((*column, text))
        };
        WindowRow {
            row,
            cells: cells(row as usize),
            baseline_cells: before.map(cells).unwrap_or_default(),
            further_cells: further.iter().filter_map(further_text).collect(),
            seen,
        }
    }

    /// Where a row's own JSON stands: in the text of which source, and where in it.
    pub fn record_span(&self, row: u32) -> Option<(u32, RecordSpan)> {
        let source = self.fleet.source_of_row(row as usize)?;
        Some((source.0, self.fleet.columns().record_span(row as usize)?))
    }

    /// Where the JSON stands that a row had in the baseline.
    pub fn baseline_record_span(&self, row: u32) -> Option<(u32, RecordSpan)> {
        let before = self.fleet.comparison()?.baseline_row(row as usize)?;
        self.record_span(u32::try_from(before).ok()?)
    }

    /// Everything about a row, from its own JSON.
    ///
    /// `before` is its own JSON in the baseline, where it has one.
    pub fn sim_detail(&self, row: u32, json: &[u8], before: Option<&[u8]>, clock: &Clock) -> SimDetail {
        let basis = self.last_view.as_ref().map(|view| view.basis).unwrap_or_default();
        let changes = Field::Change.row_text(&self.fleet, row as usize, basis).into_owned();
        let source = self.fleet.source_of_row(row as usize).map_or(0, |id| id.0);
        let name = self.sources.iter().find(|s| s.id == source).map(|s| s.name.clone());
        SimDetail {
            index: self.table_index(row),
            source: name.unwrap_or_default(),
            insights: insights::matching_insights(&self.insights, &self.fleet, clock, self.thresholds, row as usize),
            changes: changes.split_whitespace().map(str::to_owned).collect(),
            listed: self.listed_facts(row as usize, basis),
            country: Field::Country.row_text(&self.fleet, row as usize, Basis::Last).into_owned(),
            evidence: sim_detail::country_evidence(self.fleet.columns(), row as usize),
            last_cell: map_features::row_cell_detail(&self.fleet, row as usize, Basis::Last),
            movement: self.fleet.movement_of_row(row as usize).map(|movement| SimMovement {
                distance_km: movement.distance_km,
                speed_kmh: movement.speed_kmh,
                is_impossible: movement.is_impossible(),
            }),
            ..sim_detail::build_sim_detail(&self.fleet, row as usize, json, before.map(|json| (json, basis)))
        }
    }

    /// What the lists say of a row: keys of the query language and values.
    fn listed_facts(&self, row: usize, basis: Basis) -> Vec<(String, String)> {
        let columns = self.fleet.joined_lists().columns();
        let fields = columns.map(|(name, column)| (QueryKey::from_joined_column(&name), column.text(row)));
        let fields = fields.map(|(key, text)| (key.name().to_owned(), text.into_owned()));
        let sums = [Field::Usage, Field::Amount];
        let sums = sums.map(|field| (field.key().to_owned(), field.row_text(&self.fleet, row, basis).into_owned()));
        fields.chain(sums).filter(|(_, text)| !text.is_empty()).collect()
    }

    /// The row that stands `by` rows further on in the last view; the row itself at the ends.
    pub fn adjacent_row(&self, row: u32, by: i32) -> Option<u32> {
        let shown = self.last_view.as_ref()?;
        let at = i64::from(self.table_index(row)?) + i64::from(by);
        let at = at.clamp(0, shown.total as i64 - 1);
        shown.rows_from(usize::try_from(at).ok()?).next()
    }

    fn table_index(&self, row: u32) -> Option<u32> {
        let shown = self.last_view.as_ref().filter(|shown| shown.selected.contains(row as usize))?;
        shown.rows_from(0).position(|other| other == row).map(|at| at as u32)
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

/// Whether two values are one, as facets count them.
fn is_same_value(a: &str, b: &str) -> bool {
    a == b || fleet::fold_text(a) == fleet::fold_text(b)
}

fn summarize_terms(query: &Query) -> Vec<TermSummary> {
    let term = |(i, view): (usize, query::TermView)| {
        let mut inverted = query.clone();
        inverted.negate_term(i);
        TermSummary {
            text: view.text,
            negated: view.negated,
            condition: view.condition,
            without: query.without_term(i).to_string(),
            inverted: inverted.to_string(),
        }
    };
    query.term_views().into_iter().enumerate().map(term).collect()
}

/// What would make an empty selection select something.
fn summarize_relaxations(query: &Query, filter: &Filter, fleet: &Fleet, clock: &Clock) -> Vec<RelaxationSummary> {
    let relaxations = query::find_relaxations(query, filter, fleet, clock).into_iter();
    let relax = relaxations.map(|one| RelaxationSummary {
        terms: one.terms,
        replacement: one.replacement,
        query: one.query.to_string(),
        count: one.count as u32,
    });
    relax.collect()
}
