//! One question at a time: the newest waits while one is under way, and older ones are forgotten.

use engine::ViewRequest;

/// The questions on their way to the worker. What is sent is answered once; what was superseded is never sent.
#[derive(Debug, Default)]
pub struct Questions {
    seq: u32,
    flying: Option<ViewRequest>,
    waiting: Option<ViewRequest>,
}

impl Questions {
    /// Numbers a question. It is given back to be sent now, or kept until [`Self::answered`].
    pub fn ask(&mut self, mut question: ViewRequest) -> Option<ViewRequest> {
        self.seq += 1;
        question.seq = self.seq;
        if self.flying.is_some() {
            self.waiting = Some(question);
            return None;
        }
        self.flying = Some(question.clone());
        Some(question)
    }

    /// An answer came. The question that waited, to be sent now.
    pub fn answered(&mut self, seq: u32) -> Option<ViewRequest> {
        if self.flying.as_ref().is_some_and(|flying| flying.seq == seq) {
            self.flying = self.waiting.take();
            return self.flying.clone();
        }
        None
    }

    /// Whether an answer is awaited.
    pub fn flying(&self) -> bool {
        self.flying.is_some()
    }

    /// The worker is gone: no answer will come. The question that it died on.
    pub fn forget(&mut self) -> Option<ViewRequest> {
        self.waiting = None;
        self.flying.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(query: &str) -> ViewRequest {
        ViewRequest { query: query.into(), row_count: 60, utc: true, ..ViewRequest::default() }
    }

    #[test]
    fn the_newest_question_supersedes_those_that_wait() {
        let mut questions = Questions::default();
        assert_eq!(questions.ask(about("a")).map(|q| q.seq), Some(1));
        assert_eq!(questions.ask(about("b")), None);
        assert_eq!(questions.ask(about("c")), None);
        assert_eq!(questions.answered(1).map(|q| (q.seq, q.query)), Some((3, "c".into())));
        assert_eq!(questions.answered(1), None, "an answer is counted once");
        assert!(questions.flying());
        assert_eq!(questions.answered(3), None);
        assert!(!questions.flying());
    }

    #[test]
    fn a_dead_worker_answers_nothing() {
        let mut questions = Questions::default();
        questions.ask(about("a"));
        questions.ask(about("b"));
        assert_eq!(questions.forget().map(|q| q.query), Some("a".into()));
        assert_eq!(questions.ask(about("c")).map(|q| q.seq), Some(3));
    }
}
