//! What the page wants from the worker: a view, and rows of it. Both follow from the stores, and one effect asks for them.

use super::PageState;
use super::derived::derive_memo;
use engine::{HistogramKind, MapContent, Request, TimeZone, ViewRequest};
use leptos::prelude::*;
use query::{ColumnKey, SortOrder};

/// Everything that a view is made from.
#[derive(Clone, PartialEq, Debug)]
struct WantedView {
    /// The fleet in the worker, which changes beside the request.
    fleet_version: u32,
    /// The request. Its number and its rows are filled in when it is sent: to scroll asks for no other view.
    request: ViewRequest,
}

impl WantedView {
    /// Returns whether the view that was wanted before has all of this one: what is wanted no longer needs no answer.
    fn is_part_of(&self, earlier: &Self) -> bool {
        let mut kept = earlier.clone();
        if self.request.pivot.is_none() {
            kept.request.pivot = None;
        }
        kept.request.insights &= self.request.insights;
        if self.request.map == MapContent::None {
            kept.request.map = MapContent::None;
        }
        kept == *self
    }
}

/// Rows that the table lacks of the view that is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct WantedRows {
    seq: u32,
    first: u32,
    len: u32,
}

/// What the page wants.
#[derive(Clone, PartialEq, Debug)]
struct WantedData {
    view: Option<WantedView>,
    rows: Option<WantedRows>,
}

impl PageState {
    /// Asks the worker for what the page wants, whenever that is another than before: once, however much has changed.
    ///
    /// The effect reads one memo, and that one reads signals alone: see [`super::derive_signal`].
    pub(super) fn request_wanted_data(self) {
        let wanted = derive_memo(move || WantedData { view: self.wanted_view(), rows: self.wanted_rows() });
        Effect::new(move |before: Option<WantedData>| {
            let wanted = wanted.get();
            let before = before.and_then(|before| before.view);
            let another = wanted.view.as_ref().filter(|view| !before.is_some_and(|before| view.is_part_of(&before)));
            if let Some(view) = another {
                let (first_row, row_count) = self.table.wanted_window();
                self.view.request(ViewRequest { first_row, row_count, ..view.request.clone() });
            } else if let Some(WantedRows { seq, first, len }) = wanted.rows {
                self.table.pending_window.set(Some((first, len)));
                self.worker.send(&Request::Rows { seq, first, len });
            }
            wanted
        });
    }

    fn wanted_view(self) -> Option<WantedView> {
        let fleet_version = self.sources.fleet_version.get()?;
        let sort =
            self.table.sort.get().map(|sort| SortOrder { column: Some(sort.column), descending: sort.descending });
        let tab = self.panels.ranking_tab.get();
        let request = ViewRequest {
            query: self.query.applied.with(|applied| applied.text.clone()),
            sort: sort.unwrap_or_default(),
            zone: if self.settings.utc.get() { TimeZone::Utc } else { TimeZone::Local },
            histogram: if self.panels.by_calendar.get() { HistogramKind::Calendar } else { HistogramKind::Age },
            further_columns: self.wanted_further_columns(),
            tags: self.panels.counted_tags.get(),
            measure: self.panels.measure.get(),
            // The pivot and the findings are worked out only while they are seen.
            pivot: if tab == "pivot" { Some(self.panels.pivot_request()) } else { None },
            insights: tab == "insights",
            thresholds: self.settings.thresholds.get(),
            map: match (self.map_cells.cells_wanted.get(), self.map_cells.movements_shown.get()) {
                (false, _) => MapContent::None,
                (true, false) => MapContent::Cells,
                (true, true) => MapContent::CellsAndMovements,
            },
            ..ViewRequest::default()
        };
        Some(WantedView { fleet_version, request })
    }

    /// The columns of tags and lists that are shown.
    fn wanted_further_columns(self) -> Vec<ColumnKey> {
        self.settings
            .columns
            .with(|columns| columns.iter().copied().filter(|column| column.member().is_some()).collect())
    }

    /// While a view is on its way, its rows come with it.
    fn wanted_rows(self) -> Option<WantedRows> {
        let is_awaited = self.view.requests.with(super::request_queue::ViewRequestQueue::has_in_flight);
        let seq = self.view.latest.with(|view| view.as_ref().map(|view| view.seq))?;
        let (first, len) = if is_awaited { None } else { self.table.missing_window() }?;
        Some(WantedRows { seq, first, len })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::sources::SourceData;
    use crate::state::{HistoryMode, PageSettings, RemoteList, TableSort};
    use any_spawner::Executor;
    use engine::{FleetView, RowWindow, Thresholds};
    use query::Field;
    use soracom::{ApiAddress, ApiList, Coverage};

    type Change = fn(PageState);

    /// Runs a test with a page that has a fleet and its first view.
    fn with_fleet(test: impl FnOnce(PageState)) {
        Executor::init_futures_executor().ok();
        Owner::new().with(|| {
            let state = PageState::new(PageSettings::default());
            state.request_wanted_data();
            Executor::poll_local();
            assert_eq!(count_requests(state), 0, "nothing is wanted without a fleet");
            let list = RemoteList { address: ApiAddress::new(""), coverage: Coverage::Global, list: ApiList::Sims };
            state.sources.push("fleet".into(), SourceData::Remote(list));
            Executor::poll_local();
            assert_eq!(count_requests(state), 0, "a source that is not read is no fleet");
            change_fleet(state);
            assert_eq!(count_requests(state), 1);
            answer_view(state);
            test(state);
        });
    }

    fn change_fleet(state: PageState) {
        state.sources.handle_fleet_change(&[]);
        Executor::poll_local();
    }

    fn newest_request(state: PageState) -> ViewRequest {
        state.view.requests.with_untracked(|requests| requests.newest().cloned().unwrap_or_default())
    }

    /// Requests count up.
    fn count_requests(state: PageState) -> u32 {
        newest_request(state).seq
    }

    /// Answers the newest request with a thousand rows, as many of them here as were wanted.
    fn answer_view(state: PageState) {
        let request = newest_request(state);
        let rows = vec![Default::default(); request.row_count as usize];
        let window = RowWindow { total: 1000, first: request.first_row, rows };
        state.table.receive_window(&window, true);
        state.view.latest.set(Some(FleetView { seq: request.seq, ..FleetView::default() }.into()));
        Executor::poll_local();
    }

    /// Makes a change and returns how many requests followed.
    fn requests_after(state: PageState, change: impl FnOnce(PageState)) -> u32 {
        let before = count_requests(state);
        change(state);
        Executor::poll_local();
        count_requests(state) - before
    }

    const CHANGES: [(&str, Change); 15] = [
        ("query", |state| state.query.apply("country:US", HistoryMode::Typing)),
        ("sort", |state| state.table.sort.set(Some(TableSort { column: Field::Imsi.into(), descending: false }))),
        ("direction", |state| state.table.sort.set(Some(TableSort { column: Field::Imsi.into(), descending: true }))),
        ("zone", |state| state.settings.utc.set(true)),
        ("measure", |state| state.panels.measure.set("usage".into())),
        ("further columns", |state| {
            state.settings.columns.set(vec![ColumnKey::from_joined_column("site")]);
        }),
        ("calendar", |state| state.panels.by_calendar.set(true)),
        ("tags", |state| state.panels.toggle_tag("site")),
        ("pivot", |state| state.panels.ranking_tab.set("pivot".into())),
        ("pivot's keys", |state| state.panels.pivot_keys.set(("plan".into(), "status".into()))),
        ("insights", |state| state.panels.ranking_tab.set("insights".into())),
        ("thresholds", |state| state.settings.thresholds.set(Thresholds { silent: 1, stale: 1, expires: 1 })),
        ("cells", |state| state.map_cells.set_cells_wanted(true)),
        ("movements", |state| state.map_cells.toggle_movements()),
        ("fleet", |state| state.sources.handle_fleet_change(&[])),
    ];

    #[test]
    fn each_change_of_what_a_view_is_made_from_makes_one_request() {
        with_fleet(|state| {
            for (what, change) in CHANGES {
                let before = newest_request(state);
                assert_eq!(requests_after(state, change), 1, "{what}");
                if what != "fleet" {
                    let now = ViewRequest { seq: before.seq, ..newest_request(state) };
                    assert_ne!(now, before, "{what} is in the request");
                }
                if !matches!(what, "tags" | "movements" | "fleet") {
                    assert_eq!(requests_after(state, change), 0, "{what}: the same value again");
                }
            }
        });
    }

    #[test]
    fn changes_in_one_handler_make_one_request() {
        with_fleet(|state| {
            assert_eq!(requests_after(state, |state| CHANGES.iter().for_each(|(_, change)| change(state))), 1);
            let request = newest_request(state);
            assert_eq!((request.query.as_str(), request.zone, request.insights), ("country:US", TimeZone::Utc, true));
        });
    }

    #[test]
    fn what_is_not_in_the_view_makes_no_request() {
        let changes: [(&str, Change); 5] = [
            ("columns", |state| state.settings.columns.set(vec![Field::Imsi.into()])),
            ("scrolling", |state| state.table.scroll_to(100.0)),
            ("draft", |state| state.query.set_typed_draft("country".into())),
            ("a query that cannot be read", |state| state.query.apply("country:", HistoryMode::Typing)),
            ("keys of a pivot that is not shown", |state| state.panels.pivot_keys.set(("plan".into(), "radio".into()))),
        ];
        with_fleet(|state| {
            for (what, change) in changes {
                assert_eq!(requests_after(state, change), 0, "{what}");
            }
        });
    }

    #[test]
    fn what_is_wanted_no_longer_makes_no_request_and_does_when_it_is_wanted_again() {
        let switches: [(&str, Change, Change); 3] = [
            (
                "pivot",
                |state| state.panels.ranking_tab.set("pivot".into()),
                |state| state.panels.ranking_tab.set(String::new()),
            ),
            (
                "insights",
                |state| state.panels.ranking_tab.set("insights".into()),
                |state| state.panels.ranking_tab.set(String::new()),
            ),
            ("cells", |state| state.map_cells.set_cells_wanted(true), |state| state.map_cells.set_cells_wanted(false)),
        ];
        with_fleet(|state| {
            for (what, on, off) in switches {
                let made = [on, off, on, off].map(|change| requests_after(state, change));
                assert_eq!(made, [1, 0, 1, 0], "{what}");
            }
        });
    }

    #[test]
    fn a_view_brings_the_rows_that_are_looked_at() {
        with_fleet(|state| {
            state.view.requests.update(|requests| drop(requests.discard_all()));
            state.table.scroll_to(20_000.0);
            Executor::poll_local();
            let wanted = state.table.scroll.get_untracked().row_window(20_000.0);
            assert_eq!(state.table.pending_window.get_untracked(), Some(wanted), "they are asked for");
            state.settings.utc.set(true);
            Executor::poll_local();
            let request = newest_request(state);
            assert_eq!((request.first_row, request.row_count), wanted);
        });
    }

    #[test]
    fn rows_are_asked_for_once_and_not_while_a_view_is_on_its_way() {
        with_fleet(|state| {
            let pending = state.table.pending_window;
            state.table.scroll_to(20_000.0);
            Executor::poll_local();
            assert_eq!(pending.get_untracked(), None, "the answer to the first request is counted once it is complete");
            state.view.complete_request(1);
            Executor::poll_local();
            let first = pending.get_untracked();
            assert!(first.is_some());
            state.table.scroll_to(10_000.0);
            Executor::poll_local();
            assert_eq!(pending.get_untracked(), first, "one answer is awaited at a time");
        });
    }
}
