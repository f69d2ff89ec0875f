//! What can be done with the map: cells, shapes to draw, movements, a picture.

use super::MapHost;
use super::near::NearForm;
use super::positions::PositionsMenu;
use crate::map::ShapeKind;
use crate::state::use_state;
use crate::views::components::{DropdownMenu, derive_signal};
use leptos::prelude::*;

/// Shows the row of tools over the map.
#[component]
pub fn MapTools() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages().places;
    let map_host: MapHost = expect_context();
    let (is_forced, movements) = (state.map_cells.cells_forced, state.map_cells.movements_shown);
    // Where cells are drawn because of the zoom, showing the whole world leads back to countries.
    let toggle_cells = move || {
        let on = !state.map_cells.cells_wanted.get_untracked();
        is_forced.set(on);
        map_host.force_cells(on);
        if !on && state.map_cells.cells_wanted.get_untracked() {
            map_host.show_world();
        }
    };
    let shape = move |kind: ShapeKind, label: &'static str| {
        view! {
            <button
                type="button" class="button" data-test=format!("draw-{}", kind.as_str()) aria-pressed=derive_signal(move || (map_host.drawing_shape.get() == Some(kind)).to_string())
                on:click=move |_| {
                    // It would lie over what is drawn on.
                    state.map_cells.clicked_feature.set(None);
                    map_host.toggle_drawing(kind, move |region| state.query.set_region("within", &region.to_string()));
                }
            >{label}</button>
        }
    };
    let is_globe = RwSignal::new(false);
    view! {
        <div class="map-tools">
            <button type="button" class="button" data-test="cells" title=words.cells_title aria-pressed=derive_signal(move || state.map_cells.cells_wanted.get().to_string()) on:click=move |_| toggle_cells()>{words.cells}</button>
            {shape(ShapeKind::Box, words.draw_box)}
            {shape(ShapeKind::Lasso, words.lasso)}
            <DropdownMenu label=Signal::stored(words.map_menu.to_owned()) test="map-menu">
                <ul class="choices">
                    <li><button type="button" data-test="ways" aria-pressed=derive_signal(move || movements.get().to_string()) on:click=move |_| {
                        // Movements are between cells.
                        if !state.map_cells.cells_wanted.get_untracked() { toggle_cells() }
                        state.map_cells.toggle_movements();
                    }>
                        <strong>{derive_signal(move || format!("{}{}", if movements.get() { "✓ " } else { "" }, words.ways))}</strong><small>{words.ways_note}</small>
                    </button></li>
                    <li><button type="button" data-test="globe" aria-pressed=derive_signal(move || is_globe.get().to_string()) on:click=move |_| {
                        is_globe.update(|on| *on = !*on);
                        map_host.set_globe(is_globe.get_untracked());
                    }><strong>{derive_signal(move || format!("{}{}", if is_globe.get() { "✓ " } else { "" }, words.globe))}</strong></button></li>
                    <li><button type="button" data-test="picture" on:click=move |_| map_host.save_image(state)>
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
        <p class="drawing-hint" role="status" hidden=derive_signal(move || map_host.drawing_shape.get().is_none())>{words.drawing}</p>
    }
}
