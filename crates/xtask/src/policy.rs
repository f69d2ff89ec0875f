//! The Content-Security-Policy, which alone decides to which hosts the page may connect.

use crate::wasm_build::BuildProfile;

/// Directives and their sources; the hosts are those of Soracom's API, global and Japan.
const DIRECTIVES: [(&str, &str); 11] = [
    ("default-src", "'none'"),
    ("script-src", "'self' 'wasm-unsafe-eval'"),
    ("worker-src", "'self'"),
    ("style-src", "'self'"),
    ("img-src", "'self' data: blob:"),
    ("font-src", "'self'"),
    ("connect-src", "'self' https://api.soracom.io https://g.api.soracom.io"),
    ("manifest-src", "'self'"),
    ("base-uri", "'none'"),
    ("form-action", "'none'"),
    ("object-src", "'none'"),
];

/// The variable with further addresses to which the page may connect: relays to the API, separated by blanks.
pub const CONNECT_VARIABLE: &str = "SIMSCOPE_CONNECT";

/// Returns the text of the policy. A debug build may have the inline reload script; a release may have no inline code.
pub fn policy_text(profile: BuildProfile) -> String {
    policy_with_relays(profile, &std::env::var(CONNECT_VARIABLE).unwrap_or_default())
}

fn policy_with_relays(profile: BuildProfile, connect: &str) -> String {
    // Anything but a plain address could end the directive and begin another.
    let is_plain_address = |relay: &&str| {
        relay.strip_prefix("https://").is_some_and(|host| {
            !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:/_".contains(&b))
        })
    };
    let relays: String = connect.split_whitespace().filter(is_plain_address).map(|relay| format!(" {relay}")).collect();
    let directive = |(name, sources): &(&str, &str)| match *name {
        "script-src" if profile == BuildProfile::Debug => format!("{name} {sources} 'unsafe-inline'"),
        "connect-src" => format!("{name} {sources}{relays}"),
        _ => format!("{name} {sources}"),
    };
    DIRECTIVES.iter().map(directive).collect::<Vec<_>>().join("; ")
}

/// Returns the `_headers` file for hosts that read one (Netlify, Cloudflare Pages): the policy, and headers that a meta
/// element cannot set.
pub fn headers_file_text(profile: BuildProfile) -> String {
    format!(
        "/*\n  Content-Security-Policy: {}; frame-ancestors 'none'\n  Referrer-Policy: no-referrer\n  X-Content-Type-Options: nosniff\n",
        policy_text(profile)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_allows_nothing_inline() {
        assert!(!policy_text(BuildProfile::Release).contains("unsafe-inline"));
        assert!(
            policy_text(BuildProfile::Release)
                .starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; ")
        );
        assert!(headers_file_text(BuildProfile::Release).contains(&policy_text(BuildProfile::Release)));
    }

    #[test]
    fn a_relay_joins_and_nothing_else_does() {
        let connect = |relays| {
            let policy = policy_with_relays(BuildProfile::Release, relays);
            let directive = policy.split("; ").find(|directive| directive.starts_with("connect-src ")).unwrap();
            directive.rsplit_once("soracom.io").unwrap().1.to_owned()
        };
        for (relays, joined) in [
            ("", ""),
            ("https://relay.example", " https://relay.example"),
            ("https://a.example:8443/x  https://b.example", " https://a.example:8443/x https://b.example"),
            ("http://relay.example * data: https://", ""),
            ("https://a;script-src https://b\"", ""),
        ] {
            assert_eq!(connect(relays), joined, "{relays}");
        }
    }
}
