//! However the table is moved, a full window of consecutive rows is seen, and those of the place that was moved to.

use page_tests::{Opening, Page, ROW, Trouble, VisibleRows};

/// What moves the table.
#[derive(Clone, Copy, Debug)]
enum Move {
    /// A wheel, by pixels downwards.
    Wheel(f64),
    /// A finger that is drawn upwards by pixels.
    Finger(f64),
    /// A key.
    Press(&'static str),
    /// The scrollbar, to a share of its way.
    Bar(f64),
    /// The column of the IMSI is sorted by.
    Sort,
    /// A query that selects all rows, typed.
    Query(&'static str),
    /// Nothing: what is there after loading.
    Load,
}

/// Where the table is after a move, in pixels below its first row.
#[derive(Clone, Copy, Debug)]
enum Lands {
    /// So far, or as far as there are rows.
    At(f64),
    /// At its last row.
    AtTheEnd,
    /// Where so many rows end at the lower edge.
    RowsAbove(f64),
    /// A screen, less the row that stays seen, below the first row.
    AtAPage,
    /// At a share of its way.
    AtShare(f64),
}

/// Every move follows the ones before it.
const MOVES: &[(Move, Lands)] = &[
    (Move::Load, Lands::At(0.0)),
    (Move::Wheel(112.0), Lands::At(112.0)),
    (Move::Wheel(300.0), Lands::At(412.0)),
    (Move::Wheel(-180.0), Lands::At(232.0)),
    (Move::Wheel(-232.0), Lands::At(0.0)),
    (Move::Query("-country:US"), Lands::At(0.0)),
    (Move::Wheel(112.0), Lands::At(112.0)),
    (Move::Wheel(13.0), Lands::At(125.0)),
    (Move::Query("-country:JP"), Lands::At(0.0)),
    (Move::Finger(150.0), Lands::At(150.0)),
    (Move::Finger(-150.0), Lands::At(0.0)),
    (Move::Press(DOWN), Lands::At(0.0)),
    (Move::Press(END), Lands::AtTheEnd),
    (Move::Press("k"), Lands::AtTheEnd),
    (Move::Press(HOME), Lands::At(0.0)),
    (Move::Press(PAGE_DOWN), Lands::AtAPage),
    (Move::Press(PAGE_UP), Lands::At(0.0)),
    (Move::Press("j"), Lands::At(0.0)),
    (Move::Bar(0.5), Lands::AtShare(0.5)),
    (Move::Wheel(112.0), Lands::AtShare(0.5)),
    (Move::Bar(1.0), Lands::AtTheEnd),
    (Move::Wheel(-28.0), Lands::RowsAbove(1.0)),
    (Move::Wheel(500.0), Lands::AtTheEnd),
    (Move::Sort, Lands::At(0.0)),
    (Move::Wheel(112.0), Lands::At(112.0)),
    (Move::Bar(0.0), Lands::At(0.0)),
];

const DOWN: &str = "\u{E015}";
const END: &str = "\u{E010}";
const HOME: &str = "\u{E011}";
const PAGE_DOWN: &str = "\u{E00F}";
const PAGE_UP: &str = "\u{E00E}";
const FIRST_IMSI: u64 = 295_050_910_000_000;

impl Move {
    fn make(self, page: &Page) -> Result<(), Trouble> {
        match self {
            Self::Wheel(pixels) => page.wheel("table", pixels),
            Self::Finger(pixels) => page.swipe("table", pixels),
            Self::Press(key) => {
                page.script("document.querySelector('[data-test=table]').focus()", vec![])?;
                page.keys(key)
            }
            Self::Bar(share) => page
                .script(
                    "const grid = document.querySelector('[data-test=table]');
                    grid.scrollTop = arguments[0] * (grid.scrollHeight - grid.clientHeight);",
                    vec![share.into()],
                )
                .map(drop),
            Self::Sort => page.click("[data-sort=imsi]"),
            Self::Query(text) => {
                page.query(text)?;
                page.wait_script(&format!("return decodeURIComponent(location.hash).includes('{text}')"))
            }
            Self::Load => Ok(()),
        }
    }

    /// How many pixels beside its goal it may end: a finger has to go some way before it scrolls, and a pixel of the bar is
    /// many rows of a long table.
    fn slack(self) -> f64 {
        match self {
            Self::Finger(_) => 20.0,
            _ => 1.0,
        }
    }
}

impl Lands {
    fn place(self, seen: &VisibleRows, total: u64) -> f64 {
        let last = (total as f64 * ROW - seen.height).max(0.0);
        let page = ((seen.height / ROW).ceil() - 1.0).max(1.0);
        match self {
            Self::At(pixels) => pixels.min(last),
            Self::AtTheEnd => last,
            Self::RowsAbove(rows) => (last - rows * ROW).max(0.0),
            Self::AtAPage => ((page + 1.0) * ROW - seen.height).clamp(0.0, last),
            Self::AtShare(share) => share * last,
        }
    }
}

fn rows_follow_every_move(total: u64) -> Result<(), Trouble> {
    let page = Page::open(&Opening::default())?;
    let lines: String = (0..total).map(|i| format!("{{\"imsi\":\"{:015}\"}}\n", FIRST_IMSI + i)).collect();
    page.drop_bytes("fleet.jsonl", lines)?;
    page.wait_selected(total)?;
    page.wait_gone("progress")?;
    for (at, (made, lands)) in MOVES.iter().enumerate() {
        made.make(&page)?;
        // From a share of the way a wheel goes on; how far a long table's bar is off is a share of a pixel of it.
        let slack = match lands {
            Lands::AtShare(_) => 200.0,
            _ => made.slack(),
        };
        let there =
            |seen: &VisibleRows| seen.scrolled().is_some_and(|top| (top - lands.place(seen, total)).abs() <= slack);
        let seen = page.wait_visible_rows(total, there).map_err(|trouble| {
            Trouble::Wrong(format!("move {at}, {made:?}, should land {lands:?} of {total} rows: {trouble}"))
        })?;
        for row in &seen.rows {
            let imsi = (FIRST_IMSI + row.index).to_string();
            assert!(
                row.text.replace(' ', "").contains(&imsi),
                "move {at}, {made:?}: row {} says {}",
                row.index,
                row.text
            );
        }
    }
    page.close()?.no_complaints()?;
    Ok(())
}

#[test]
fn rows_follow_every_move_where_there_are_eight() -> Result<(), Trouble> {
    rows_follow_every_move(8)
}

#[test]
fn rows_follow_every_move_where_there_are_ten_thousand() -> Result<(), Trouble> {
    rows_follow_every_move(10_000)
}

#[test]
fn rows_follow_every_move_where_there_are_a_million() -> Result<(), Trouble> {
    rows_follow_every_move(1_000_000)
}

/// Bars of last seen show what a query finds that leaves last seen out: another country, and the range stays as it is.
#[test]
fn bars_follow_a_query_that_leaves_their_range_as_it_was() -> Result<(), Trouble> {
    const BARS: &str = "[...document.querySelectorAll('[data-test=bar]')].map((bar) => Number(bar.dataset.count))";
    let page = Page::open(&Opening::default())?;
    page.click("sample")?;
    page.wait_selected(10_000)?;
    let item = "[data-facet=country] [data-test=facet-item]";
    let countries = page.all_data(item, "key")?.into_iter().zip(page.all_data(item, "count")?);
    let mut counted = Vec::new();
    for (country, sims) in countries.take(4) {
        page.query(&format!("country:{country}"))?;
        page.wait_data("selected", "value", &sims)?;
        counted.push((country, page.script(&format!("return {BARS}"), vec![])?));
    }
    for (country, bars) in counted {
        page.query(&format!("seen:<30d country:{country}"))?;
        page.wait_script(&format!("return JSON.stringify({BARS}) === '{bars}'"))?;
        page.wait_script("return document.querySelectorAll('[data-test=bar][aria-pressed=true]').length > 0")?;
    }
    Ok(())
}
