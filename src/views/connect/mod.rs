//! The other way in: sign in at the API, and fetch the lists.

mod account_line;
mod credential_fields;

use crate::state::{RemoteList, use_state};
use crate::views::components::{CommandLine, derive_memo, derive_signal, on_dialog_closed};
use crate::views::export_command::export_command;
use credential_fields::{CredentialInput, field_value, has_required_credentials, read_credentials};
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use soracom::{ApiAddress, ApiList, Coverage, SoracomError};
use web_sys::HtmlFormElement;

/// The policy of a SAM user that may list, and nothing else.
const LIST_ONLY_POLICY: &str = r#"{"statements":[{"effect":"allow","api":["Subscriber:listSubscribers","Sim:listSims","Subscriber:listSessionEvents","CellLocation:batchGetCellLocations"]}]}"#;

/// The button that opens the form.
#[component]
pub fn ConnectButton(
    /// Whether there is little room.
    short: bool,
) -> impl IntoView {
    let state = use_state();
    let words = &state.settings.current_messages().api;
    let who = derive_memo(move || {
        state.account.signed_in.with(|account| {
            account.as_ref().map(|account| {
                let operator = account.operator.clone().unwrap_or_default();
                let title = (words.signed_in)(&operator, account.user.as_deref().unwrap_or_default());
                (operator, format!("{title} {}", account.address.as_str()))
            })
        })
    });
    let text = move || match who.get() {
        Some((operator, _)) if short => format!("Soracom: {operator}"),
        _ => if short { words.connect_short } else { words.connect }.to_owned(),
    };
    let title = move || who.get().map_or_else(|| words.connect.to_owned(), |(_, title)| title);
    view! {
        <button type="button" class="button connect" data-test="connect" title=title on:click=move |_| state.account.open_form()>{text}</button>
    }
}

/// The form, in a dialog of its own.
#[component]
pub fn ConnectDialog() -> impl IntoView {
    let state = use_state();
    let all = state.settings.current_messages();
    let words = &all.api;
    let dialog = NodeRef::<html::Dialog>::new();
    let form = NodeRef::<html::Form>::new();
    let kind = RwSignal::new("authkey".to_owned());
    // What stands in the field. A sign-in belongs to its address: for another one, somebody signs in anew.
    let address = RwSignal::new(String::new());
    let here = derive_memo(move || state.account.is_signed_in_at(&ApiAddress::new(&address.get())));
    // What was typed goes with the form: after a sign-in, and whenever it is closed; also where it opens again at once.
    Effect::new(move |_| {
        let open = state.account.form_open.get();
        let Some(dialog) = dialog.get() else { return };
        if open && dialog.open() {
            return;
        }
        reset_form(form);
        kind.set("authkey".to_owned());
        if open {
            address.set(state.account.address.get_untracked());
            dialog.show_modal().ok();
        } else {
            dialog.close();
        }
    });
    let signed_in = derive_memo(move || state.account.signed_in.with(Option::is_some));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(form) = form.get_untracked() else { return };
        address.set(field_value(&form, "endpoint"));
        let wanted = read_remote_lists(&form);
        if here.get_untracked() {
            state.account.fetch_remote_lists(wanted);
        } else if has_required_credentials(&form) {
            state.account.sign_in(read_credentials(&form), wanted);
        }
    };
    let error = move || state.account.error.get().map(|error| api_error_view(words, &error));
    let option = |(value, name): (&'static str, &'static str)| view! { <option value=value>{name}</option> };
    let kinds = ["authkey", "token", "sam", "root"].into_iter().zip(words.kinds).map(option).collect_view();
    let button = move || match (state.account.signing_in.get(), here.get()) {
        (true, _) => words.busy,
        (false, true) => words.fetch,
        (false, false) => words.submit,
    };
    view! {
        <dialog class="connect" node_ref=dialog aria-labelledby="connect-title" on:close=on_dialog_closed(dialog, state.account.form_open)>
            <form node_ref=form on:submit=submit>
                <h2 id="connect-title">{words.connect_title}</h2>
                <p class="quiet-text">{words.memory}</p>
                {error}
                <div class="pair">
                    <label>{all.coverage}
                        <select data-test="connect-coverage" name="coverage">
                            {[("g", all.global), ("jp", all.japan), ("both", words.both)].map(option)}
                        </select>
                    </label>
                    <label>{all.listing}
                        <select data-test="connect-list" name="list">
                            {[("subscribers", all.subscribers), ("sims", all.sims_listing)].map(option)}
                        </select>
                    </label>
                </div>
                <div class="secrets" hidden=derive_signal(move || here.get())>
                    <label>{words.kind}
                        <select
                            data-test="connect-kind" name="kind" prop:value=derive_signal(move || kind.get())
                            on:change=move |event| kind.set(event_target_value(&event))
                        >{kinds}</select>
                    </label>
                    {credential_fields::CREDENTIAL_FIELDS.iter().map(|field| view! { <CredentialInput field kind here /> }).collect_view()}
                    <details hidden=derive_signal(move || kind.with(|kind| kind != "authkey"))>
                        <summary>{words.advice}</summary>
                        <CommandLine line=Signal::stored(LIST_ONLY_POLICY.to_owned()) />
                    </details>
                </div>
                <account_line::AccountLine />
                <label>{words.endpoint}
                    <input
                        type="text" data-test="connect-endpoint" name="endpoint" autocomplete="off" spellcheck="false"
                        // The value that a reset of the form goes back to; what is being typed stays.
                        value=derive_signal(move || state.account.address.get())
                        on:input=move |event| address.set(event_target_value(&event))
                        placeholder=Coverage::Global.endpoint() aria-describedby="endpoint-hint"
                    />
                </label>
                <p class="quiet-text" id="endpoint-hint">{words.endpoint_hint}</p>
                <div class="actions">
                    <button type="submit" class="button primary" data-test="connect-submit" disabled=derive_signal(move || state.account.signing_in.get())>{derive_signal(button)}</button>
                    <button type="button" class="button" hidden=derive_signal(move || !signed_in.get()) data-test="connect-signout" on:click=move |_| state.account.sign_out()>{words.sign_out}</button>
                    <button type="button" class="button" on:click=move |_| state.account.form_open.set(false)>{all.close}</button>
                </div>
            </form>
        </dialog>
    }
}

/// What went wrong, and where it is likely the browser that refuses: the two ways on.
pub fn api_error_view(words: &'static crate::i18n::ApiMessages, error: &SoracomError) -> AnyView {
    let said = (words.error)(error);
    let ways = matches!(error, SoracomError::Unreachable { .. }).then(|| {
        view! {
            <p>{words.two_ways}</p>
            <CommandLine line=Signal::stored(export_command("subscribers", "g")) />
            <p>{words.relay}</p>
        }
    });
    view! { <div class="fault" role="alert" data-test="error"><p><strong>{said}</strong></p>{ways}</div> }.into_any()
}

fn read_remote_lists(form: &HtmlFormElement) -> Vec<RemoteList> {
    let address = ApiAddress::new(&field_value(form, "endpoint"));
    let list = if field_value(form, "list") == "sims" { ApiList::Sims } else { ApiList::Subscribers };
    let chosen = field_value(form, "coverage");
    let wanted = Coverage::ALL.into_iter().filter(|coverage| chosen == "both" || coverage.key() == chosen);
    wanted.map(|coverage| RemoteList { address: address.clone(), coverage, list }).collect()
}

fn reset_form(form: NodeRef<html::Form>) {
    if let Some(form) = form.get_untracked() {
        form.reset();
    }
}
