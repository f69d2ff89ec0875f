//! The fleet under a query: all that the page shows of it but the rows.

use super::Engine;
use super::rows::LastView;
use crate::{
    FacetCounts, FacetValueCount, FleetView, HistogramKind, MeasureTotals, PivotRequest, RelaxationSummary,
    TermSummary, ViewRequest,
};
use fleet::{Basis, Fleet, RowSet};
use query::{Clock, Field, Filter, Measure, ParseError, Pivot, Query, QueryKey};

/// How many values of a facet a view has at most. The others are found by the query.
pub const MAX_FACET_VALUES: usize = 500;
/// The facets that the ranking and the map show.
const RANKING_FACETS: [&str; 2] = [Field::Country.key(), Field::Operator.key()];
/// How many rows and columns a pivot has at most.
const MAX_PIVOT_SIZE: [usize; 2] = [60, 12];

impl Engine {
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
