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
    let code = country.clone();
    leptos::task::spawn_local(async move {
        if is_country && let Some(found) = map::load_outline(&code).await {
            outline.try_set(Some(found));
        }
    });
    let spot = sim.last_cell.as_ref().and_then(|place| place.position).map(to_mercator);
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
    let drawn = move || {
        outline.get().map(|outline| {
            let width: f64 = outline.view_box.split(' ').nth(2).and_then(|width| width.parse().ok()).unwrap_or(1.0);
            view! {
                <svg viewBox=outline.view_box class="outline" role="img" aria-hidden="true">
                    <path class="near" d=outline.surroundings />
                    <path class="land" d=outline.land />
                    {spot.map(|(x, y)| view! { <circle cx=x.to_string() cy=y.to_string() r=(width / 60.0).to_string() /> })}
                </svg>
            }
        })
    };
    is_country.then(|| {
        view! {
            <section class="where-place" data-test="where" data-country=country>
                <h3>{(words.asking.where_map)(&name)}</h3>
                <div class="snippet">{drawn}</div>
                {known}
                {movement}
            </section>
        }
    })
}

/// A point where the outlines have it: Web Mercator, in thousandths of the world's width.
fn to_mercator((lat, lon): (f64, f64)) -> (f64, f64) {
    let sine = lat.clamp(-85.0, 85.0).to_radians().sin();
    let y = 0.5 - ((1.0 + sine) / (1.0 - sine)).ln() / (4.0 * std::f64::consts::PI);
    ((0.5 + lon / 360.0) * 1000.0, y * 1000.0)
}

#[cfg(test)]
mod tests {
    use super::to_mercator;

    #[test]
    fn the_world_is_a_thousand_wide() {
        for (at, x, y) in [((0.0, 0.0), 500.0, 500.0), ((0.0, -180.0), 0.0, 500.0), ((85.0, 180.0), 1000.0, 1.6)] {
            let (found_x, found_y) = to_mercator(at);
            assert!((found_x - x).abs() < 0.1 && (found_y - y).abs() < 0.1, "{at:?} {found_x} {found_y}");
        }
    }
}
