//! What is done next with a selection of SIMs, in the forms that act: files for the User Console and the API, and scripts for
//! soracom-cli. Nothing is sent anywhere: whoever runs the file acts.
//!
//! ```
//! use actions::{ActionFile, ActionForm, ActionKind, ActionOrigin, ActionPlan, SimAction, SimTarget};
//!
//! let sim = |id: &str, status: &str| SimTarget { sim_id: id.into(), status: status.into(), ..SimTarget::default() };
//! let sims = [sim("8942310022000000012", "active"), sim("8942310022000000020", "suspended")];
//!
//! let action = SimAction::parse(ActionKind::Suspend, "")?;
//! let mut plan = ActionPlan::new(action, ActionForm::ConsoleCsv);
//! let accepted: Vec<bool> = sims.iter().map(|sim| plan.add(sim).is_none()).collect();
//! assert_eq!((accepted, plan.summary().targets), (vec![true, false], 1));
//!
//! let mut file = ActionFile::new(&plan, &ActionOrigin::default());
//! file.push(&sims[0]);
//! let parts = file.take_all_parts();
//! assert_eq!((parts[0].name.as_str(), &*parts[0].bytes), ("suspend-1-sims.csv", &b"simId\n8942310022000000012\n"[..]));
//! # Ok::<(), actions::ActionError>(())
//! ```

mod action;
mod api_call;
mod error;
mod file;
mod forms;
mod order;
mod plan;
mod target;

pub use action::{ActionKind, SPEED_CLASSES, SimAction};
pub use error::ActionError;
pub use file::{ActionFile, ActionOrigin, FilePart};
pub use forms::ActionForm;
pub use order::ActionOrder;
pub use plan::{ActionPlan, ActionSummary};
pub use target::{Exclusion, SimTarget};
