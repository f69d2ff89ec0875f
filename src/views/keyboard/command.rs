//! What the keys of the page do.

use super::show_shortcuts;
use crate::state::{PageState, browser};
use crate::views::components::{Menu, MenuRegistry};
use crate::views::layout::{ActivePanel, Panel};
use crate::views::query::step_basis;
use crate::views::table::{TABLE_GRID, keys};

/// Something that a key does from anywhere on the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Command {
    /// Goes to the query box.
    FocusQuery,
    /// Shows the sheet of keys.
    ShowShortcuts,
    /// Goes by rows: through the SIMs while one is open, else through the table.
    StepRow(i32),
    /// Goes to the next basis.
    NextBasis,
    /// Goes to the basis before.
    PreviousBasis,
    /// Opens a menu, or closes it.
    ToggleMenu(Menu),
    /// Opens the look-up.
    OpenLookup,
    /// Shows a panel.
    ShowPanel(Panel),
    /// Shares a wide window another way.
    StepLayout,
}

impl Command {
    /// Returns the command of a key.
    pub fn from_key(key: &str) -> Option<Self> {
        Some(match key {
            "/" => Self::FocusQuery,
            "?" => Self::ShowShortcuts,
            "j" => Self::StepRow(1),
            "k" => Self::StepRow(-1),
            "]" => Self::NextBasis,
            "[" => Self::PreviousBasis,
            "e" => Self::ToggleMenu(Menu::Export),
            "v" => Self::ToggleMenu(Menu::Views),
            "c" => Self::ToggleMenu(Menu::Compare),
            "a" => Self::ToggleMenu(Menu::Act),
            "l" => Self::OpenLookup,
            "m" => Self::StepLayout,
            _ => {
                let number = key.parse::<usize>().ok()?;
                Self::ShowPanel(*Panel::ALL.get(number.checked_sub(1)?)?)
            }
        })
    }

    /// Runs the command. Returns whether the page has what it needs.
    pub fn run(self, state: PageState, menus: MenuRegistry, panels: ActivePanel) -> bool {
        match self {
            Self::FocusQuery => browser::focus_first_match("#query"),
            Self::ShowShortcuts => {
                show_shortcuts();
                true
            }
            Self::StepRow(by) => {
                if state.sim_detail.is_open() {
                    state.sim_detail.open_adjacent(by);
                } else {
                    panels.reveal(Panel::Table);
                    keys::move_by(state, by);
                    browser::focus_first_match(TABLE_GRID);
                }
                true
            }
            Self::NextBasis | Self::PreviousBasis => {
                step_basis(state, self == Self::NextBasis);
                true
            }
            Self::ToggleMenu(menu) => menus.toggle(menu),
            Self::OpenLookup => {
                // The focus comes back to the button when the look-up closes.
                let is_there = browser::focus_first_match("#open-lookup");
                if is_there {
                    state.lookup.open();
                }
                is_there
            }
            Self::StepLayout => {
                panels.step_layout();
                true
            }
            Self::ShowPanel(panel) => {
                let is_there = browser::focus_first_match(&format!(".panels [data-tab={}]", panel.key()));
                if is_there {
                    panels.show(panel);
                }
                is_there
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_has_its_command() {
        for (key, want) in [
            ("/", Some(Command::FocusQuery)),
            ("j", Some(Command::StepRow(1))),
            ("a", Some(Command::ToggleMenu(Menu::Act))),
            ("k", Some(Command::StepRow(-1))),
            ("e", Some(Command::ToggleMenu(Menu::Export))),
            ("m", Some(Command::StepLayout)),
            ("1", Some(Command::ShowPanel(Panel::Map))),
            ("4", Some(Command::ShowPanel(Panel::Filters))),
            ("0", None),
            ("5", None),
            ("", None),
            ("Enter", None),
        ] {
            assert_eq!(Command::from_key(key), want, "{key}");
        }
    }
}
