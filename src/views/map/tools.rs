//! What can be done with the map: cells, shapes to draw, movement, a picture.

use super::Stage;
use super::near::Near;
use super::positions::Positions;
use crate::state::use_state;
use crate::views::parts::{Menu, live};
use leptos::prelude::*;

/// The row of tools over the map.
#[component]
pub fn Tools() -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now().places;
    let stage: Stage = expect_context();
    let (forced, ways) = (state.places.forced, state.places.ways);
    // Where cells are seen because one is near, the way back to countries is the whole world.
    let cells = move || {
        let on = !state.places.wanted.get_untracked();
        forced.set(on);
        stage.force(on);
        if !on && state.places.wanted.get_untracked() {
            stage.home();
        }
    };
    let shape = move |kind: &'static str, label: &'static str| {
        view! {
            <button
                type="button" class="button" data-test=format!("draw-{kind}") aria-pressed=live(move || (stage.drawing.get() == Some(kind)).to_string())
                on:click=move |_| stage.draw(kind, move |text| state.choose_region("within", &text))
            >{label}</button>
        }
    };
    let globe = RwSignal::new(false);
    view! {
        <div class="map-tools">
            <button type="button" class="button" data-test="cells" title=words.cells_title aria-pressed=live(move || state.places.wanted.get().to_string()) on:click=move |_| cells()>{words.cells}</button>
            {shape("box", words.draw_box)}
            {shape("lasso", words.lasso)}
            <Menu label=Signal::stored(words.map_menu.to_owned()) test="map-menu">
                <ul class="choices">
                    <li><button type="button" data-test="ways" aria-pressed=live(move || ways.get().to_string()) on:click=move |_| {
                        // Ways are between cells.
                        if !state.places.wanted.get_untracked() { cells() }
                        state.toggle_ways();
                    }>
                        <strong>{live(move || format!("{}{}", if ways.get() { "✓ " } else { "" }, words.ways))}</strong><small>{words.ways_note}</small>
                    </button></li>
                    <li><button type="button" data-test="globe" aria-pressed=live(move || globe.get().to_string()) on:click=move |_| {
                        globe.update(|on| *on = !*on);
                        stage.globe(globe.get_untracked());
                    }><strong>{live(move || format!("{}{}", if globe.get() { "✓ " } else { "" }, words.globe))}</strong></button></li>
                    <li><button type="button" data-test="fit" on:click=move |_| stage.fit()><strong>{words.fit}</strong></button></li>
                    <li><button type="button" data-test="picture" on:click=move |_| stage.picture(state)>
                        <strong>{words.picture}</strong><small>{words.picture_note}</small>
                    </button></li>
                    <li><button type="button" data-test="streets" on:click=|_| crate::views::loading::choose_streets()>
                        <strong>{words.streets}</strong><small>{words.streets_note}</small>
                    </button></li>
                </ul>
            </Menu>
            <Menu label=Signal::stored(words.near.to_owned()) test="near"><Near /></Menu>
            <Positions />
        </div>
        <p class="drawing-hint" role="status" hidden=live(move || stage.drawing.get().is_none())>{words.drawing}</p>
    }
}
