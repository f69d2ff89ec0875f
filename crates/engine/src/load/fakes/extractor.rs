//! Extractors that are slow, die, garble or take nothing.

use super::super::*;
use super::Turns;
use crate::{decode_message, encode_message};
use ingest::RunExtractor;
use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

/// How a fake extractor behaves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Behaviour {
    /// Replies after so many turns.
    Replies(usize),
    /// Dies with its first chunk, after so many turns.
    Dies(usize),
    /// Replies with columns that cannot be decoded.
    Garbles,
    /// Takes no chunk.
    Refuses,
    /// Has not come up.
    IsDown,
}

pub struct FakeExtractor {
    behaviour: Behaviour,
    in_flight: Rc<Cell<usize>>,
    is_dead: Rc<Cell<bool>>,
    turns: Rc<Turns>,
}

impl FakeExtractor {
    pub fn new(behaviour: Behaviour, turns: &Rc<Turns>) -> Self {
        Self { behaviour, in_flight: Rc::default(), is_dead: Rc::default(), turns: Rc::clone(turns) }
    }
}

pub struct FakeReply {
    reply: Option<Result<ExtractReply<Vec<u8>>, ExtractorLost>>,
    turns_left: usize,
    turns: Rc<Turns>,
    in_flight: Rc<Cell<usize>>,
}

impl Future for FakeReply {
    type Output = Result<ExtractReply<Vec<u8>>, ExtractorLost>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<Self::Output> {
        if self.turns_left > 0 {
            self.turns_left -= 1;
            self.turns.take_turn();
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.in_flight.set(self.in_flight.get() - 1);
        Poll::Ready(self.reply.take().unwrap())
    }
}

impl ChunkExtractor for FakeExtractor {
    type Buffer = Vec<u8>;
    type Reply = FakeReply;

    fn chunks_in_flight(&self) -> Option<usize> {
        (self.behaviour != Behaviour::IsDown && !self.is_dead.get()).then(|| self.in_flight.get())
    }

    fn dispatch_chunk(&self, request: ExtractRequest, chunk: Vec<u8>) -> Result<FakeReply, Vec<u8>> {
        let reply = || match extract_chunk(&mut RunExtractor::default(), &chunk, request) {
            Some(extracted) => ExtractReply::Extracted(extracted),
            None => ExtractReply::Declined(chunk.clone()),
        };
        let (turns_left, reply) = match self.behaviour {
            Behaviour::Refuses | Behaviour::IsDown => return Err(chunk),
            Behaviour::Replies(turns) => (turns, Ok(transfer_reply(reply()))),
            Behaviour::Dies(turns) => {
                self.is_dead.set(true);
                (turns, Err(ExtractorLost))
            }
            Behaviour::Garbles => {
                let garbled = EncodedChunk { record_bytes: 1, columns: vec![255; 3], head: vec![], tail: vec![] };
                (0, Ok(ExtractReply::Extracted(garbled)))
            }
        };
        self.in_flight.set(self.in_flight.get() + 1);
        assert!(self.in_flight.get() <= 2, "an extractor has two chunks at most");
        let (turns, in_flight) = (Rc::clone(&self.turns), Rc::clone(&self.in_flight));
        Ok(FakeReply { reply: Some(reply), turns_left, turns, in_flight })
    }
}

/// Sends a reply as workers do: encoded, with its buffers beside it.
fn transfer_reply(reply: ExtractReply<Vec<u8>>) -> ExtractReply<Vec<u8>> {
    let (header, buffers) = reply.into_parts();
    let header = decode_message(&encode_message(&header).unwrap()).unwrap();
    ExtractReply::from_parts(header, buffers).unwrap()
}
