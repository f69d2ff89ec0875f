//! The country in which a SIM was last known to be, drawn from the map's own outlines.

use crate::figures;
use crate::map;
use crate::state::use_state;
use leptos::prelude::*;

/// The outline of the country with its name; nothing where no country is known.
#[component]
pub fn WherePlace(
    /// ISO 3166 code, or one of the kinds of networks that are in no country.
    country: String,
) -> impl IntoView {
    let words = use_state().settings.words_now();
    let is_country = country.len() == 2;
    let name = figures::country(words, &country);
    let outline = RwSignal::new(None::<map::Outline>);
    let code = country.clone();
    leptos::task::spawn_local(async move {
        if is_country && let Some(found) = map::outline(&code).await {
            outline.try_set(Some(found));
        }
    });
    let drawn = move || {
        outline.get().map(|outline| {
            view! {
                <svg viewBox=outline.view_box class="outline" role="img" aria-hidden="true">
                    <path class="near" d=outline.near />
                    <path class="land" d=outline.land />
                </svg>
            }
        })
    };
    is_country.then(|| {
        view! {
            <section class="where-place" data-test="where" data-country=country>
                <h3>{(words.asking.where_map)(&name)}</h3>
                <div class="snippet">{drawn}</div>
            </section>
        }
    })
}
