//! The Content-Security-Policy: the one place that says whom the page may talk to.

/// What each directive allows; the hosts are those of Soracom's API, global and Japan.
const POLICY: [(&str, &str); 11] = [
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

/// The policy's text. While developing, the reload script may be inline; in a release nothing may.
pub fn text(release: bool) -> String {
    let directive = |(name, sources): &(&str, &str)| match *name {
        "script-src" if !release => format!("{name} {sources} 'unsafe-inline'"),
        _ => format!("{name} {sources}"),
    };
    POLICY.iter().map(directive).collect::<Vec<_>>().join("; ")
}

/// The `_headers` file of hosts that read one (Netlify, Cloudflare Pages): the policy, and what a meta element cannot say.
pub fn headers(release: bool) -> String {
    format!(
        "/*\n  Content-Security-Policy: {}; frame-ancestors 'none'\n  Referrer-Policy: no-referrer\n  X-Content-Type-Options: nosniff\n",
        text(release)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_allows_nothing_inline() {
        assert!(!text(true).contains("unsafe-inline"));
        assert!(text(true).starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "));
        assert!(headers(true).contains(&text(true)));
    }
}
