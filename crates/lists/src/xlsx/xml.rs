//! Splits XML into tags and texts, chunk by chunk: as much of it as the parts of a workbook have.

use std::borrow::Cow;

/// A piece of XML. Names are without the prefix of their namespace.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum XmlEvent<'a> {
    /// The beginning of an element, or a whole one without anything in it.
    Open { name: &'a str, attributes: Attributes<'a> },
    /// The end of an element; it follows the beginning of one without anything in it.
    Close { name: &'a str },
    /// Text between tags.
    Text(Cow<'a, str>),
}

/// The attributes of an element.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Attributes<'a>(&'a str);

impl<'a> Attributes<'a> {
    /// The value of an attribute, with or without a prefix of a namespace; `None` where there is none.
    pub fn get(self, name: &str) -> Option<Cow<'a, str>> {
        let mut rest = self.0;
        while let Some((key, after)) = rest.split_once('=') {
            let after = after.trim_start();
            let quote = after.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
            let (value, next) = after[1..].split_once(quote)?;
            if local_name(key.trim()) == name {
                return Some(decode_entities(value));
            }
            rest = next;
        }
        None
    }
}

/// Splits the XML of a part.
#[derive(Default)]
pub(super) struct XmlSplitter {
    /// What has come and is not whole.
    pending: String,
    /// The end of a chunk in the middle of a character.
    cut: Vec<u8>,
}

impl XmlSplitter {
    /// Splits a chunk, and passes what is whole.
    pub fn push(&mut self, bytes: &[u8], mut event: impl FnMut(XmlEvent)) {
        self.cut.extend_from_slice(bytes);
        let valid = match std::str::from_utf8(&self.cut) {
            Ok(text) => text.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => self.cut.len(),
        };
        self.pending.push_str(&String::from_utf8_lossy(&self.cut[..valid]));
        self.cut.drain(..valid);
        let mut at = 0;
        while let Some(length) = split_piece(&self.pending[at..], &mut event) {
            at += length;
        }
        self.pending.drain(..at);
    }
}

/// Passes the first piece of a text and returns its length in bytes; `None` where it is not whole.
fn split_piece(text: &str, event: &mut impl FnMut(XmlEvent)) -> Option<usize> {
    let tag = match text.find('<')? {
        0 => text,
        end => {
            event(XmlEvent::Text(decode_entities(&text[..end])));
            return Some(end);
        }
    };
    if let Some(raw) = tag.strip_prefix("<![CDATA[") {
        let end = raw.find("]]>")?;
        event(XmlEvent::Text(Cow::Borrowed(&raw[..end])));
        return Some("<![CDATA[".len() + end + "]]>".len());
    }
    if tag.starts_with("<!--") {
        return tag.find("-->").map(|end| end + "-->".len());
    }
    // A tag may be cut where it begins.
    if tag.len() < "<![CDATA[".len() && "<![CDATA[".starts_with(tag) {
        return None;
    }
    let end = find_tag_end(tag)?;
    let inside = &tag[1..end];
    if let Some(name) = inside.strip_prefix('/') {
        event(XmlEvent::Close { name: local_name(name.trim()) });
    } else if !inside.starts_with(['?', '!']) {
        let whole = inside.strip_suffix('/').unwrap_or(inside);
        let (name, attributes) = whole.split_once(|c: char| c.is_whitespace()).unwrap_or((whole, ""));
        let name = local_name(name);
        event(XmlEvent::Open { name, attributes: Attributes(attributes) });
        if whole.len() < inside.len() {
            event(XmlEvent::Close { name });
        }
    }
    Some(end + 1)
}

/// The index of the `>` that ends a tag: one in quotation marks does not.
fn find_tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    tag.bytes().position(|byte| match (quote, byte) {
        (None, b'>') => true,
        (None, b'"' | b'\'') => {
            quote = Some(byte);
            false
        }
        (Some(open), byte) if open == byte => {
            quote = None;
            false
        }
        _ => false,
    })
}

fn local_name(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// The five entities of XML and characters by their number. Excel writes some as `_x000D_`, which are left out.
fn decode_entities(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut parts = text.split('&');
    decoded.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (entity, rest) = part.split_once(';').unwrap_or((part, ""));
        let number = entity.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        });
        let named = [("lt", '<'), ("gt", '>'), ("amp", '&'), ("quot", '"'), ("apos", '\'')];
        let named = named.into_iter().find(|(name, _)| *name == entity).map(|(_, char)| char);
        match named.or_else(|| number.and_then(char::from_u32)) {
            Some(char) => decoded.push(char),
            None => decoded.extend(["&", entity]),
        }
        decoded.push_str(rest);
    }
    Cow::Owned(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn describe(chunks: &[&[u8]]) -> String {
        let (mut splitter, mut events) = (XmlSplitter::default(), vec![]);
        for chunk in chunks {
            splitter.push(chunk, |event| {
                events.push(match event {
                    XmlEvent::Open { name, attributes } => {
                        format!("<{name} {}", attributes.get("a").unwrap_or_default())
                    }
                    XmlEvent::Close { name } => format!("/{name}"),
                    XmlEvent::Text(text) => text.into_owned(),
                });
            });
        }
        events.join("|")
    }

    #[test]
    fn tags_and_texts_are_told_apart() {
        for (xml, expected) in [
            ("<?xml version=\"1.0\"?><x:row a=\"1 > 2\"><v>5</v></x:row>", "<row 1 > 2|<v |5|/v|/row"),
            ("<c b='2' x:a='&lt;&#x6771;&#33;'/>", "<c <東!|/c"),
            ("<t>a &amp; b &unknown; c</t>", "<t |a & b &unknown c|/t"),
            ("<!-- <no> --><t><![CDATA[<b>]]></t>", "<t |<b>|/t"),
            ("<t>cut", "<t "),
        ] {
            assert_eq!(describe(&[xml.as_bytes()]), expected, "{xml}");
        }
    }

    proptest! {
        #[test]
        fn chunks_do_not_matter(text in "(<[/a-c!?]{0,3}|a=\"|\"|>|<!--|-->|<!\\[CDATA\\[|\\]\\]>|&lt;|[東x&;' ]){0,12}", at in 0usize..80) {
            let at = at.min(text.len());
            let split = |text: &str, at: usize| {
                let whole = describe(&[&text.as_bytes()[..at], &text.as_bytes()[at..]]);
                // A text may come in pieces.
                whole.replace('|', "")
            };
            prop_assert_eq!(split(&text, at), split(&text, 0));
        }
    }
}
