//! The SIMs of a coverage.

use std::collections::HashMap;

use sample::{SampleFleet, SampleShape};
use serde_json::Value;

use crate::{EmulatedCoverage, EmulatorSettings};

/// Japan's SIMs have other numbers than Global's: theirs begin here.
const FIRST_JAPAN_INDEX: u32 = 5_000_000;

/// The SIMs of a coverage: who they are. What is known of each is made anew whenever it is asked for.
#[derive(Debug)]
pub(crate) struct Population {
    sample: SampleFleet,
    /// IMSI and number in the sample, by IMSI.
    subscribers: Vec<(String, u32)>,
    /// In the sample's order.
    sims: Vec<SimEntry>,
    sim_indices: HashMap<String, usize>,
}

/// A SIM: the numbers in the sample of its subscriptions, the primary first.
#[derive(Debug)]
struct SimEntry {
    id: String,
    subscriptions: Vec<u32>,
}

impl Population {
    /// Global is the sample fleet; Japan has those of another that have a plan of Japan's.
    pub fn new(coverage: EmulatedCoverage, settings: &EmulatorSettings) -> Self {
        let (seed, first, count) = match coverage {
            EmulatedCoverage::Global => (settings.seed, 0, settings.sims),
            EmulatedCoverage::Japan => (!settings.seed, FIRST_JAPAN_INDEX, settings.jp_sims.unwrap_or(settings.sims)),
        };
        let sample = SampleFleet { seed, now: settings.now_ms, shape: SampleShape::Subscribers };
        let records = (first..u32::MAX)
            .map(|i| (i, sample.record_at(i)))
            .filter(|(_, record)| coverage == EmulatedCoverage::Global || record["subscription"] == "plan-D")
            .take(count as usize);
        let mut population = Self { sample, subscribers: vec![], sims: vec![], sim_indices: HashMap::new() };
        for (i, record) in records {
            population.subscribers.push((string_or_empty(&record["imsi"]), i));
            let id = string_or_empty(&record["simId"]);
            let at = *population.sim_indices.entry(id.clone()).or_insert(population.sims.len());
            match population.sims.get_mut(at) {
                Some(card) => card.subscriptions.push(i),
                None => population.sims.push(SimEntry { id, subscriptions: vec![i] }),
            }
        }
        population.subscribers.sort_unstable();
        population
    }

    /// How many subscriptions there are.
    pub fn subscriber_count(&self) -> usize {
        self.subscribers.len()
    }

    /// How many SIMs there are.
    pub fn sim_count(&self) -> usize {
        self.sims.len()
    }

    /// Where those behind an IMSI begin.
    pub fn index_after_imsi(&self, imsi: &str) -> usize {
        self.subscribers.partition_point(|(other, _)| other.as_str() <= imsi)
    }

    /// The subscription at a place in the order of the IMSIs.
    pub fn subscriber_at(&self, at: usize) -> Option<Value> {
        self.subscribers.get(at).map(|(_, i)| self.sample.record_at(*i))
    }

    /// The subscription with an IMSI.
    pub fn subscriber_by_imsi(&self, imsi: &str) -> Option<Value> {
        let at = self.subscribers.binary_search_by(|(other, _)| other.as_str().cmp(imsi)).ok()?;
        self.subscriber_at(at)
    }

    /// Where a SIM is.
    pub fn sim_index(&self, sim_id: &str) -> Option<usize> {
        self.sim_indices.get(sim_id).copied()
    }

    /// The subscriptions of a SIM, the primary first.
    pub fn subscriptions_of_sim(&self, sim_id: &str) -> Option<Vec<Value>> {
        let card = self.sims.get(self.sim_index(sim_id)?)?;
        Some(card.subscriptions.iter().map(|i| self.sample.record_at(*i)).collect())
    }

    /// The SIM at a place: its primary subscription's record, and under its profile the other subscriptions.
    pub fn sim_at(&self, at: usize) -> Option<Value> {
        let card = self.sims.get(at)?;
        let sample = SampleFleet { shape: SampleShape::Sims, ..self.sample };
        let (primary, others) = card.subscriptions.split_first()?;
        let mut sim = sample.record_at(*primary);
        debug_assert_eq!(sim["simId"], card.id.as_str());
        for other in others {
            let mut other = sample.record_at(*other);
            let profile = string_or_empty(&other["activeProfileId"]);
            if let Value::Object(subscribers) = other["profiles"][&profile]["subscribers"].take() {
                for (imsi, subscriber) in subscribers {
                    sim["profiles"][&profile]["subscribers"][imsi] = subscriber;
                }
            }
        }
        Some(sim)
    }
}

pub(crate) fn string_or_empty(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
