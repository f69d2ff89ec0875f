//! How the panels break a selection down: which tags are counted, which tab is open, by which keys the pivot counts.

use engine::PivotRequest;
use leptos::prelude::*;

/// Number of tags that are counted before the reader has chosen any.
const DEFAULT_TAG_COUNT: usize = 2;

/// What the panels beside the table show.
#[derive(Clone, Copy)]
pub struct PanelStore {
    /// Whether last seen is shown by the calendar.
    pub by_calendar: RwSignal<bool>,
    /// Whether the lengths of sessions are shown where there is room for one histogram.
    pub durations_shown: RwSignal<bool>,
    /// The keys of the tags whose values are counted.
    pub counted_tags: RwSignal<Vec<String>>,
    /// Whether these tags stay, whichever the fleet has.
    tags_fixed: StoredValue<bool>,
    /// The tab beside the map; empty for the first one.
    pub ranking_tab: RwSignal<String>,
    /// Whether that tab takes the room of the map as well.
    pub ranking_wide: RwSignal<bool>,
    /// The keys of the pivot's two sides.
    pub pivot_keys: RwSignal<(String, String)>,
    /// The key of what is added up in place of counting SIMs; empty where SIMs are counted.
    pub measure: RwSignal<String>,
}

impl Default for PanelStore {
    fn default() -> Self {
        Self {
            by_calendar: RwSignal::default(),
            durations_shown: RwSignal::default(),
            counted_tags: RwSignal::default(),
            tags_fixed: StoredValue::default(),
            ranking_tab: RwSignal::default(),
            ranking_wide: RwSignal::default(),
            measure: RwSignal::default(),
            pivot_keys: RwSignal::new(("country".into(), "status".into())),
        }
    }
}

impl PanelStore {
    /// The pivot that is to be counted.
    pub fn pivot_request(self) -> PivotRequest {
        let (rows, columns) = self.pivot_keys.get();
        PivotRequest { rows, columns }
    }

    /// Counts the first tags of a fleet that is still being read, until the reader chooses some.
    pub fn follow_tags(self, tags: &[String]) {
        if !self.tags_fixed.get_value() {
            let first: Vec<_> = tags.iter().filter(|key| *key != "name").take(DEFAULT_TAG_COUNT).cloned().collect();
            if self.counted_tags.with_untracked(|counted| *counted != first) {
                self.counted_tags.set(first);
            }
        }
    }

    /// The fleet is whole: the tags that are counted stay from now on.
    pub fn fix_tags(self, tags: &[String]) {
        if !tags.is_empty() {
            self.follow_tags(tags);
            self.tags_fixed.set_value(true);
        }
    }

    /// There is no fleet any more.
    pub fn forget_tags(self) {
        self.tags_fixed.set_value(false);
        self.counted_tags.set(Vec::new());
    }

    /// Counts the values of a tag, or no longer.
    pub fn toggle_tag(self, key: &str) {
        self.tags_fixed.set_value(true);
        self.counted_tags.update(|tags| {
            let before = tags.len();
            tags.retain(|tag| tag != key);
            if tags.len() == before {
                tags.push(key.to_owned());
            }
        });
    }
}
