//! Which source to leave out when the worker dies: one whose reading killed it twice.

/// How often a source may kill the worker before it is left out.
const MAX_CRASHES_PER_SOURCE: usize = 2;

/// What to do after the worker died.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RestartAction {
    /// Read everything again.
    ReloadAll,
    /// Read everything again but this source.
    ExcludeSource(u32),
    /// It dies without reading anything: starting it once more would not help.
    GiveUp,
}

/// The deaths so far, by the source that was being read.
#[derive(Debug, Default)]
pub struct CrashTracker {
    /// The sources that were read when the worker died, one for each time.
    crashes: Vec<Option<u32>>,
}

impl CrashTracker {
    /// The worker died while it read this source; `None` while it read nothing.
    pub fn record_crash(&mut self, reading: Option<u32>) -> RestartAction {
        self.crashes.push(reading);
        let deaths = self.crashes.iter().filter(|crash| **crash == reading).count();
        match reading {
            Some(source) if deaths >= MAX_CRASHES_PER_SOURCE => RestartAction::ExcludeSource(source),
            None if deaths > MAX_CRASHES_PER_SOURCE => RestartAction::GiveUp,
            _ => RestartAction::ReloadAll,
        }
    }

    /// The worker answered: deaths without a source no longer count.
    pub fn record_answer(&mut self) {
        self.crashes.retain(Option::is_some);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_crash_on_a_source_excludes_it() {
        let mut blame = CrashTracker::default();
        assert_eq!(blame.record_crash(Some(1)), RestartAction::ReloadAll);
        assert_eq!(blame.record_crash(Some(2)), RestartAction::ReloadAll);
        assert_eq!(blame.record_crash(Some(1)), RestartAction::ExcludeSource(1));
    }

    #[test]
    fn a_worker_that_never_answers_is_given_up() {
        let mut blame = CrashTracker::default();
        assert_eq!(
            (blame.record_crash(None), blame.record_crash(None)),
            (RestartAction::ReloadAll, RestartAction::ReloadAll)
        );
        blame.record_answer();
        assert_eq!(
            (blame.record_crash(None), blame.record_crash(None)),
            (RestartAction::ReloadAll, RestartAction::ReloadAll)
        );
        assert_eq!(blame.record_crash(None), RestartAction::GiveUp);
    }
}
