//! Who an action is for: counted before anything is written.

use crate::{ActionForm, ActionKind, Exclusion, SimAction, SimTarget};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

/// What an action will do, in numbers of SIMs.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ActionSummary {
    /// SIMs that it is for.
    pub targets: usize,
    /// Those by status, the most frequent first.
    pub by_status: Vec<(String, usize)>,
    /// Those by country, by ISO code; empty where that is not known.
    pub by_country: Vec<(String, usize)>,
    /// Those that are online right now.
    pub online: usize,
    /// Those for which the action costs a reactivation fee: they leave standby or suspension.
    pub fee_now: usize,
    /// Those for which it costs a reactivation fee to go back to what they are now.
    pub fee_to_reverse: usize,
    /// Those that are ready, and cannot become so again.
    pub no_longer_ready: usize,
    /// SIMs that are left out.
    pub left_out: Vec<(Exclusion, usize)>,
}

/// An action in a form, with the SIMs that it is for, which are added one after another.
#[derive(Clone, Debug)]
pub struct ActionPlan {
    action: SimAction,
    form: ActionForm,
    summary: ActionSummary,
    statuses: FxHashMap<String, usize>,
    countries: FxHashMap<String, usize>,
    known: FxHashSet<Box<str>>,
    /// The group of the SIMs so far; empty where they are in none, or in several.
    group: Option<String>,
}

impl ActionPlan {
    /// For no SIMs yet.
    pub fn new(action: SimAction, form: ActionForm) -> Self {
        Self {
            action,
            form,
            summary: ActionSummary::default(),
            statuses: FxHashMap::default(),
            countries: FxHashMap::default(),
            known: FxHashSet::default(),
            group: None,
        }
    }

    /// Adds a SIM, and returns why the action is not for it; `None` where it is.
    pub fn add(&mut self, sim: &SimTarget) -> Option<Exclusion> {
        let excluded = sim.exclusion(&self.action, self.form);
        let excluded = match excluded {
            None if !self.known.insert(sim.identifier().into()) => Some(Exclusion::Repeated),
            excluded => excluded,
        };
        if let Some(why) = excluded {
            match self.summary.left_out.iter_mut().find(|(other, _)| *other == why) {
                Some((_, count)) => *count += 1,
                None => self.summary.left_out.push((why, 1)),
            }
            return excluded;
        }
        self.summary.targets += 1;
        if *self.group.get_or_insert_with(|| sim.group_id.clone()) != sim.group_id {
            self.group = Some(String::new());
        }
        *self.statuses.entry(sim.status.clone()).or_default() += 1;
        *self.countries.entry(sim.country.clone()).or_default() += 1;
        self.summary.online += usize::from(sim.is_online);
        // Soracom asks a fee for each change from standby or suspension to active or inactive.
        // https://support.soracom.io/hc/en-us/articles/225809348
        let is_resting = |status: &str| matches!(status, "standby" | "suspended");
        if let Some(after) = self.action.kind().status_after() {
            self.summary.fee_now += usize::from(is_resting(&sim.status) && !is_resting(after));
            self.summary.fee_to_reverse += usize::from(is_resting(after) && !is_resting(&sim.status));
            self.summary.no_longer_ready += usize::from(sim.status == "ready");
        }
        None
    }

    /// What it will do, as far as SIMs were added.
    pub fn summary(&self) -> ActionSummary {
        let mut summary = self.summary.clone();
        summary.by_status = sort_counts(&self.statuses);
        summary.by_country = sort_counts(&self.countries);
        summary.left_out.sort_by_key(|(why, _)| Exclusion::ALL.iter().position(|other| other == why));
        summary
    }

    /// The action.
    pub fn action(&self) -> &SimAction {
        &self.action
    }

    /// The group that all SIMs are in, where they are in one.
    pub fn shared_group(&self) -> Option<&str> {
        self.group.as_deref().filter(|group| !group.is_empty())
    }

    /// What the action does.
    pub fn kind(&self) -> ActionKind {
        self.action.kind()
    }

    /// The form.
    pub fn form(&self) -> ActionForm {
        self.form
    }
}

/// The most frequent first, equal ones by their names.
fn sort_counts(counts: &FxHashMap<String, usize>) -> Vec<(String, usize)> {
    let mut sorted: Vec<_> = counts.iter().map(|(key, count)| (key.clone(), *count)).collect();
    sorted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summarize(kind: ActionKind, sims: &[(&str, &str, bool)]) -> ActionSummary {
        let mut plan = ActionPlan::new(SimAction::parse(kind, "").unwrap(), ActionForm::Shell);
        for (at, (status, country, is_online)) in sims.iter().enumerate() {
            plan.add(&SimTarget {
                sim_id: format!("89423100220000000{at:02}"),
                status: (*status).into(),
                country: (*country).into(),
                is_online: *is_online,
                ..SimTarget::default()
            });
        }
        plan.summary()
    }

    #[test]
    fn a_plan_is_counted() {
        let sims = [
            ("active", "JP", true),
            ("active", "US", false),
            ("ready", "", false),
            ("standby", "JP", false),
            ("suspended", "JP", false),
            ("terminated", "JP", false),
        ];
        let suspend = summarize(ActionKind::Suspend, &sims);
        let counts =
            |pairs: &[(&str, usize)]| -> Vec<_> { pairs.iter().map(|(key, n)| ((*key).to_owned(), *n)).collect() };
        assert_eq!(suspend.targets, 4);
        assert_eq!(suspend.by_status, counts(&[("active", 2), ("ready", 1), ("standby", 1)]));
        assert_eq!(suspend.by_country, counts(&[("JP", 2), ("", 1), ("US", 1)]));
        assert_eq!((suspend.online, suspend.fee_now, suspend.fee_to_reverse, suspend.no_longer_ready), (1, 0, 3, 1));
        assert_eq!(suspend.left_out, [(Exclusion::AlreadySo, 1), (Exclusion::Terminated, 1)]);
        let activate = summarize(ActionKind::Activate, &sims);
        assert_eq!((activate.targets, activate.fee_now, activate.fee_to_reverse), (3, 2, 0));
        let drop = summarize(ActionKind::DropSession, &sims);
        assert_eq!((drop.targets, drop.fee_now, drop.fee_to_reverse, drop.no_longer_ready), (1, 0, 0, 0));
    }

    #[test]
    fn a_sim_with_several_subscriptions_is_one() {
        let mut plan = ActionPlan::new(SimAction::parse(ActionKind::Suspend, "").unwrap(), ActionForm::ConsoleCsv);
        let sim =
            |imsi: &str| SimTarget { sim_id: "8942310022000000012".into(), imsi: imsi.into(), ..SimTarget::default() };
        assert_eq!([plan.add(&sim("1")), plan.add(&sim("2"))], [None, Some(Exclusion::Repeated)]);
    }
}
