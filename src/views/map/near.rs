//! A form that filters by a point and a radius, for those who do not draw. The point is a city of the map, or coordinates.

use super::MapHost;
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
    let map_host: MapHost = expect_context();
    let is_invalid = RwSignal::new(false);
    // People paste coordinates in many ways; the query language says whether it reads them.
    let ask = move |text: &str| {
        let is_readable = Query::default().set_value("near", text).is_ok();
        if is_readable {
            state.query.set_region("near", text);
        }
        is_readable
    };
    let apply = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let value = |input: NodeRef<html::Input>| input.get_untracked().map(|input| input.value()).unwrap_or_default();
        let (place, radius) = (value(point), value(radius));
        if ask(&format!("{}, {}km", place.trim(), radius.trim())) {
            is_invalid.set(false);
            return;
        }
        leptos::task::spawn_local(async move {
            let city = map_host.find_place(&place).await;
            let is_found =
                city.is_some_and(|city| ask(&format!("{}, {}, {}km", city.lat(), city.lon(), radius.trim())));
            is_invalid.set(!is_found);
        });
    };
    view! {
        <form class="near" on:submit=apply>
            <label><span>{words.point}</span><input type="text" data-test="near-point" inputmode="text" placeholder=words.point_hint node_ref=point aria-invalid=move || is_invalid.get().to_string() /></label>
            <label><input type="number" data-test="near-radius" min="0.01" max="20000" step="any" value="10" node_ref=radius /><span>{words.radius}</span></label>
            <button type="submit" class="button" data-test="near-apply">{words.near_apply}</button>
            <p class="warning" role="alert" hidden=move || !is_invalid.get()>{words.no_place}</p>
        </form>
    }
}
