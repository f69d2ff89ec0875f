//! The bars of a histogram. A click asks for one, a drag for a range; two handles move the ends of a range.

use super::{axis, range, toggle_only_value};
use crate::format::{FormattedCount, age_label, age_range_label, format_time};
use crate::i18n::Messages;
use crate::state::browser::pressed_key;
use crate::state::use_state;
use crate::views::components::{VNode, css_percent, derive_memo, derive_signal, render_children};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use query::{Histogram, HistogramBar, Interval};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// The bars.
#[component]
#[allow(clippy::too_many_lines, reason = "one view, with what its parts share")]
pub fn HistogramBars(
    /// The key of the query that they are values of.
    of: &'static str,
    /// What they show.
    bars: Memo<Histogram>,
    /// What the query asks for.
    chosen: Memo<Vec<String>>,
    /// The handle of each bar.
    test: &'static str,
    /// The id of the heading.
    label: &'static str,
) -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let host = NodeRef::<html::Div>::new();
    // From the bar where a drag began to the bar where it is.
    let drag = RwSignal::new(None::<(usize, usize)>);
    let dragged = StoredValue::new(false);
    let asked = derive_memo(move || {
        let place = |value: &String| bars.with(|bars| range::bars_of_value(&bars.bars, value));
        chosen.with(|chosen| chosen.first().and_then(place))
    });
    let selected = derive_memo(move || drag.get().map(|(a, b)| (a.min(b), a.max(b))).or(asked.get()));
    render_children(host, move || {
        let selected = selected.get();
        bars.with(|bars| {
            let most = bars.bars.iter().map(|bar| bar.count).max().unwrap_or(0);
            let within = |at: usize| selected.is_some_and(|(from, to)| from <= at && at <= to);
            let bar = |(at, bar): (usize, &HistogramBar)| bar_node(words, of, test, bar, (at, most), within(at));
            bars.bars.iter().enumerate().map(bar).collect()
        })
    });
    let ask =
        move |one: usize, other: usize| match bars.with_untracked(|bars| range::range_value(&bars.bars, one, other)) {
            Some(value) => state.query.edit(|query| query.set_value(of, &value)),
            None => state.query.edit(|query| {
                *query = query.without_key(of);
                Ok(())
            }),
        };
    let ticks = NodeRef::<html::Div>::new();
    render_children(ticks, move || {
        let selected = selected.get();
        chosen.with(|chosen| {
            bars.with(|bars| axis::axis_ticks(words, &bars.bars, chosen.first().map(String::as_str), selected))
        })
    });
    let tick_clicked = move |event: ev::MouseEvent| {
        if let Some(value) = closest_attribute(&event, "data-over") {
            toggle_only_value(state, of, &value);
        }
    };
    let count = move || bars.with_untracked(|bars| bars.bars.len());
    // The bar at a place of the window, the nearest one where it is beside them.
    let at = move |x: f64| {
        let bars = host.get_untracked()?;
        let edge = bars.get_bounding_client_rect();
        let share = (x - edge.left()) / edge.width().max(1.0);
        let last = count().checked_sub(1)?;
        Some(((share * (last + 1) as f64).floor().max(0.0) as usize).min(last))
    };
    let moved = window_event_listener(ev::pointermove, move |event| {
        if let (Some((from, to)), Some(now)) = (drag.get_untracked(), at(f64::from(event.client_x())))
            && now != to
        {
            dragged.set_value(true);
            drag.set(Some((from, now)));
        }
    });
    let ended = window_event_listener(ev::pointerup, move |_| {
        if let Some((from, to)) = drag.get_untracked() {
            drag.set(None);
            if dragged.get_value() {
                ask(from, to);
            }
        }
    });
    let left = window_event_listener(ev::pointercancel, move |_| drag.set(None));
    on_cleanup(move || {
        moved.remove();
        ended.remove();
        left.remove();
    });
    let begin = move |event: ev::PointerEvent| {
        dragged.set_value(false);
        if event.button() == 0 {
            drag.set(at(f64::from(event.client_x())).map(|bar| (bar, bar)));
        }
    };
    let clicked = move |event: ev::MouseEvent| {
        // A drag ends in a click as well, which is none.
        if let Some(key) = closest_attribute(&event, "data-key").filter(|_| !dragged.get_value()) {
            toggle_only_value(state, of, &key);
        }
        dragged.set_value(false);
    };
    // Arrows go from bar to bar; with Shift they take the range with them.
    let pressed = move |event: ev::KeyboardEvent| {
        let by: isize = match pressed_key(&event).as_str() {
            "ArrowLeft" => -1,
            "ArrowRight" => 1,
            _ => return,
        };
        let here = document().active_element().and_then(|bar| bar.get_attribute("data-at")?.parse::<usize>().ok());
        let Some(here) = here else { return };
        event.prevent_default();
        let next = here.saturating_add_signed(by).min(count().saturating_sub(1));
        focus_bar(host, next);
        if event.shift_key() {
            let (from, to) = asked.get_untracked().unwrap_or((here, here));
            ask(if here == from { to } else { from }, next);
        }
    };
    let handle = move |end: bool, name: &'static str| {
        let here = move || selected.get().map(|(from, to)| if end { to } else { from });
        let place = derive_signal(move || {
            let edge = here().map_or(0, |at| at + usize::from(end)) as u32;
            css_percent(edge, bars.with(|bars| bars.bars.len() as u32))
        });
        let told = derive_signal(move || {
            bars.with(|bars| {
                here().and_then(|at| bars.bars.get(at)).map(|bar| bar_label(words, bar)).unwrap_or_default()
            })
        });
        let edge = derive_signal(move || {
            let at = here().map_or(0, |at| at + usize::from(end));
            bars.with(|bars| axis::edge_label(words, &bars.bars, at))
        });
        let grab = move |event: ev::PointerEvent| {
            event.stop_propagation();
            event.prevent_default();
            dragged.set_value(false);
            drag.set(asked.get_untracked().map(|(from, to)| if end { (from, to) } else { (to, from) }));
        };
        let key = move |event: ev::KeyboardEvent| {
            let Some((from, to)) = asked.get_untracked() else { return };
            let (fixed, here, last) = if end { (from, to, count() - 1) } else { (to, from, count() - 1) };
            let next = match pressed_key(&event).as_str() {
                "ArrowLeft" | "ArrowDown" => here.saturating_sub(1),
                "ArrowRight" | "ArrowUp" => (here + 1).min(last),
                "Home" => 0,
                "End" => last,
                _ => return,
            };
            event.prevent_default();
            event.stop_propagation();
            ask(fixed, next);
        };
        view! {
            <span
                class="handle" class:end=end role="slider" tabindex="0" aria-label=name aria-orientation="horizontal" style:left=place
                hidden=derive_signal(move || selected.get().is_none())
                aria-valuemin="0" aria-valuemax=derive_signal(move || bars.with(|bars| bars.bars.len().saturating_sub(1)).to_string())
                aria-valuenow=derive_signal(move || here().unwrap_or(0).to_string()) aria-valuetext=told
                on:pointerdown=grab on:keydown=key
            >{edge}</span>
        }
    };
    view! {
        <div class="brush">
            <div class="bars" role="group" aria-labelledby=label node_ref=host on:click=clicked on:pointerdown=begin on:keydown=pressed></div>
            {handle(false, words.asking.range_start)}
            {handle(true, words.asking.range_end)}
            <div class="axis" node_ref=ticks on:click=tick_clicked></div>
        </div>
    }
}

/// An attribute of the element that was clicked, or of the nearest one around it that has it.
fn closest_attribute(event: &ev::MouseEvent, name: &str) -> Option<String> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest(&format!("[{name}]")).ok()??.get_attribute(name)
}

fn focus_bar(host: NodeRef<html::Div>, at: usize) {
    let bar = host.get_untracked().and_then(|host| host.query_selector(&format!("[data-at='{at}']")).ok().flatten());
    if let Some(bar) = bar.and_then(|bar| bar.dyn_into::<HtmlElement>().ok()) {
        bar.focus().ok();
    }
}

/// The SIMs between two times, or two lengths: which bar it is, and the longest of them; and whether it is asked for.
fn bar_node(
    words: &Messages,
    of: &str,
    test: &'static str,
    bar: &HistogramBar,
    (at, most): (usize, u32),
    within: bool,
) -> VNode {
    let count = FormattedCount::from(bar.count);
    let title = match of {
        "seen" => (words.histogram_bar)(&format_time(bar.from), &format_time(bar.to), count),
        _ => format!("{}: {}", age_range_label(words, &bar.key), (words.sims)(count)),
    };
    let column = VNode::new("span")
        .with_attribute("class", "column")
        .with_attribute("aria-hidden", "true")
        .with_style("height", css_percent(bar_height(bar, most), most));
    VNode::new("button")
        .with_attribute("type", "button")
        .with_attribute("class", "age")
        .with_attribute("data-test", test)
        .with_attribute("data-at", at.to_string())
        .with_attribute("data-key", bar.key.clone())
        .with_attribute("data-from", bar.from.to_string())
        .with_attribute("data-to", bar.to.to_string())
        .with_attribute("data-count", bar.count.to_string())
        .with_attribute("aria-pressed", if within { "true" } else { "false" })
        .with_attribute("aria-label", format!("{}: {title}", bar_label(words, bar)))
        .with_attribute("title", title)
        .with_children([column])
}

/// Returns how high a bar is, of `most`. Most SIMs were seen in the last days: over years of the calendar the others would be
/// flat, so that there it is the square root that counts.
fn bar_height(bar: &HistogramBar, most: u32) -> u32 {
    let is_period = bar.key.contains('-');
    let root = u64::from(bar.count) * u64::from(most);
    if is_period { u32::try_from(root.isqrt()).unwrap_or(most) } else { bar.count }
}

/// Returns what a bar is called: its far end, and of the last one its near end; of a period of the calendar its month.
fn bar_label(words: &Messages, bar: &HistogramBar) -> String {
    match Interval::split(&bar.key) {
        Interval::Between(first, _) if first.contains('-') => first.get(..7).unwrap_or(first).to_owned(),
        Interval::Between(_, end) | Interval::LessThan(end) | Interval::AtMost(end) => age_label(words, end),
        _ => age_range_label(words, &bar.key),
    }
}
