//! How the panels share the window: splits and a switch on a wide one, tabs on a narrow one.

mod measure;
mod split;
mod switch;
mod tabs;

pub use measure::MeasureChoice;
pub use split::{FILTERS_SPLIT, RANKING_SPLIT, SplitHandle, TABLE_SPLIT, restore_splits};
pub use switch::LayoutSwitch;
pub use tabs::PanelTabs;

use crate::state::browser::{self, read_preference, save_preference};
use crate::views::table::TABLE_GRID;
use leptos::prelude::*;

/// A panel of the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Panel {
    /// The map.
    #[default]
    Map,
    /// The ranking.
    Ranking,
    /// The table.
    Table,
    /// The filters.
    Filters,
}

impl Panel {
    /// All, in the order of their keys 1 to 4.
    pub const ALL: [Self; 4] = [Self::Map, Self::Ranking, Self::Table, Self::Filters];

    /// The word for it in attributes.
    pub fn key(self) -> &'static str {
        ["map", "ranking", "table", "filters"][self as usize]
    }
}

/// What a wide window shows beside the filters.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum WideLayout {
    /// The map and the ranking.
    Map,
    /// Both, the map over the table.
    #[default]
    Split,
    /// The table.
    Table,
}

impl WideLayout {
    /// All, from the map alone to the table alone.
    pub const ALL: [Self; 3] = [Self::Map, Self::Split, Self::Table];

    /// The word for it in attributes, and the one that is remembered.
    pub fn key(self) -> &'static str {
        ["map", "split", "table"][self as usize]
    }

    /// Whether a panel has room in it.
    fn shows(self, panel: Panel) -> bool {
        match self {
            Self::Map => panel != Panel::Table,
            Self::Split => true,
            Self::Table => matches!(panel, Panel::Table | Panel::Filters),
        }
    }
}

/// Which panel a narrow window shows, and which ones a wide one does.
#[derive(Clone, Copy)]
pub struct ActivePanel {
    /// The panel of a narrow window.
    pub shown: RwSignal<Panel>,
    /// The panels of a wide one.
    pub layout: RwSignal<WideLayout>,
}

impl ActivePanel {
    /// The map, and the layout that was chosen last.
    pub fn load_preferences() -> Self {
        let remembered = read_preference("layout").unwrap_or_default();
        let layout = WideLayout::ALL.into_iter().find(|layout| layout.key() == remembered);
        Self { shown: RwSignal::default(), layout: RwSignal::new(layout.unwrap_or_default()) }
    }

    /// Shares a wide window another way from now on.
    pub fn choose_layout(self, layout: WideLayout) {
        save_preference("layout", layout.key());
        self.layout.set(layout);
    }

    /// Goes to the next layout, the first one after the last.
    pub fn step_layout(self) {
        let next = (self.layout.get_untracked() as usize + 1) % WideLayout::ALL.len();
        self.choose_layout(WideLayout::ALL[next]);
    }

    /// Shows a panel, where it is not seen.
    pub fn reveal(self, panel: Panel) {
        self.shown.set(panel);
        if !self.layout.get_untracked().shows(panel) {
            self.choose_layout(WideLayout::Split);
        }
    }

    /// Shows a panel, and leads the keyboard to it.
    pub fn show(self, panel: Panel) {
        self.reveal(panel);
        leptos::task::spawn_local(async move {
            leptos::task::tick().await;
            browser::focus_first_match(match panel {
                Panel::Map => ".map canvas",
                Panel::Ranking => ".ranking [role=tab][tabindex='0']",
                Panel::Table => TABLE_GRID,
                Panel::Filters => ".filters button",
            });
        });
    }
}
