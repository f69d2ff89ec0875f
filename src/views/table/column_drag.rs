//! Columns that are moved or widened with a pointer.

use super::column_width;
use crate::state::{PageState, column_layout};
use leptos::ev::{self, PointerEvent};
use leptos::prelude::*;
use query::ColumnKey;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// A pointer that moves less has clicked, in pixels.
const CLICK_SLOP_PX: i32 = 6;

/// What a drag does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum DragKind {
    /// Moves the column to the place of another one.
    Move,
    /// Gives the column another width.
    Resize,
}

/// A column that a pointer holds.
#[derive(Clone, Copy)]
struct HeldColumn {
    kind: DragKind,
    column: ColumnKey,
    /// Where the pointer began, in pixels of the window.
    x: i32,
    /// The column's width then, in pixels.
    width: i32,
}

/// The column that is dragged, if one is.
#[derive(Clone, Copy)]
pub struct ColumnDrag {
    held: StoredValue<Option<HeldColumn>>,
    has_moved: StoredValue<bool>,
    /// The column whose place the dragged one would take.
    target: RwSignal<Option<ColumnKey>>,
}

impl ColumnDrag {
    /// Follows the pointer for as long as the table is there.
    pub fn new(state: PageState) -> Self {
        let drag =
            Self { held: StoredValue::new(None), has_moved: StoredValue::new(false), target: RwSignal::new(None) };
        let listeners = [
            window_event_listener(ev::pointermove, move |event| drag.follow(state, &event)),
            window_event_listener(ev::pointerup, move |_| drag.end(state)),
            window_event_listener(ev::pointercancel, move |_| drag.cancel()),
        ];
        on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
        drag
    }

    /// A pointer went down on a column's name, or on its edge.
    pub fn begin(self, kind: DragKind, column: ColumnKey, event: &PointerEvent) {
        self.has_moved.set_value(false);
        // A finger that moves a name scrolls the table.
        if event.button() == 0 && (kind == DragKind::Resize || event.pointer_type() != "touch") {
            self.held.set_value(Some(HeldColumn { kind, column, x: event.client_x(), width: column_width(column) }));
        }
    }

    /// Whether the pointer has moved a column since it went down, asked once.
    pub fn take_moved(self) -> bool {
        self.has_moved.try_update_value(std::mem::take).unwrap_or_default()
    }

    /// Whether a column's place would be taken.
    pub fn is_target(self, column: ColumnKey) -> bool {
        self.target.get() == Some(column)
    }

    fn follow(self, state: PageState, event: &PointerEvent) {
        let Some(held) = self.held.get_value() else { return };
        let by = event.client_x() - held.x;
        if by.abs() < CLICK_SLOP_PX && !self.has_moved.get_value() {
            return;
        }
        self.has_moved.set_value(true);
        match held.kind {
            DragKind::Resize => {
                state.settings.set_column_width(held.column, Some(u16::try_from(held.width + by).unwrap_or_default()));
            }
            DragKind::Move => self.target.set(column_at(event).filter(|column| *column != held.column)),
        }
    }

    fn end(self, state: PageState) {
        if let (Some(held), Some(target)) = (self.held.get_value(), self.target.get_untracked()) {
            let shown = state.settings.columns.get_untracked();
            state.settings.choose_columns(column_layout::move_column_to(&shown, held.column, target));
        }
        self.cancel();
    }

    fn cancel(self) {
        self.held.set_value(None);
        self.target.set(None);
    }
}

/// The column whose name is under a pointer.
fn column_at(event: &PointerEvent) -> Option<ColumnKey> {
    #[expect(clippy::cast_precision_loss, reason = "pixels of a window")]
    let found = document().element_from_point(event.client_x() as f32, event.client_y() as f32)?;
    let header: Element = found.closest("[role=columnheader]").ok()??.unchecked_into();
    ColumnKey::from_name(&header.get_attribute("data-col")?)
}
