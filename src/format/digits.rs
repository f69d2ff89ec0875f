//! Identifiers in groups, as they are read aloud.

/// The digits of an identifier in groups of four from the left, but for a last group of one, which joins the one before.
/// What is no string of digits stays whole.
///
/// ```
/// use simscope::digits::group_digits;
/// assert_eq!(group_digits("8942310022000000001"), ["8942", "3100", "2200", "0000", "001"]);
/// assert_eq!(group_digits("123456789"), ["1234", "56789"]);
/// ```
pub fn group_digits(id: &str) -> Vec<&str> {
    if id.len() < 8 || !id.bytes().all(|byte| byte.is_ascii_digit()) {
        return vec![id];
    }
    let last = if id.len() % 4 == 1 { id.len() - 5 } else { id.len() - (id.len() - 1) % 4 - 1 };
    let mut groups: Vec<&str> = (0..last).step_by(4).map(|at| &id[at..at + 4]).collect();
    groups.push(&id[last..]);
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_join_to_the_same_digits() {
        for id in ["", "1", "1234567", "12345678", "123456789", "295050910012345", "89423100220000000012", "plan01s"] {
            assert_eq!(group_digits(id).concat(), id);
        }
    }

    #[test]
    fn groups_are_of_four() {
        let cases: [(&str, &[&str]); 4] = [
            ("12345678", &["1234", "5678"]),
            ("123456789", &["1234", "56789"]),
            ("295050910012345", &["2950", "5091", "0012", "345"]),
            ("abc45678", &["abc45678"]),
        ];
        for (id, want) in cases {
            assert_eq!(group_digits(id), want);
        }
    }
}
