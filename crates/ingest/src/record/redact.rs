//! A record's own JSON as it is shown: its keys in their order, its digits as they are, its secrets masked.

use crate::json::{non_finite, string_len};
use std::borrow::Cow;

/// Keys whose values are never shown or exported: the WireGuard key of an Arc profile, the secret that registers a SIM of
/// the sandbox, and credentials that may have been pasted along.
pub const SECRET_KEYS: [&str; 8] = [
    "arcClientPeerPrivateKey",
    "registrationSecret",
    "apiKey",
    "token",
    "authKey",
    "authKeySecret",
    "password",
    "privateKey",
];

/// What is shown for a secret.
pub const SECRET_MASK: &str = "\"••••••••\"";

/// Formats JSON with one value a line, two blanks deep for each level. Returns it with the names of what was masked.
///
/// It works on the bytes, so that nothing is lost that a parser would drop: digits of long numbers, repeated keys. Bytes
/// that are not UTF-8 are shown as U+FFFD.
pub fn pretty_print_redacted(bytes: &[u8]) -> (String, Vec<String>) {
    let text = String::from_utf8_lossy(bytes);
    let mut out = String::with_capacity(text.len() * 2);
    let (mut masked, mut depth, mut secret) = (vec![], 0usize, None::<&str>);
    let mut tokens = JsonTokens { rest: &text }.peekable();
    while let Some(token) = tokens.next() {
        let next = tokens.peek().copied();
        if let Some(name) = secret.take_if(|_| token != ":") {
            masked.push(name.to_owned());
            out.push_str(SECRET_MASK);
            skip_value(token, &mut tokens);
            continue;
        }
        match token {
            "{" | "[" => {
                out.push_str(token);
                if !matches!(next, Some("}" | "]")) {
                    depth += 1;
                    push_line_break(&mut out, depth);
                } else if let Some(close) = tokens.next() {
                    out.push_str(close);
                }
            }
            "}" | "]" => {
                depth = depth.saturating_sub(1);
                push_line_break(&mut out, depth);
                out.push_str(token);
            }
            "," => {
                out.push(',');
                push_line_break(&mut out, depth);
            }
            ":" => out.push_str(": "),
            _ => {
                out.push_str(non_finite::replace_non_finite_token(token));
                secret = (next == Some(":") && is_secret_key(token)).then(|| token.trim_matches('"'));
            }
        }
    }
    (out, masked)
}

/// Masks the secrets in a record's bytes, and replaces `NaN` and `Infinity`, which are not JSON, by null. All other bytes
/// stay as they are, unless the record has one of these and bytes that are not UTF-8.
pub fn redact_secrets(bytes: &[u8]) -> Cow<'_, [u8]> {
    if non_finite::can_contain_non_finite(bytes)
        && let Some((text, _)) = non_finite::replace_non_finite(&String::from_utf8_lossy(bytes))
    {
        return Cow::Owned(mask_secrets(text.as_bytes()).into_owned());
    }
    mask_secrets(bytes)
}

fn mask_secrets(bytes: &[u8]) -> Cow<'_, [u8]> {
    if !can_contain_secret(bytes) {
        return Cow::Borrowed(bytes);
    }
    let text = String::from_utf8_lossy(bytes);
    let (mut out, mut copied) = (Vec::with_capacity(bytes.len()), 0);
    let (mut tokens, mut last) = (JsonTokens { rest: &text }, "");
    while let Some(token) = tokens.next() {
        if token == ":"
            && is_secret_key(last)
            && let Some(value) = tokens.next()
        {
            let begin = text.len() - tokens.rest.len() - value.len();
            skip_value(value, &mut tokens);
            out.extend_from_slice(&text.as_bytes()[copied..begin]);
            out.extend_from_slice(SECRET_MASK.as_bytes());
            copied = text.len() - tokens.rest.len();
        }
        last = token;
    }
    out.extend_from_slice(&text.as_bytes()[copied..]);
    Cow::Owned(out)
}

/// Whether one of a record's strings is the key of a secret, or has escapes that may hide that it is.
fn can_contain_secret(bytes: &[u8]) -> bool {
    let called = |name: &str, rest: &[u8]| {
        rest.get(name.len()) == Some(&b'"')
            && rest.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()))
    };
    memchr::memchr2_iter(b'"', b'\\', bytes).any(|at| match bytes.get(at..) {
        Some([b'\\', b'u', ..]) => true,
        Some([b'"', b'a' | b'A' | b'r' | b'R' | b't' | b'T' | b'p' | b'P', ..]) => {
            bytes.get(at + 1..).is_some_and(|rest| SECRET_KEYS.iter().any(|name| called(name, rest)))
        }
        _ => false,
    })
}

/// Whether a key, with its quotes, is that of a secret.
fn is_secret_key(key: &str) -> bool {
    let named = |name: &str| SECRET_KEYS.iter().any(|secret| secret.eq_ignore_ascii_case(name));
    match key.contains('\\') {
        true => serde_json::from_str::<String>(key).is_ok_and(|name| named(&name)),
        false => named(key.trim_matches('"')),
    }
}

fn push_line_break(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

/// Skips the rest of a value that begins with `token`.
fn skip_value<'a>(token: &'a str, tokens: &mut impl Iterator<Item = &'a str>) {
    let mut depth = usize::from(matches!(token, "{" | "["));
    while depth > 0 {
        match tokens.next() {
            Some("{" | "[") => depth += 1,
            Some("}" | "]") => depth -= 1,
            Some(_) => {}
            None => return,
        }
    }
}

/// The tokens of JSON: brackets, commas, colons, strings with their quotes, and literals.
struct JsonTokens<'a> {
    rest: &'a str,
}

impl<'a> Iterator for JsonTokens<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        self.rest = self.rest.trim_start();
        let bytes = self.rest.as_bytes();
        let len = match bytes.first()? {
            b'{' | b'}' | b'[' | b']' | b',' | b':' => 1,
            b'"' => string_len(bytes).unwrap_or(bytes.len()),
            _ => bytes.iter().position(|b| b"{}[],:\" \t\r\n".contains(b)).unwrap_or(bytes.len()),
        };
        let (token, rest) = self.rest.split_at_checked(len)?;
        self.rest = rest;
        Some(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_indented_and_their_secrets_masked() {
        for (json, expected, secrets) in [
            ("{}", "{}", &[][..]),
            (
                r#"{"a":1,"b":[],"c":[1,"x"]}"#,
                "{\n  \"a\": 1,\n  \"b\": [],\n  \"c\": [\n    1,\n    \"x\"\n  ]\n}",
                &[],
            ),
            (
                r#"{"n":89049032000000000000000012345678,"n":1}"#,
                "{\n  \"n\": 89049032000000000000000012345678,\n  \"n\": 1\n}",
                &[],
            ),
            (r#"{"token":"s\"ecret","x":"token"}"#, "{\n  \"token\": \"••••••••\",\n  \"x\": \"token\"\n}", &["token"]),
            (
                r#"{"arcClientPeerPrivateKey":{"k":["s"]},"x":1}"#,
                "{\n  \"arcClientPeerPrivateKey\": \"••••••••\",\n  \"x\": 1\n}",
                &["arcClientPeerPrivateKey"],
            ),
            (r#"{"a":NaN,"b":-Infinity}"#, "{\n  \"a\": null,\n  \"b\": null\n}", &[]),
            ("{\"x\":\"\\ud83d\"", "{\n  \"x\": \"\\ud83d\"", &[]),
        ] {
            let (out, masked) = pretty_print_redacted(json.as_bytes());
            assert_eq!(
                (out.as_str(), masked.as_slice()),
                (expected, secrets.iter().map(ToString::to_string).collect::<Vec<_>>().as_slice()),
                "{json}"
            );
        }
    }

    #[test]
    fn secrets_are_masked_and_all_else_is_as_it_was() {
        for (json, expected) in [
            (r#"{ "a" : 1.50,"b":"\u6771" }"#, r#"{ "a" : 1.50,"b":"\u6771" }"#),
            (r#"{"apiKey": "x\"y" , "n":1}"#, r#"{"apiKey": "••••••••" , "n":1}"#),
            (
                r#"{"p":{"x":{"arcClientPeerPrivateKey":{"a":[1,{}]}}},"z":2}"#,
                r#"{"p":{"x":{"arcClientPeerPrivateKey":"••••••••"}},"z":2}"#,
            ),
            (r#"{"TOKEN":null,"tokens":"t"}"#, r#"{"TOKEN":"••••••••","tokens":"t"}"#),
            (r#"{"to\u006ben":"t"}"#, r#"{"to\u006ben":"••••••••"}"#),
            (r#"{"a":NaN,"name":"NaN","b":[-Infinity]}"#, r#"{"a":null,"name":"NaN","b":[null]}"#),
            (r#"{"token":NaN,"b":Infinity}"#, r#"{"token":"••••••••","b":null}"#),
            (r#"{"name":"token","x":"password"}"#, r#"{"name":"token","x":"password"}"#),
            (r#"{"token":1,"token":2"#, r#"{"token":"••••••••","token":"••••••••""#),
        ] {
            assert_eq!(String::from_utf8_lossy(&redact_secrets(json.as_bytes())), expected, "{json}");
        }
    }
}
