//! An identifier in groups. The gaps are drawn, not written: what is copied has no blanks.

use crate::format::digits::group_digits;
use leptos::prelude::*;

/// Digits in groups.
#[component]
pub fn GroupedIdentifier(
    /// The digits.
    id: String,
) -> impl IntoView {
    let groups = group_digits(&id).into_iter().map(|group| view! { <span>{group.to_owned()}</span> }).collect_view();
    view! { <span class="identifier">{groups}</span> }
}
