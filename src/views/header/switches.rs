//! Language, zone, theme, and the way to the keyboard's sheet.

use crate::i18n::Language;
use crate::state::{Theme, browser, use_state};
use crate::views::keyboard;
use leptos::prelude::*;

/// The switches.
#[component]
pub fn SettingSwitches() -> impl IntoView {
    let settings = use_state().settings;
    let words = settings.current_messages();
    let language = settings.language.get_untracked();
    let languages = Language::ALL.map(|other| {
        let choose = move |_| {
            settings.language.set(other);
            restore_focus(match other {
                Language::English => ".switches [lang=en]",
                Language::Japanese => ".switches [lang=ja]",
            });
        };
        view! {
            <button type="button" lang=other.tag() aria-pressed=(other == language).to_string() on:click=choose>
                {other.label()}
            </button>
        }
    });
    let utc = settings.utc.get_untracked();
    let zone = move |_| {
        settings.utc.set(!utc);
        restore_focus(".switches .zone");
    };
    let theme = move || {
        let name = words.themes[settings.theme.get() as usize];
        format!("{}: {name}", words.theme)
    };
    let mark = move || match settings.theme.get() {
        Theme::Auto => "◐",
        Theme::Light => "○",
        Theme::Dark => "●",
    };
    let (now, then) = if utc { (words.utc, words.local) } else { (words.local, words.utc) };
    view! {
        <div class="switches">
            <div class="segments" role="group" aria-label=words.language>{languages}</div>
            <button type="button" class="quiet zone" title=format!("{}: {now} → {then}", words.zone) on:click=zone>
                <span class="unseen">{words.zone}": "</span>{now}
            </button>
            <button
                type="button" class="quiet square" title=theme aria-label=theme
                on:click=move |_| settings.theme.update(|theme| *theme = theme.next_theme())
            >{mark}</button>
            <button type="button" class="quiet square" title=words.keyboard aria-label=words.keyboard aria-keyshortcuts="?" on:click=|_| keyboard::show_shortcuts()>
                "?"
            </button>
        </div>
    }
}

/// The page is drawn anew: the focus goes back to where it was.
fn restore_focus(selector: &'static str) {
    leptos::task::spawn_local(async move {
        leptos::task::tick().await;
        browser::focus_first_match(selector);
    });
}
