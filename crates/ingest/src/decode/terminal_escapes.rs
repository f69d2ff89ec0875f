//! Escape sequences of a terminal, as `docker run -t` and `jq -C` leave them in a file (ECMA-48; xterm's control sequences).

/// The byte that begins one. JSON never has it: in a string it is written `\u001b` (RFC 8259, section 7).
pub const ESCAPE_BYTE: u8 = 0x1B;
/// The bell, which may end an operating system command.
const BELL_BYTE: u8 = 0x07;

/// Removes escape sequences from a text that comes in chunks.
#[derive(Clone, Copy, Debug, Default)]
pub struct EscapeStripper {
    state: EscapeState,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum EscapeState {
    #[default]
    Ground,
    /// After the escape byte.
    Escape,
    /// Within a control sequence: `ESC [ … m`.
    ControlSequence,
    /// Within a string for the terminal, which a bell or another escape ends: `ESC ] … ESC \`.
    ControlString,
    /// Within a sequence whose next byte is its last, as `ESC ( B`.
    EscapeIntermediate,
}

impl EscapeStripper {
    /// Appends some bytes without their escape sequences to `text`.
    pub fn strip_into(&mut self, mut bytes: &[u8], text: &mut Vec<u8>) {
        while let Some(&byte) = bytes.first() {
            if self.state == EscapeState::Ground {
                let len = memchr::memchr(ESCAPE_BYTE, bytes).unwrap_or(bytes.len());
                let (plain, rest) = bytes.split_at(len);
                text.extend_from_slice(plain);
                bytes = rest.get(1..).unwrap_or_default();
                self.state = if rest.is_empty() { EscapeState::Ground } else { EscapeState::Escape };
                continue;
            }
            bytes = &bytes[1..];
            self.state = match (self.state, byte) {
                (_, ESCAPE_BYTE) => EscapeState::Escape,
                (EscapeState::Escape, b'[') => EscapeState::ControlSequence,
                (EscapeState::Escape, b']' | b'P' | b'X' | b'^' | b'_') => EscapeState::ControlString,
                (EscapeState::Escape, 0x20..=0x2F) => EscapeState::EscapeIntermediate,
                (EscapeState::ControlString, BELL_BYTE) => EscapeState::Ground,
                (EscapeState::ControlString, _) => EscapeState::ControlString,
                // Its parameters; the final byte is 40 to 7E.
                (EscapeState::ControlSequence, 0x20..=0x3F) => EscapeState::ControlSequence,
                _ => EscapeState::Ground,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ESCAPE_CASES: [(&str, &str); 7] = [
        ("[1]", "[1]"),
        ("\u{1b}[1;39m[\u{1b}[0m1\u{1b}[m]", "[1]"),
        ("\u{1b}]11;?\u{1b}\\\u{1b}[6n[1]", "[1]"),
        ("\u{1b}]0;title\u{7}[1]\u{1b}[K\n", "[1]\n"),
        ("\u{1b}(B[1]\u{1b}=\u{1b}7", "[1]"),
        ("\u{1b}[?25l{}\u{1b}[38;5;4m", "{}"),
        ("{}\u{1b}", "{}"),
    ];

    #[test]
    fn escape_sequences_are_removed() {
        for (text, expected) in ESCAPE_CASES {
            let mut out = vec![];
            EscapeStripper::default().strip_into(text.as_bytes(), &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_chunks_give_the_same_text(case in 0..ESCAPE_CASES.len(), cut in 0usize..30) {
            let (text, expected) = ESCAPE_CASES[case];
            let (first, second) = text.as_bytes().split_at(cut.min(text.len()));
            let (mut escapes, mut out) = (EscapeStripper::default(), vec![]);
            escapes.strip_into(first, &mut out);
            escapes.strip_into(second, &mut out);
            prop_assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }
}
