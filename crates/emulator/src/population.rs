//! The SIMs of a coverage.

use std::collections::HashMap;
use std::sync::Mutex;

use sample::{SampleFleet, SampleShape};
use serde_json::Value;

use crate::api::lock_ignoring_poison;
use crate::changes::SimChanges;
use crate::{EmulatedCoverage, EmulatorSettings};

/// Index of the first SIM of Japan in the sample, so that its SIMs have other numbers than those of Global.
const FIRST_JAPAN_INDEX: u32 = 5_000_000;

/// The SIMs of a coverage by their indices in the sample. Their records are generated again for each request.
#[derive(Debug)]
pub(crate) struct Population {
    sample: SampleFleet,
    /// IMSI and index in the sample of each subscription, sorted by IMSI.
    subscribers: Vec<(String, u32)>,
    /// All SIMs in the sample's order.
    sims: Vec<SimEntry>,
    sim_indices: HashMap<String, usize>,
    /// What callers have changed.
    pub changes: Mutex<SimChanges>,
}

/// A SIM with the indices in the sample of its subscriptions, the primary one first.
#[derive(Debug)]
struct SimEntry {
    id: String,
    subscriptions: Vec<u32>,
}

impl Population {
    /// Creates the SIMs of a coverage: for Global the sample fleet, for Japan the SIMs of another sample fleet that
    /// have a Japanese plan.
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
        let mut population =
            Self { sample, subscribers: vec![], sims: vec![], sim_indices: HashMap::new(), changes: Mutex::default() };
        for (i, record) in records {
            population.subscribers.push((string_or_empty(&record["imsi"]), i));
            let id = string_or_empty(&record["simId"]);
            let sim_index = *population.sim_indices.entry(id.clone()).or_insert(population.sims.len());
            match population.sims.get_mut(sim_index) {
                Some(sim) => sim.subscriptions.push(i),
                None => population.sims.push(SimEntry { id, subscriptions: vec![i] }),
            }
        }
        population.subscribers.sort_unstable();
        population
    }

    /// Returns the number of subscriptions.
    pub fn subscriber_count(&self) -> usize {
        self.subscribers.len()
    }

    /// Returns the number of SIMs.
    pub fn sim_count(&self) -> usize {
        self.sims.len()
    }

    /// Returns the index of the first subscription after an IMSI.
    pub fn index_after_imsi(&self, imsi: &str) -> usize {
        self.subscribers.partition_point(|(other, _)| other.as_str() <= imsi)
    }

    /// Returns the record of the subscription at an index in the order of the IMSIs.
    pub fn subscriber_at(&self, index: usize) -> Option<Value> {
        self.subscribers.get(index).map(|(_, i)| self.record_at(*i))
    }

    /// Returns the record at an index in the sample as it is now.
    fn record_at(&self, index: u32) -> Value {
        self.with_changes(self.sample.record_at(index))
    }

    fn with_changes(&self, mut record: Value) -> Value {
        lock_ignoring_poison(&self.changes).apply(&mut record);
        record
    }

    /// Returns the record of the subscription with an IMSI.
    pub fn subscriber_by_imsi(&self, imsi: &str) -> Option<Value> {
        let index = self.subscribers.binary_search_by(|(other, _)| other.as_str().cmp(imsi)).ok()?;
        self.subscriber_at(index)
    }

    /// Returns the index of a SIM.
    pub fn sim_index(&self, sim_id: &str) -> Option<usize> {
        self.sim_indices.get(sim_id).copied()
    }

    /// Returns the records of the subscriptions of a SIM, the primary one first.
    pub fn subscriptions_of_sim(&self, sim_id: &str) -> Option<Vec<Value>> {
        let sim = self.sims.get(self.sim_index(sim_id)?)?;
        Some(sim.subscriptions.iter().map(|i| self.record_at(*i)).collect())
    }

    /// Returns the record of the SIM at an index: that of its primary subscription, with the other subscriptions under
    /// its profile.
    pub fn sim_at(&self, index: usize) -> Option<Value> {
        let entry = self.sims.get(index)?;
        let sample = SampleFleet { shape: SampleShape::Sims, ..self.sample };
        let (primary, others) = entry.subscriptions.split_first()?;
        let mut sim = sample.record_at(*primary);
        debug_assert_eq!(sim["simId"], entry.id.as_str());
        for other in others {
            let mut other = sample.record_at(*other);
            let profile = string_or_empty(&other["activeProfileId"]);
            if let Value::Object(subscribers) = other["profiles"][&profile]["subscribers"].take() {
                for (imsi, subscriber) in subscribers {
                    sim["profiles"][&profile]["subscribers"][imsi] = subscriber;
                }
            }
        }
        Some(self.with_changes(sim))
    }
}

pub(crate) fn string_or_empty(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
