//! Where a SIM was last known to be: its country, drawn from the map's own outlines, and in it its cell where that is known.

use crate::format;
use crate::map;
use crate::state::use_state;
use crate::views::map::{openstreetmap_url, position_accuracy};
use engine::{SimDetail, SimMovement};
use leptos::prelude::*;
use std::sync::Arc;

/// The outline of the country with its name; nothing where no country is known.
#[component]
pub fn LastKnownPlace(
    /// The SIM. Its country is an ISO 3166 code, or one of the kinds of networks that are in none.
    sim: Arc<SimDetail>,
) -> impl IntoView {
    let words = use_state().settings.current_messages();
    let country = sim.country.clone();
    let is_country = country.len() == 2;
    let name = format::country_name(words, &country);
    let outline = RwSignal::new(None::<map::CountryOutline>);
    let spot = sim.last_cell.as_ref().and_then(|cell| cell.position);
    let code = country.clone();
    leptos::task::spawn_local(async move {
        if is_country && let Some(found) = map::load_outline(&code, spot).await {
            outline.try_set(Some(found));
        }
    });
    let known = sim.last_cell.clone().filter(|place| place.position.is_some()).map(|place| {
        let (lat, lon) = place.position.unwrap_or_default();
        let url = openstreetmap_url(lat, lon);
        let link = view! { <a href=url target="_blank" rel="noopener noreferrer" referrerpolicy="no-referrer">{words.places.openstreetmap}" ↗"</a> };
        view! {
            <p class="known" data-test="where-cell" data-known=place.precision.query_word()>
                {format!("{lat:.4}, {lon:.4} ")}<small>{position_accuracy(words, &place)}</small>" "{link}
                <small class="credit">{words.places.credit}</small>
            </p>
        }
    });
    let movement = sim.movement.map(|SimMovement { distance_km, speed_kmh, is_impossible }| {
        let speed = speed_kmh.map(|speed| (words.places.speed)(&format::format_number(speed))).unwrap_or_default();
        view! {
            <p class="known" data-test="leap" data-impossible=is_impossible.to_string()>
                {(words.places.leap)(&format::format_number(distance_km))}" "{speed}{is_impossible.then(|| format!(" · {}", words.places.impossible))}
            </p>
        }
    });
    let evidence = sim.evidence.map(|(evidence, time)| {
        let time = time.map(format::format_time);
        view! { <p class="known" data-test="evidence">{(words.asking.evidence)(evidence, time.as_deref())}</p> }
    });
    let drawn = move || {
        outline.get().map(|outline| {
            let radius = outline.width / 60.0;
            view! {
                <svg viewBox=outline.view_box class="outline" role="img" aria-hidden="true">
                    <path class="near" d=outline.surroundings />
                    <path class="land" d=outline.land />
                    {outline.mark.map(|(x, y)| view! { <circle cx=x.to_string() cy=y.to_string() r=radius.to_string() /> })}
                </svg>
            }
        })
    };
    is_country.then(|| {
        view! {
            <section class="where-place" data-test="where" data-country=country>
                <h3>{(words.asking.where_map)(&name)}</h3>
                {evidence}
                <div class="snippet">{drawn}</div>
                {known}
                {movement}
            </section>
        }
    })
}
