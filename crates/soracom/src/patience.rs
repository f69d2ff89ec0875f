//! A call that fails for a while: how long to wait, how often to try.

use crate::Error;
use std::future::Future;

/// How often a call is tried in a row.
pub const TRIES: u32 = 10;
/// The longest wait, in milliseconds: a rate limit is over within a minute (Soracom's page on rate limits).
pub const LONGEST: u64 = 60_000;

/// A wait before the next try.
#[derive(Clone, PartialEq, Debug)]
pub struct Wait {
    /// How long, in milliseconds.
    pub ms: u64,
    /// Why.
    pub error: Error,
    /// Which try will follow; the second is 2.
    pub attempt: u32,
}

/// Who waits.
pub trait Patience {
    /// Waits; says whether to try again.
    fn wait(&self, wait: Wait) -> impl Future<Output = bool>;
}

/// Tries a call until it succeeds, fails for good, or patience ends.
///
/// # Errors
/// The last try's.
pub async fn patient<T>(patience: &impl Patience, mut call: impl AsyncFnMut() -> Result<T, Error>) -> Result<T, Error> {
    let mut attempt = 1;
    loop {
        let error = match call().await {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        let Some(ms) = before(&error, attempt) else { return Err(error) };
        attempt += 1;
        if !patience.wait(Wait { ms, error: error.clone(), attempt }).await {
            return Err(error);
        }
    }
}

/// How long to wait after so many tries; `None` to give up.
fn before(error: &Error, tries: u32) -> Option<u64> {
    if !error.passes() || tries >= TRIES {
        return None;
    }
    let first = match error {
        // What the answer says is true, whatever it is; a little longer, as clocks differ.
        Error::Busy { after: Some(after) } => return Some((after + 250).min(LONGEST)),
        Error::Busy { after: None } => 5_000,
        _ => 1_000,
    };
    Some((first << (tries - 1).min(16)).min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::{Cell, RefCell};

    #[test]
    fn waits_grow_to_a_minute_and_honour_the_answer() {
        let (server, busy) = (Error::Server { status: 500, message: String::new() }, Error::Busy { after: None });
        let told = Error::Busy { after: Some(7_000) };
        for (error, tries, ms) in [
            (&server, 1, Some(1_000)),
            (&server, 2, Some(2_000)),
            (&server, 7, Some(60_000)),
            (&server, 9, Some(60_000)),
            (&server, 10, None),
            (&busy, 1, Some(5_000)),
            (&busy, 5, Some(60_000)),
            (&told, 1, Some(7_250)),
            (&told, 9, Some(7_250)),
            (&Error::Busy { after: Some(600_000) }, 1, Some(60_000)),
            (&Error::Blind, 1, None),
            (&Error::Expired { code: String::new(), message: String::new() }, 1, None),
        ] {
            assert_eq!(before(error, tries), ms, "{error} after {tries}");
        }
    }

    struct Counting(RefCell<Vec<u64>>, usize);

    impl Patience for Counting {
        async fn wait(&self, wait: Wait) -> bool {
            self.0.borrow_mut().push(wait.ms);
            self.0.borrow().len() < self.1
        }
    }

    #[test]
    fn tries_until_it_succeeds_or_patience_ends() {
        let failing = |fails: u32| {
            let left = Cell::new(fails);
            move || {
                let now = left.get();
                left.set(now.saturating_sub(1));
                async move { if now > 0 { Err(Error::Cut { bytes: 0 }) } else { Ok(now) } }
            }
        };
        for (fails, patience, waits, good) in [(0, 9, 0, true), (3, 9, 3, true), (3, 2, 2, false), (99, 99, 9, false)] {
            let counting = Counting(RefCell::default(), patience);
            let result = pollster::block_on(patient(&counting, failing(fails)));
            assert_eq!((result.is_ok(), counting.0.borrow().len()), (good, waits), "{fails} failures");
        }
    }
}
