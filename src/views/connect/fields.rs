//! The fields of the form: which way of signing in needs which.

use crate::i18n::Api;
use crate::state::use_state;
use crate::views::parts::live;
use leptos::prelude::*;
use soracom::{AuthMethod, Credentials};
use wasm_bindgen::JsCast;
use web_sys::{HtmlFormElement, HtmlInputElement, HtmlSelectElement};

/// One field.
pub struct Needed {
    name: &'static str,
    /// The ways that need it, or may.
    kinds: &'static [&'static str],
    label: fn(&Api) -> &'static str,
    /// Whether it is not to be read over a shoulder.
    hidden: bool,
    /// What password managers put there.
    fills: &'static str,
}

/// All fields, in their order.
pub const FIELDS: &[Needed] = &[
    Needed { name: "auth-key-id", kinds: &["authkey"], label: |w| w.auth_key_id, hidden: false, fills: "username" },
    Needed { name: "auth-key", kinds: &["authkey"], label: |w| w.auth_key, hidden: true, fills: "current-password" },
    Needed { name: "api-key", kinds: &["token"], label: |w| w.api_key, hidden: true, fills: "off" },
    Needed { name: "token", kinds: &["token"], label: |w| w.token, hidden: true, fills: "off" },
    Needed { name: "operator-id", kinds: &["sam"], label: |w| w.operator_id, hidden: false, fills: "organization" },
    Needed { name: "user-name", kinds: &["sam"], label: |w| w.user_name, hidden: false, fills: "username" },
    Needed { name: "email", kinds: &["root"], label: |w| w.email, hidden: false, fills: "username" },
    Needed {
        name: "password",
        kinds: &["sam", "root"],
        label: |w| w.password,
        hidden: true,
        fills: "current-password",
    },
    Needed { name: "mfa", kinds: &["sam", "root"], label: |w| w.mfa, hidden: false, fills: "one-time-code" },
];

/// A field with its label, where the chosen way needs it.
#[component]
pub fn Field(
    /// Which.
    field: &'static Needed,
    /// The chosen way.
    kind: RwSignal<String>,
    /// Whether someone is signed in at the address already.
    here: Memo<bool>,
) -> impl IntoView {
    let words = &use_state().settings.words_now().api;
    let needed = move || !here.get() && kind.with(|kind| field.kinds.contains(&kind.as_str()));
    view! {
        <label hidden=live(move || !needed())>{(field.label)(words)}
            <input
                type=if field.hidden { "password" } else { "text" } name=field.name data-test=format!("connect-{}", field.name)
                autocomplete=field.fills autocapitalize="off" spellcheck="false" disabled=live(move || !needed())
                required=live(move || needed() && field.name != "mfa")
            />
        </label>
    }
}

/// What stands in a field of the form.
pub fn value(form: &HtmlFormElement, name: &str) -> String {
    let Some(element) = form.query_selector(&format!("[name='{name}']")).ok().flatten() else { return String::new() };
    match element.dyn_ref::<HtmlInputElement>() {
        Some(input) => input.value(),
        None => element.dyn_ref::<HtmlSelectElement>().map(HtmlSelectElement::value).unwrap_or_default(),
    }
}

/// Returns whether nothing is missing of what the chosen way needs. The browser asks for what is, unless the fields come up
/// only now, for an address that nobody has typed.
pub fn has_credentials(form: &HtmlFormElement) -> bool {
    let kind = value(form, "kind");
    let mut needed = FIELDS.iter().filter(|field| field.name != "mfa" && field.kinds.contains(&kind.as_str()));
    needed.all(|field| !value(form, field.name).is_empty())
}

/// Who signs in, as the form says.
pub fn credentials(form: &HtmlFormElement) -> Credentials {
    // What is pasted often brings blanks along; a password may want its own.
    let trimmed = |name| value(form, name).trim().to_owned().into();
    let way = match value(form, "kind").as_str() {
        "token" => AuthMethod::Token { api_key: trimmed("api-key"), token: trimmed("token") },
        "sam" => AuthMethod::Sam {
            operator_id: trimmed("operator-id"),
            user_name: trimmed("user-name"),
            password: value(form, "password").into(),
        },
        "root" => AuthMethod::Root { email: trimmed("email"), password: value(form, "password").into() },
        _ => AuthMethod::AuthKey { id: trimmed("auth-key-id"), secret: trimmed("auth-key") },
    };
    let code = value(form, "mfa").trim().to_owned();
    Credentials { auth_method: way, mfa_code: (!code.is_empty()).then(|| code.into()) }
}
