//! What is shown as a command of other programs.

use crate::state::{derive_memo, use_state};
use crate::views::components::{CopyButton, DropdownMenu, derive_signal};
use crate::views::export_command::filtered_export_command;
use leptos::prelude::*;

/// The menu with the command.
#[component]
pub fn CommandMenu() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages().commands;
    let commands = state.commands;
    let program = derive_memo(move || {
        commands.jq.with(|jq| jq.as_ref().and_then(|jq| Some(jq.as_ref().ok()?.text.clone()))).unwrap_or_default()
    });
    let line = derive_signal(move || match program.get() {
        program if program.is_empty() => String::new(),
        program => filtered_export_command(state.sources.coverage_word(), &program),
    });
    let status = move || {
        commands.jq.with(|jq| match jq {
            None => words.writing.to_owned(),
            Some(Err(why)) => (words.failed)(why),
            Some(Ok(jq)) if jq.left_out.is_empty() => String::new(),
            Some(Ok(jq)) => (words.left_out)(&jq.left_out.join("  ")),
        })
    };
    view! {
        <DropdownMenu label=Signal::stored(words.title.to_owned()) test="command" class="quiet views" is_open=commands.is_open>
            <div class="command-lines">
                <p class="quiet-text">{words.hint}</p>
                <pre class="program" data-test="command-cli" tabindex="0" aria-label=words.line>{line}</pre>
                <p class="warning" role="status" data-test="command-left-out">{derive_signal(status)}</p>
                <div class="copies">
                    <CopyButton text=line what=words.line labelled=true test="command-copy" />
                    <CopyButton text=program what=words.program labelled=true />
                </div>
                <details>
                    <summary>{words.program}</summary>
                    <pre class="program" data-test="command-jq" tabindex="0" aria-label=words.program>{program}</pre>
                </details>
            </div>
        </DropdownMenu>
    }
}
