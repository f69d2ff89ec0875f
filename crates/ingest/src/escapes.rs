//! Escape sequences of a terminal, as `docker run -t` and `jq -C` leave them in a file (ECMA-48; xterm's control sequences).

/// The byte that begins one. No JSON holds it: in a string it is written `\u001b` (RFC 8259, section 7).
pub const ESCAPE: u8 = 0x1B;
/// The bell, which may end an operating system command.
const BELL: u8 = 0x07;

/// Takes escape sequences out of a text that comes in pieces.
#[derive(Clone, Copy, Debug, Default)]
pub struct Escapes {
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum State {
    #[default]
    Text,
    /// Behind the escape byte.
    Begun,
    /// In a control sequence: `ESC [ … m`.
    Control,
    /// In a string for the terminal, which a bell or another escape ends: `ESC ] … ESC \`.
    Command,
    /// In a sequence whose next byte is its last, as `ESC ( B`.
    Short,
}

impl Escapes {
    /// Appends what is left of some bytes to `text`.
    pub fn strip(&mut self, mut bytes: &[u8], text: &mut Vec<u8>) {
        while let Some(&byte) = bytes.first() {
            if self.state == State::Text {
                let len = memchr::memchr(ESCAPE, bytes).unwrap_or(bytes.len());
                let (plain, rest) = bytes.split_at(len);
                text.extend_from_slice(plain);
                bytes = rest.get(1..).unwrap_or_default();
                self.state = if rest.is_empty() { State::Text } else { State::Begun };
                continue;
            }
            bytes = &bytes[1..];
            self.state = match (self.state, byte) {
                (_, ESCAPE) => State::Begun,
                (State::Begun, b'[') => State::Control,
                (State::Begun, b']' | b'P' | b'X' | b'^' | b'_') => State::Command,
                (State::Begun, 0x20..=0x2F) => State::Short,
                (State::Command, BELL) => State::Text,
                (State::Command, _) => State::Command,
                // Its parameters; the final byte is 40 to 7E.
                (State::Control, 0x20..=0x3F) => State::Control,
                _ => State::Text,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CASES: [(&str, &str); 7] = [
        ("[1]", "[1]"),
        ("\u{1b}[1;39m[\u{1b}[0m1\u{1b}[m]", "[1]"),
        ("\u{1b}]11;?\u{1b}\\\u{1b}[6n[1]", "[1]"),
        ("\u{1b}]0;title\u{7}[1]\u{1b}[K\n", "[1]\n"),
        ("\u{1b}(B[1]\u{1b}=\u{1b}7", "[1]"),
        ("\u{1b}[?25l{}\u{1b}[38;5;4m", "{}"),
        ("{}\u{1b}", "{}"),
    ];

    #[test]
    fn sequences_are_taken_out() {
        for (text, expected) in CASES {
            let mut out = vec![];
            Escapes::default().strip(text.as_bytes(), &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_pieces_give_the_same_text(case in 0..CASES.len(), cut in 0usize..30) {
            let (text, expected) = CASES[case];
            let (first, second) = text.as_bytes().split_at(cut.min(text.len()));
            let (mut escapes, mut out) = (Escapes::default(), vec![]);
            escapes.strip(first, &mut out);
            escapes.strip(second, &mut out);
            prop_assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }
}
