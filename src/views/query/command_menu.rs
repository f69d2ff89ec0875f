//! What is shown as commands of other programs.

use crate::state::{derive_memo, use_state};
use crate::views::components::{CopyButton, DropdownMenu, derive_signal};
use crate::views::export_command::filtered_export_command;
use leptos::prelude::*;
use query::QueryCommand;

/// The menu with the commands.
#[component]
pub fn CommandMenu() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages().commands;
    let written = state.commands.written;
    // The line and the program are of the same terms.
    let commands = derive_memo(move || {
        let all = written.with(|all| all.as_ref().and_then(|all| all.as_ref().ok()).cloned())?;
        let line = filtered_export_command(state.sources.coverage_word(), &all.jq.text);
        Some([QueryCommand { text: line, left_out: all.jq.left_out.clone() }, all.jq, all.sql])
    });
    let status = move || {
        written.with(|all| match all {
            None => words.writing.to_owned(),
            Some(Err(why)) => (words.failed)(why),
            Some(Ok(_)) => String::new(),
        })
    };
    let programs = [
        ("soracom, jq", words.line_hint, "command-cli"),
        ("jq", words.program_hint, "command-jq"),
        ("SQL", words.sql_hint, "command-sql"),
    ];
    let program = move |(at, (title, hint, test)): (usize, (&'static str, &'static str, &'static str))| {
        let text = derive_signal(move || {
            commands.with(|all| all.as_ref().map(|all| all[at].text.clone())).unwrap_or_default()
        });
        let left_out = move || {
            let terms = commands.with(|all| all.as_ref().map(|all| all[at].left_out.join("  ")));
            terms.filter(|terms| !terms.is_empty()).map(|terms| (words.left_out)(&terms))
        };
        view! {
            <details open=at == 0>
                <summary>{title}</summary>
                <p class="quiet-text">{hint}</p>
                <pre class="program" data-test=test tabindex="0" aria-label=title>{text}</pre>
                <p class="warning" data-test="command-left-out">{derive_signal(left_out)}</p>
                <CopyButton text=text what=title labelled=true />
            </details>
        }
    };
    view! {
        <DropdownMenu label=Signal::stored(words.title.to_owned()) test="command" class="quiet views" is_open=state.commands.is_open>
            <div class="command-lines">
                <p class="quiet-text" role="status">{derive_signal(status)}</p>
                {programs.into_iter().enumerate().map(program).collect_view()}
            </div>
        </DropdownMenu>
    }
}
