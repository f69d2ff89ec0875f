//! What is asked for.

use crate::{ActionForm, ActionKind, ActionOrigin};
use serde::{Deserialize, Serialize};

/// An action in a form, as it was asked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ActionOrder {
    /// What the action does.
    pub kind: ActionKind,
    /// What was typed for it.
    pub value: String,
    /// The form.
    pub form: ActionForm,
    /// Where the SIMs come from.
    pub origin: ActionOrigin,
}

impl Default for ActionOrder {
    fn default() -> Self {
        Self {
            kind: ActionKind::Suspend,
            value: String::new(),
            form: ActionForm::ConsoleCsv,
            origin: ActionOrigin::default(),
        }
    }
}
