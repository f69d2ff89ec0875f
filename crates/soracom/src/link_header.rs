//! Parses the key of the next page from a `link` header.

use percent_encoding::percent_decode_str;

/// Returns the `last_evaluated_key` of the link with `rel=next`, quoted or not, absolute or relative.
///
/// The URL of the link itself is not used, as it would bypass a relay.
pub fn parse_next_key(header: &str) -> Option<String> {
    let mut rest = header;
    while let Some(start) = rest.find('<') {
        let end = start + rest[start..].find('>')?;
        let (url, after) = (&rest[start + 1..end], &rest[end + 1..]);
        // The parameters of this link end where the next link begins.
        let parameters = &after[..after.find(",<").or_else(|| after.find(", <")).unwrap_or(after.len())];
        if parameters.split(';').any(is_next_rel) {
            return last_evaluated_key(url);
        }
        rest = after;
    }
    None
}

fn is_next_rel(parameter: &str) -> bool {
    let Some((name, value)) = parameter.split_once('=') else { return false };
    let value = value.trim().trim_matches(['"', '\'']);
    name.trim().eq_ignore_ascii_case("rel") && value.split_whitespace().any(|word| word.eq_ignore_ascii_case("next"))
}

fn last_evaluated_key(url: &str) -> Option<String> {
    let (_, query) = url.split('#').next()?.split_once('?')?;
    let value = query.split('&').find_map(|pair| pair.strip_prefix("last_evaluated_key="))?;
    let decoded = percent_decode_str(&value.replace('+', " ")).decode_utf8().ok()?.into_owned();
    if decoded.is_empty() { None } else { Some(decoded) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_key_is_read_from_every_form_of_link() {
        for (header, key) in [
            ("</v1/subscribers?last_evaluated_key=295050&limit=100>; rel=next", Some("295050")),
            ("<https://g.api.soracom.io/v1/sims?limit=5&last_evaluated_key=a%2Bb%3D%3D>; rel=\"next\"", Some("a+b==")),
            ("<?last_evaluated_key=1>; rel=prev, <?last_evaluated_key=2>; rel=next", Some("2")),
            ("<?last_evaluated_key=1>; title=\"x\"; rel=\"next last\",<?last_evaluated_key=2>; rel=prev", Some("1")),
            ("<?last_evaluated_key=1>; REL=Next", Some("1")),
            ("<?last_evaluated_key=1>; rel=prev", None),
            ("<?last_evaluated_key=>; rel=next", None),
            ("</v1/sims>; rel=next", None),
            ("<broken; rel=next", None),
            ("", None),
        ] {
            assert_eq!(parse_next_key(header).as_deref(), key, "{header}");
        }
    }
}
