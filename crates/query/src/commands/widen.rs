//! Names that stand for the names that have them in them.

use crate::dimensions;
use crate::identifiers::has_name;
use crate::pattern::{Pattern, fold_text};
use crate::schema::FieldKind;
use crate::tree::{Query, QueryValue, Term, TermNode};
use fleet::{Fleet, TextField};

impl Query {
    /// Returns the query with stars around what is no whole name in a fleet, as [`crate::Filter`] takes it: `operator:docomo` is
    /// `operator:*docomo*`. Another program does not know which names there are.
    #[must_use]
    pub fn with_widened_names(mut self, fleet: &Fleet) -> Self {
        self.terms.iter_mut().for_each(|term| widen_term(term, fleet));
        self
    }
}

fn widen_term(term: &mut Term, fleet: &Fleet) {
    match &mut term.node {
        TermNode::Word(_) => {}
        TermNode::Group(alternatives) => alternatives.iter_mut().flatten().for_each(|term| widen_term(term, fleet)),
        TermNode::Filter(key, values) => {
            let columns = fleet.columns();
            let is_name: &dyn Fn(&Pattern) -> bool = match key.kind() {
                FieldKind::Operator => &|name| {
                    let operators = dimensions::network_operators(columns);
                    operators.iter().any(|operator| name.is_match(&fold_text(operator), false))
                },
                FieldKind::WholeText(TextField::Name) => &|name| has_name(columns, name),
                _ => return,
            };
            for value in values {
                if let QueryValue::Pattern(text) = value
                    && !is_name(&text.to_folded())
                {
                    *text = text.to_part();
                }
            }
        }
    }
}
