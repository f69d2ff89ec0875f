//! English messages of faults in the text of a query. The error says it itself.

use query::ParseErrorKind;

pub(super) fn describe_parse_error(kind: ParseErrorKind) -> String {
    let message = kind.to_string();
    let mut letters = message.chars();
    // A sentence begins with a capital; `OR` and `basis` keep theirs.
    match letters.next() {
        Some(first) if !message.starts_with("basis") => {
            std::iter::once(first.to_ascii_uppercase()).chain(letters).collect()
        }
        _ => message,
    }
}
