//! What can be done with the map: cells, shapes to draw, movement, a picture.

use super::MapHost;
use super::near::NearForm;
use super::positions::PositionsMenu;
use crate::state::use_state;
use crate::views::components::{DropdownMenu, derive_signal};
use leptos::prelude::*;

/// The row of tools over the map.
#[component]
pub fn MapTools() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages().places;
    let stage: MapHost = expect_context();
    let (forced, ways) = (state.map_cells.cells_forced, state.map_cells.movements_shown);
    // Where cells are seen because one is near, the way back to countries is the whole world.
    let cells = move || {
        let on = !state.map_cells.cells_wanted.get_untracked();
        forced.set(on);
        stage.force_cells(on);
        if !on && state.map_cells.cells_wanted.get_untracked() {
            stage.show_world();
        }
    };
    let shape = move |kind: &'static str, label: &'static str| {
        view! {
            <button
                type="button" class="button" data-test=format!("draw-{kind}") aria-pressed=derive_signal(move || (stage.drawing_shape.get() == Some(kind)).to_string())
                on:click=move |_| stage.toggle_drawing(kind, move |text| state.query.set_region("within", &text))
            >{label}</button>
        }
    };
    let globe = RwSignal::new(false);
    view! {
        <div class="map-tools">
            <button type="button" class="button" data-test="cells" title=words.cells_title aria-pressed=derive_signal(move || state.map_cells.cells_wanted.get().to_string()) on:click=move |_| cells()>{words.cells}</button>
            {shape("box", words.draw_box)}
            {shape("lasso", words.lasso)}
            <DropdownMenu label=Signal::stored(words.map_menu.to_owned()) test="map-menu">
                <ul class="choices">
                    <li><button type="button" data-test="ways" aria-pressed=derive_signal(move || ways.get().to_string()) on:click=move |_| {
                        // Ways are between cells.
                        if !state.map_cells.cells_wanted.get_untracked() { cells() }
                        state.map_cells.toggle_movements();
                    }>
                        <strong>{derive_signal(move || format!("{}{}", if ways.get() { "✓ " } else { "" }, words.ways))}</strong><small>{words.ways_note}</small>
                    </button></li>
                    <li><button type="button" data-test="globe" aria-pressed=derive_signal(move || globe.get().to_string()) on:click=move |_| {
                        globe.update(|on| *on = !*on);
                        stage.set_globe(globe.get_untracked());
                    }><strong>{derive_signal(move || format!("{}{}", if globe.get() { "✓ " } else { "" }, words.globe))}</strong></button></li>
                    <li><button type="button" data-test="fit" on:click=move |_| stage.fit_drawn()><strong>{words.fit}</strong></button></li>
                    <li><button type="button" data-test="picture" on:click=move |_| stage.save_image(state)>
                        <strong>{words.picture}</strong><small>{words.picture_note}</small>
                    </button></li>
                    <li><button type="button" data-test="streets" on:click=|_| crate::views::loading::choose_streets()>
                        <strong>{words.streets}</strong><small>{words.streets_note}</small>
                    </button></li>
                </ul>
            </DropdownMenu>
            <DropdownMenu label=Signal::stored(words.near.to_owned()) test="near"><NearForm /></DropdownMenu>
            <PositionsMenu />
        </div>
        <p class="drawing-hint" role="status" hidden=derive_signal(move || stage.drawing_shape.get().is_none())>{words.drawing}</p>
    }
}
