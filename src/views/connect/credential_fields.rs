//! The fields of the form: which way of signing in needs which.

use crate::i18n::ApiMessages;
use crate::state::use_state;
use crate::views::components::derive_signal;
use leptos::prelude::*;
use soracom::{AuthMethod, Credentials};
use wasm_bindgen::JsCast;
use web_sys::{HtmlFormElement, HtmlInputElement, HtmlSelectElement};

/// One field.
pub struct CredentialField {
    name: &'static str,
    /// The ways that need it, or may.
    auth_methods: &'static [&'static str],
    label: fn(&ApiMessages) -> &'static str,
    /// Whether it is not to be read over a shoulder.
    is_secret: bool,
    /// What password managers put there.
    autocomplete: &'static str,
}

/// All fields, in their order.
pub const CREDENTIAL_FIELDS: &[CredentialField] = &[
    CredentialField {
        name: "auth-key-id",
        auth_methods: &["authkey"],
        label: |w| w.auth_key_id,
        is_secret: false,
        autocomplete: "username",
    },
    CredentialField {
        name: "auth-key",
        auth_methods: &["authkey"],
        label: |w| w.auth_key,
        is_secret: true,
        autocomplete: "current-password",
    },
    CredentialField {
        name: "api-key",
        auth_methods: &["token"],
        label: |w| w.api_key,
        is_secret: true,
        autocomplete: "off",
    },
    CredentialField {
        name: "token",
        auth_methods: &["token"],
        label: |w| w.token,
        is_secret: true,
        autocomplete: "off",
    },
    CredentialField {
        name: "operator-id",
        auth_methods: &["sam"],
        label: |w| w.operator_id,
        is_secret: false,
        autocomplete: "organization",
    },
    CredentialField {
        name: "user-name",
        auth_methods: &["sam"],
        label: |w| w.user_name,
        is_secret: false,
        autocomplete: "username",
    },
    CredentialField {
        name: "email",
        auth_methods: &["root"],
        label: |w| w.email,
        is_secret: false,
        autocomplete: "username",
    },
    CredentialField {
        name: "password",
        auth_methods: &["sam", "root"],
        label: |w| w.password,
        is_secret: true,
        autocomplete: "current-password",
    },
    CredentialField {
        name: "mfa",
        auth_methods: &["sam", "root"],
        label: |w| w.mfa,
        is_secret: false,
        autocomplete: "one-time-code",
    },
];

/// A field with its label, where the chosen way needs it.
#[component]
pub fn CredentialInput(
    /// Which.
    field: &'static CredentialField,
    /// The chosen way.
    kind: RwSignal<String>,
    /// Whether someone is signed in at the address already.
    here: Memo<bool>,
) -> impl IntoView {
    let words = &use_state().settings.current_messages().api;
    let needed = move || !here.get() && kind.with(|kind| field.auth_methods.contains(&kind.as_str()));
    view! {
        <label hidden=derive_signal(move || !needed())>{(field.label)(words)}
            <input
                type=if field.is_secret { "password" } else { "text" } name=field.name data-test=format!("connect-{}", field.name)
                autocomplete=field.autocomplete autocapitalize="off" spellcheck="false" disabled=derive_signal(move || !needed())
                required=derive_signal(move || needed() && field.name != "mfa")
            />
        </label>
    }
}

/// What stands in a field of the form.
pub fn field_value(form: &HtmlFormElement, name: &str) -> String {
    let Some(element) = form.query_selector(&format!("[name='{name}']")).ok().flatten() else { return String::new() };
    match element.dyn_ref::<HtmlInputElement>() {
        Some(input) => input.value(),
        None => element.dyn_ref::<HtmlSelectElement>().map(HtmlSelectElement::value).unwrap_or_default(),
    }
}

/// Returns whether nothing is missing of what the chosen way needs. The browser asks for what is, unless the fields come up
/// only now, for an address that nobody has typed.
pub fn has_required_credentials(form: &HtmlFormElement) -> bool {
    let kind = field_value(form, "kind");
    let mut needed =
        CREDENTIAL_FIELDS.iter().filter(|field| field.name != "mfa" && field.auth_methods.contains(&kind.as_str()));
    needed.all(|field| !field_value(form, field.name).is_empty())
}

/// Who signs in, as the form says.
pub fn read_credentials(form: &HtmlFormElement) -> Credentials {
    // What is pasted often brings blanks along; a password may want its own.
    let trimmed = |name| field_value(form, name).trim().to_owned().into();
    let way = match field_value(form, "kind").as_str() {
        "token" => AuthMethod::Token { api_key: trimmed("api-key"), token: trimmed("token") },
        "sam" => AuthMethod::Sam {
            operator_id: trimmed("operator-id"),
            user_name: trimmed("user-name"),
            password: field_value(form, "password").into(),
        },
        "root" => AuthMethod::Root { email: trimmed("email"), password: field_value(form, "password").into() },
        _ => AuthMethod::AuthKey { id: trimmed("auth-key-id"), secret: trimmed("auth-key") },
    };
    let code = field_value(form, "mfa").trim().to_owned();
    Credentials { auth_method: way, mfa_code: (!code.is_empty()).then(|| code.into()) }
}
