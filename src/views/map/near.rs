//! A form that filters by coordinates and a radius, for those who do not draw.

use crate::state::use_state;
use leptos::html;
use leptos::prelude::*;
use query::Query;

/// Shows the form.
#[component]
pub fn NearForm() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages().places;
    let (point, radius) = (NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());
    let is_invalid = RwSignal::new(false);
    let apply = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let value = |input: NodeRef<html::Input>| input.get_untracked().map(|input| input.value()).unwrap_or_default();
        // People paste coordinates in many ways; the query language says whether it reads them.
        let text = format!("{}, {}km", value(point).trim(), value(radius).trim());
        let is_readable = Query::default().set_value("near", &text).is_ok();
        is_invalid.set(!is_readable);
        if is_readable {
            state.query.set_region("near", &text);
        }
    };
    view! {
        <form class="near" on:submit=apply>
            <label><span>{words.point}</span><input type="text" data-test="near-point" inputmode="text" placeholder=words.point_hint node_ref=point aria-invalid=move || is_invalid.get().to_string() /></label>
            <label><input type="number" data-test="near-radius" min="0.01" max="20000" step="any" value="10" node_ref=radius /><span>{words.radius}</span></label>
            <button type="submit" class="button" data-test="near-apply">{words.near_apply}</button>
        </form>
    }
}
