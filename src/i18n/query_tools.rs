//! The messages of suggestions, ranges, the pivot, the look-up, the comparison, saved views and one SIM.

use crate::format::FormattedCount;
use crate::state::Expectation;
use engine::CountryEvidence;

/// The messages, in one language.
pub struct QueryToolMessages {
    pub completions: fn(FormattedCount) -> String,
    pub recent: &'static str,
    pub examples_title: &'static str,
    pub examples: [&'static str; 6],
    pub keys: &'static str,
    pub language_title: &'static str,
    pub language: &'static [(&'static str, &'static str)],
    pub still_showing: fn(&str) -> String,
    pub everything: &'static str,
    pub exclude_hint: &'static str,
    pub hold_hint: &'static str,
    pub tags: &'static str,
    pub tag: fn(&str) -> String,

    pub by_age: &'static str,
    pub by_calendar: &'static str,
    pub scale: &'static str,
    pub duration: &'static str,
    pub duration_short: &'static str,
    pub unknown_length: fn(FormattedCount) -> String,
    pub from: &'static str,
    pub to: &'static str,
    pub dates: &'static str,
    pub apply: &'static str,
    pub range_start: &'static str,
    pub range_end: &'static str,

    pub pivot: &'static str,
    pub rows: &'static str,
    pub columns: &'static str,
    pub sum: &'static str,
    pub expand: &'static str,
    pub table: &'static str,
    pub save_table: &'static str,
    pub share: &'static str,
    pub more_values: fn(FormattedCount) -> String,

    pub thresholds: &'static str,
    pub silent_after: &'static str,
    pub stale_after: &'static str,
    pub expires_within: &'static str,
    pub days: &'static str,

    pub look_up: &'static str,
    pub look_up_offer: fn(FormattedCount) -> String,
    pub look_up_title: &'static str,
    pub look_up_hint: &'static str,
    pub look_up_submit: &'static str,
    /// How many identifiers, how many different ones, how many of them are found, how many SIMs they stand for, and how many are not found.
    pub found: fn(FormattedCount, FormattedCount, FormattedCount, FormattedCount, FormattedCount) -> String,
    pub missing: fn(FormattedCount) -> String,
    pub several: fn(FormattedCount) -> String,
    pub repeated: fn(FormattedCount) -> String,
    pub shortened: fn(FormattedCount) -> String,
    pub shortened_hint: &'static str,
    pub select_found: fn(FormattedCount) -> String,
    pub copy_missing: &'static str,
    pub nothing_to_look_up: &'static str,

    pub compare: &'static str,
    pub compare_hint: &'static str,
    pub baseline: &'static str,
    pub baseline_file: &'static str,
    pub stop_comparing: &'static str,
    pub compared: fn(&str) -> String,
    pub compared_with: fn(&str) -> String,
    pub compare_link: &'static str,
    pub unchanged: &'static str,
    pub change: fn(&str) -> &'static str,

    pub views: &'static str,
    pub save_view: &'static str,
    pub expectation: &'static str,
    pub expectation_example: &'static str,
    pub expectation_help: &'static str,
    pub expects: fn(Expectation) -> String,
    pub checks: &'static str,
    pub check_met: &'static str,
    pub check_failed: &'static str,
    pub checks_failed: fn(FormattedCount) -> String,
    pub view_name: &'static str,
    pub copy_link: &'static str,
    pub link_note: &'static str,
    pub copy_views: &'static str,
    pub paste_views: &'static str,
    pub views_read: fn(FormattedCount) -> String,
    pub delete_view: fn(&str) -> String,
    pub first_views: [&'static str; 6],

    pub flags: &'static str,
    pub changes: &'static str,
    pub find_json: &'static str,
    pub hits: fn(FormattedCount) -> String,
    pub where_map: fn(&str) -> String,
    /// What says so, and when that was.
    pub evidence: fn(CountryEvidence, Option<&str>) -> String,

    pub definitions_title: &'static str,
    /// The findings whose names do not say it all, by their keys.
    pub definitions: &'static [(&'static str, &'static str)],
    pub meanings: &'static str,
    pub meaning: &'static [(&'static str, &'static str)],
}

#[cfg(test)]
mod tests {
    use crate::i18n::Language;

    #[test]
    fn every_change_has_a_word() {
        let keys = [
            "new", "gone", "country", "operator", "cell", "imei", "session", "silent", "back", "status", "group",
            "tags", "same",
        ];
        for words in Language::ALL.map(|language| language.messages().asking) {
            assert!(keys.iter().all(|key| !(words.change)(key).is_empty()));
            assert_eq!((words.change)("x"), "");
        }
    }
}
