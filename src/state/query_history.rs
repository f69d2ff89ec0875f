//! Earlier queries, remembered in the tab alone.

/// Maximum number of queries that are remembered.
const MAX_QUERY_HISTORY: usize = 100;

/// The queries that were applied, and how far back in them the reader is.
#[derive(Debug, Default)]
pub struct QueryHistory {
    /// The newest last.
    queries: Vec<String>,
    /// How many queries back the box is; 0 for what the reader typed.
    steps_back: usize,
    /// What the reader had typed before going back.
    typed: String,
}

impl QueryHistory {
    /// Remembers a query that was applied.
    pub fn push(&mut self, text: &str) {
        (self.steps_back, self.typed) = (0, String::new());
        if !text.is_empty() && self.queries.last().is_none_or(|last| last != text) {
            self.queries.push(text.to_owned());
            let surplus = self.queries.len().saturating_sub(MAX_QUERY_HISTORY);
            self.queries.drain(..surplus);
        }
    }

    /// Returns the last queries, each once, the newest first.
    pub fn recent(&self, count: usize) -> Vec<String> {
        let mut recent: Vec<String> = Vec::new();
        for text in self.queries.iter().rev() {
            if recent.len() < count && !recent.contains(text) {
                recent.push(text.clone());
            }
        }
        recent
    }

    /// Returns the query before the one in the box, if there is one.
    pub fn older(&mut self, draft: &str) -> Option<String> {
        self.move_to(self.steps_back + 1, draft)
    }

    /// Returns the query after the one in the box, or what was typed before going back.
    pub fn newer(&mut self, draft: &str) -> Option<String> {
        self.move_to(self.steps_back.checked_sub(1)?, draft)
    }

    fn move_to(&mut self, steps_back: usize, draft: &str) -> Option<String> {
        let typed = if self.steps_back == 0 { draft.to_owned() } else { self.typed.clone() };
        let text = match steps_back.checked_sub(1) {
            None => typed.clone(),
            Some(at) => self.queries.iter().rev().filter(|text| **text != typed).nth(at)?.clone(),
        };
        (self.steps_back, self.typed) = (steps_back, typed);
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recent_queries_are_told_once_and_newest_first() {
        let mut history = QueryHistory::default();
        for query in ["a", "b", "a", "c"] {
            history.push(query);
        }
        assert_eq!(
            (history.recent(2), history.recent(9)),
            (vec!["c".into(), "a".into()], vec!["c".into(), "a".into(), "b".into()])
        );
    }

    #[test]
    fn going_back_and_forth_ends_at_what_was_typed() {
        let mut history = QueryHistory::default();
        for query in ["a", "b", "b", ""] {
            history.push(query);
        }
        assert_eq!(history.newer("x"), None);
        assert_eq!(history.older("x").as_deref(), Some("b"));
        assert_eq!(history.older("b").as_deref(), Some("a"));
        assert_eq!(history.older("a"), None);
        assert_eq!(history.newer("a").as_deref(), Some("b"));
        assert_eq!(history.newer("b").as_deref(), Some("x"));
    }

    #[test]
    fn the_query_in_the_box_is_not_offered_again() {
        let mut history = QueryHistory::default();
        for query in ["a", "b"] {
            history.push(query);
        }
        assert_eq!(history.older("b").as_deref(), Some("a"));
    }

    #[test]
    fn the_oldest_queries_are_forgotten() {
        let mut history = QueryHistory::default();
        (0..=MAX_QUERY_HISTORY).for_each(|n| history.push(&n.to_string()));
        let oldest = std::iter::from_fn(|| history.older("")).last();
        assert_eq!(oldest.as_deref(), Some("1"));
    }
}
