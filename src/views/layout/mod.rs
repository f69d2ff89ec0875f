//! How the panels share the window: splits on a wide one, tabs on a narrow one.

mod split;
mod tabs;

pub use split::{FILTERS_SPLIT, RANKING_SPLIT, SplitHandle, TABLE_SPLIT, restore_splits};
pub use tabs::PanelTabs;

use crate::state::browser;
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

/// Which panel a narrow window shows.
#[derive(Clone, Copy, Default)]
pub struct ActivePanel {
    /// The panel.
    pub shown: RwSignal<Panel>,
}

impl ActivePanel {
    /// Shows a panel, and leads the keyboard to it.
    pub fn show(self, panel: Panel) {
        self.shown.set(panel);
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
