//! Which source to leave out when the worker dies: one whose reading killed it twice.

use std::collections::BTreeMap;

/// How often a source may kill the worker before it is left out.
const CHANCES: u32 = 2;

/// What to do after the worker died.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Read everything again.
    Again,
    /// Read everything again but this source.
    LeaveOut(u32),
    /// It dies without reading anything: starting it once more would not help.
    GiveUp,
}

/// The deaths so far, by the source that was being read.
#[derive(Debug, Default)]
pub struct Blame {
    deaths: BTreeMap<Option<u32>, u32>,
}

impl Blame {
    /// The worker died while it read this source; `None` while it read nothing.
    pub fn died(&mut self, reading: Option<u32>) -> Verdict {
        let deaths = self.deaths.entry(reading).or_default();
        *deaths += 1;
        match reading {
            Some(source) if *deaths >= CHANCES => Verdict::LeaveOut(source),
            None if *deaths > CHANCES => Verdict::GiveUp,
            _ => Verdict::Again,
        }
    }

    /// The worker answered: deaths without a source no longer count.
    pub fn lives(&mut self) {
        self.deaths.remove(&None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_death_on_a_source_leaves_it_out() {
        let mut blame = Blame::default();
        assert_eq!(blame.died(Some(1)), Verdict::Again);
        assert_eq!(blame.died(Some(2)), Verdict::Again);
        assert_eq!(blame.died(Some(1)), Verdict::LeaveOut(1));
    }

    #[test]
    fn a_worker_that_never_answers_is_given_up() {
        let mut blame = Blame::default();
        assert_eq!((blame.died(None), blame.died(None)), (Verdict::Again, Verdict::Again));
        blame.lives();
        assert_eq!((blame.died(None), blame.died(None)), (Verdict::Again, Verdict::Again));
        assert_eq!(blame.died(None), Verdict::GiveUp);
    }
}
