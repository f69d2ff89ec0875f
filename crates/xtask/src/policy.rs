//! The Content-Security-Policy: the one place that says whom the page may talk to.

/// What each directive allows; the hosts are those of Soracom's API, global and Japan.
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

/// Names further addresses that the page may talk to: relays to the API, separated by blanks.
pub const CONNECT_VARIABLE: &str = "SIMSCOPE_CONNECT";

/// The policy's text. While developing, the reload script may be inline; in a release nothing may.
pub fn policy_text(release: bool) -> String {
    policy_with_relays(release, &std::env::var(CONNECT_VARIABLE).unwrap_or_default())
}

fn policy_with_relays(release: bool, connect: &str) -> String {
    // What is no plain address could end the directive and begin another.
    let plain = |relay: &&str| {
        relay.strip_prefix("https://").is_some_and(|host| {
            !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:/_".contains(&b))
        })
    };
    let relays: String = connect.split_whitespace().filter(plain).map(|relay| format!(" {relay}")).collect();
    let directive = |(name, sources): &(&str, &str)| match *name {
        "script-src" if !release => format!("{name} {sources} 'unsafe-inline'"),
        "connect-src" => format!("{name} {sources}{relays}"),
        _ => format!("{name} {sources}"),
    };
    DIRECTIVES.iter().map(directive).collect::<Vec<_>>().join("; ")
}

/// The `_headers` file of hosts that read one (Netlify, Cloudflare Pages): the policy, and what a meta element cannot say.
pub fn headers_file_text(release: bool) -> String {
    format!(
        "/*\n  Content-Security-Policy: {}; frame-ancestors 'none'\n  Referrer-Policy: no-referrer\n  X-Content-Type-Options: nosniff\n",
        policy_text(release)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_allows_nothing_inline() {
        assert!(!policy_text(true).contains("unsafe-inline"));
        assert!(policy_text(true).starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "));
        assert!(headers_file_text(true).contains(&policy_text(true)));
    }

    #[test]
    fn a_relay_joins_and_nothing_else_does() {
        let connect = |relays| {
            let policy = policy_with_relays(true, relays);
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
