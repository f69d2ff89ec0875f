//! Messages of the page. Each language has a folder with a file for each area; one without a message does not compile.

mod actions;
mod api;
mod commands;
mod en;
mod exports;
mod ja;
mod lists;
mod map_cells;
mod query_tools;

pub use actions::ActionMessages;
pub use api::ApiMessages;
pub use commands::CommandMessages;
pub use exports::ExportMessages;
pub use lists::ListMessages;
pub use map_cells::MapCellMessages;
pub use query_tools::QueryToolMessages;

use crate::format::{FormattedBytes, FormattedCount};
use ingest::{IngestError, IssueKind};
use query::{ColumnKey, Field};

/// The messages of rows that are marked by hand.
pub struct MarkingMessages {
    pub mark: &'static str,
    pub marked: fn(FormattedCount) -> String,
    pub only_these: &'static str,
    pub without_these: &'static str,
    pub clear: &'static str,
    pub no_more: fn(FormattedCount) -> String,
}

/// A language of the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Japanese.
    Japanese,
}

impl Language {
    /// Both.
    pub const ALL: [Self; 2] = [Self::English, Self::Japanese];

    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Japanese => "ja",
        }
    }

    /// The language of a BCP 47 tag, if it is one of ours.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// What the language calls itself, in short.
    pub fn label(self) -> &'static str {
        match self {
            Self::English => "EN",
            Self::Japanese => "日本語",
        }
    }

    /// What the page says in it.
    pub fn messages(self) -> &'static Messages {
        match self {
            Self::English => &en::MESSAGES,
            Self::Japanese => &ja::MESSAGES,
        }
    }
}

/// Every message of the page. Functions are those that hold a number or a name.
pub struct Messages {
    pub tagline: &'static str,
    pub link_opens: &'static str,
    pub link_waits: &'static str,
    pub drop_here: &'static str,
    pub drop_now: &'static str,
    pub choose_files: &'static str,
    pub choose_folder: &'static str,
    pub paste: &'static str,
    pub paste_load: &'static str,
    pub pasted: &'static str,
    pub sample: &'static str,
    pub sample_name: &'static str,
    pub get_export: &'static str,
    pub coverage: &'static str,
    pub global: &'static str,
    pub japan: &'static str,
    pub listing: &'static str,
    pub subscribers: &'static str,
    pub sims_listing: &'static str,
    pub trust: &'static str,
    pub trust_how: &'static str,
    pub trust_points: &'static [&'static str],

    pub copy_what: fn(&str) -> String,
    pub copied: &'static str,
    pub close: &'static str,
    pub stop: &'static str,
    pub add: &'static str,
    pub add_title: &'static str,
    pub remove: &'static str,
    pub remove_what: fn(&str) -> String,

    pub reading: fn(&str) -> String,
    pub progress: fn(FormattedBytes, FormattedBytes, FormattedCount) -> String,
    pub waiting: &'static str,

    pub sources: &'static str,
    pub sources_many: fn(FormattedCount) -> String,
    pub sims: fn(FormattedCount) -> String,
    pub read: fn(FormattedCount) -> String,
    pub skipped: fn(FormattedCount) -> String,
    pub outdated: fn(FormattedCount) -> String,
    pub cut_short: &'static str,
    pub cut: fn(FormattedCount) -> String,
    pub fields: fn(FormattedCount) -> String,
    pub replaced: fn(FormattedCount) -> String,
    pub chatter: fn(FormattedCount) -> String,
    pub unpacked: &'static str,
    pub lists: fn(&[String]) -> String,
    pub nulls: fn(FormattedCount) -> String,
    pub escapes: &'static str,
    pub notes: fn(FormattedCount) -> String,
    pub note: fn(FormattedCount, FormattedCount, &str) -> String,
    pub notes_more: fn(FormattedCount) -> String,
    pub what: fn(&IssueKind) -> String,

    pub query_label: &'static str,
    pub query_placeholder: &'static str,
    pub query_error: fn(&str, usize) -> String,
    pub fault: fn(query::ParseErrorKind) -> String,
    pub query_suggestion: fn(&str) -> String,
    pub basis: &'static str,
    pub bases: [&'static str; 3],
    pub terms: &'static str,
    pub not: &'static str,
    pub negate: fn(&str) -> String,
    pub unnegate: fn(&str) -> String,
    pub remove_term: fn(&str) -> String,
    pub clear: &'static str,
    pub text_term: fn(&str) -> String,

    pub selected_of: fn(FormattedCount, FormattedCount) -> String,
    pub part_of: fn(FormattedCount, FormattedCount) -> String,
    pub all_selected: fn(FormattedCount) -> String,
    pub distinct: fn(FormattedCount) -> String,
    pub state_count: fn(&str, FormattedCount) -> String,
    pub in_countries: fn(FormattedCount) -> String,
    pub nothing_matches: &'static str,
    pub without_term: fn(&str, FormattedCount) -> String,
    pub instead_of_term: fn(&str, &str, FormattedCount) -> String,

    pub filters: &'static str,
    pub map: &'static str,
    pub layout: &'static str,
    pub split: &'static str,
    pub table_alone: &'static str,
    pub ranking: &'static str,
    pub table: &'static str,
    pub countries: &'static str,
    pub operators: &'static str,
    pub insights: &'static str,
    pub insight: fn(&str, u32) -> String,
    pub no_insights: &'static str,
    /// Operator, place, time and share of the place.
    pub outage: fn(&str, &str, &str, &str) -> String,
    pub find_in: fn(&str) -> String,
    pub more: fn(FormattedCount) -> String,
    pub fewer: &'static str,
    pub no_values: &'static str,
    pub map_label: &'static str,
    pub map_loading: &'static str,
    pub map_missing: &'static str,
    pub map_parts: &'static str,
    pub map_fit: &'static str,
    pub zoom_in: &'static str,
    pub zoom_out: &'static str,
    pub legend: &'static str,
    pub last_seen: &'static str,
    pub histogram_bar: fn(&str, &str, FormattedCount) -> String,
    pub silent_for: &'static str,
    pub age: fn(&str, &str) -> String,
    pub older_than: fn(&str) -> String,
    pub younger_than: fn(&str) -> String,
    pub never: &'static str,

    pub columns: &'static str,
    pub seen_as_date: &'static str,
    pub go_to_row: &'static str,
    pub column_keys: &'static str,
    pub move_left: fn(&str) -> String,
    pub move_right: fn(&str) -> String,
    pub sort_by: fn(&str) -> String,
    pub keys_hint: &'static str,
    pub marking: &'static MarkingMessages,

    pub identifiers: &'static str,
    pub sessions: &'static str,
    pub current: &'static str,
    pub previous: &'static str,
    pub differs: &'static str,
    pub facts: &'static str,
    pub tags: &'static str,
    pub no_tags: &'static str,
    pub json: &'static str,
    pub masked: fn(&str) -> String,
    pub next_sim: &'static str,
    pub previous_sim: &'static str,
    pub place_of: fn(FormattedCount, FormattedCount) -> String,
    pub not_selected: &'static str,
    pub filter_by_value: &'static str,
    pub from_source: fn(&str) -> String,

    pub online: &'static str,
    pub offline: &'static str,
    pub never_connected: &'static str,
    pub unknown: &'static str,
    pub international: &'static str,
    pub test_network: &'static str,
    pub private_network: &'static str,
    pub none: &'static str,
    /// The reader's name of a status, where it has another one than in the API.
    pub status_name: fn(&str) -> Option<&'static str>,
    /// A name with the word that it stands for.
    pub with_original: fn(&str, &str) -> String,
    pub no_cell: &'static str,

    pub refused: fn(&str, &IngestError) -> String,
    pub refused_where: &'static str,
    pub instead: &'static str,
    pub folder_left_out: fn(FormattedCount) -> String,
    pub changed: fn(&str) -> String,
    pub changed_hint: &'static str,
    pub choose_again: &'static str,
    pub unreadable: fn(&str, &str) -> String,
    pub unreadable_hint: &'static str,
    pub restarted: &'static str,
    pub left_out: fn(&str) -> String,
    pub given_up: fn(&str) -> String,
    pub failed: fn(&str) -> String,
    pub no_exports: &'static str,
    pub stopped: fn(&str) -> String,

    pub language: &'static str,
    pub theme: &'static str,
    pub themes: [&'static str; 3],
    pub zone: &'static str,
    pub utc: &'static str,
    pub local: &'static str,
    pub keyboard: &'static str,
    pub shortcuts: &'static [(&'static [&'static str], &'static str)],
    pub resize: fn(&str) -> String,
    pub skip: &'static str,

    pub api: &'static ApiMessages,
    pub asking: &'static QueryToolMessages,
    pub own_lists: &'static ListMessages,
    pub actions: &'static ActionMessages,
    pub commands: &'static CommandMessages,
    pub exports: &'static ExportMessages,
    pub places: &'static MapCellMessages,
    pub field_name: fn(Field) -> &'static str,
    pub details: DetailLabels,
    pub ahead: fn(&str) -> String,
    pub lock_set: &'static str,
    pub lock_mismatch: &'static str,
    pub expiry_name: fn(&str) -> Option<&'static str>,
}

/// The names of what a SIM's detail shows beside the fields of the query language.
pub struct DetailLabels {
    pub updated: &'static str,
    pub previous_imei: &'static str,
    pub current_imei: &'static str,
    pub placement: &'static str,
    pub model: &'static str,
    pub online_elsewhere: &'static str,
    pub created_time: &'static str,
    pub modified_time: &'static str,
    pub fee_time: &'static str,
}

impl Messages {
    /// The reader's name of a key of the query language or of a record; `None` for one that has none.
    pub fn key_name(&self, key: &str) -> Option<&'static str> {
        if let Some(field) = Field::from_key(key).or_else(|| Field::from_record_key(key)) {
            return Some((self.field_name)(field));
        }
        let details = &self.details;
        Some(match key {
            "updated" => details.updated,
            "previousImei" => details.previous_imei,
            "currentImei" => details.current_imei,
            "placement" => details.placement,
            "model" => details.model,
            "createdTime" => details.created_time,
            "lastModifiedTime" => details.modified_time,
            "renewalFeeStatusSetTime" => details.fee_time,
            "eid" => "EID",
            _ => return None,
        })
    }

    /// The reader's name of a key of the query language, of a tag as well.
    pub fn key_label(&self, key: &str) -> String {
        let tag = || key.strip_prefix("tag.").map(self.asking.tag);
        let column = || key.strip_prefix("list.").map(self.own_lists.column);
        self.key_name(key).map(str::to_owned).or_else(tag).or_else(column).unwrap_or_else(|| key.to_owned())
    }

    /// The reader's name of a column of the table.
    pub fn column_name(&self, column: ColumnKey) -> String {
        self.key_label(column.name())
    }

    /// A state of connectivity, or a place that is no country, in the reader's words.
    pub fn value_name(&self, key: &str) -> Option<&'static str> {
        Some(match key {
            "online" => self.online,
            "offline" => self.offline,
            "never" => self.never_connected,
            "unknown" => self.unknown,
            "international" => self.international,
            "test" => self.test_network,
            "private" => self.private_network,
            "none" => self.none,
            "set" => self.lock_set,
            "mismatch" => self.lock_mismatch,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browsers_language_is_found_by_its_primary_tag() {
        let cases = [
            ("ja", Some("ja")),
            ("ja-JP", Some("ja")),
            ("en-GB", Some("en")),
            ("JA", Some("ja")),
            ("de", None),
            ("", None),
        ];
        for (tag, want) in cases {
            assert_eq!(Language::from_tag(tag).map(Language::tag), want, "{tag}");
        }
    }

    #[test]
    fn one_is_one_sim_and_two_are_two() {
        let words = Language::English.messages();
        assert_eq!([(words.sims)(FormattedCount(1)), (words.sims)(FormattedCount(2))], ["1 SIM", "2 SIMs"]);
        assert_eq!((words.in_countries)(FormattedCount(1)), "in 1 country");
        assert_eq!((Language::Japanese.messages().sims)(FormattedCount(2)), "SIM 2 枚");
    }
}
