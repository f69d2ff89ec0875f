//! How texts are compared and searched: without regard to case, to width, and to how accents are encoded.

use crate::swar::is_lowercase_ascii;
use std::borrow::Cow;

/// Folds a text for comparison: to NFKC (Unicode Standard Annex 15) and to lower case, so that `Ｔokyo`, `TOKYO` and
/// `tokyo`, `ｶﾞ` and `ガ`, and the `ポ` of a Mac, which is two characters, and that of a keyboard are the same. Most texts
/// are folded already.
///
/// ```
/// use fleet::fold_text;
///
/// assert_eq!(fold_text("ＡＢＣ １２３"), "abc 123");
/// assert_eq!(fold_text("ﾎﾟﾝﾌﾟ"), fold_text("ホ\u{309A}ンフ\u{309A}"));
/// ```
pub fn fold_text(text: &str) -> Cow<'_, str> {
    if is_folded(text) {
        return Cow::Borrowed(text);
    }
    if text.is_ascii() {
        return Cow::Owned(text.to_ascii_lowercase());
    }
    if is_normalization_stable(text) {
        let lower = text.to_lowercase();
        if is_normalization_stable(&lower) {
            return Cow::Owned(lower);
        }
    }
    // A composed character may have another lower case, and the other way round. After two rounds nothing changes any more.
    let round = |text: &str| normalize_text(&text.to_lowercase(), NormalizationForm::Nfkc);
    Cow::Owned(round(&round(text)))
}

/// Converts a text to NFC, as keyboards write it. It looks the same.
pub fn to_nfc(text: &str) -> Cow<'_, str> {
    if is_normalization_stable(text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(normalize_text(text, NormalizationForm::Nfc))
}

/// The letters and digits of a folded text without their accents: names are typed without accents, apostrophes, hyphens and
/// points, or with others.
///
/// ```
/// assert_eq!(fleet::fold_to_letters("Côte d’Ivoire"), "cotedivoire");
/// ```
pub fn fold_to_letters(text: &str) -> String {
    let letters = normalize_text(&fold_text(text), NormalizationForm::Nfd);
    letters.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether [`fold_text`] does not change a text. It may return false for a text that would not change.
pub(crate) fn is_folded(text: &str) -> bool {
    if is_lowercase_ascii(text) {
        return true;
    }
    text.chars().all(|c| match c {
        'A'..='Z' => false,
        '\0'..='\x7f' => true,
        c => is_normalization_stable_char(c) && !has_lower_case(c),
    })
}

/// Whether a text is the same in NFC and NFKC. It may return false for a text that is.
pub(crate) fn is_normalization_stable(text: &str) -> bool {
    text.is_ascii() || text.chars().all(is_normalization_stable_char)
}

/// Whether a character is the same in NFC and NFKC, and never composes with one before it: letters with accents, Greek,
/// Cyrillic, kana, Chinese characters, Hangul syllables, emoji. There are more, which take the slow path.
fn is_normalization_stable_char(c: char) -> bool {
    matches!(c,
        '\0'..='\x7f'
        | '\u{C0}'..='\u{131}' | '\u{134}'..='\u{13E}' | '\u{141}'..='\u{148}' | '\u{14A}'..='\u{17E}'
        | '\u{391}'..='\u{3A1}' | '\u{3A3}'..='\u{3CE}' | '\u{400}'..='\u{482}' | '\u{48A}'..='\u{52F}'
        | '\u{3001}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FE}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}'
        | '\u{1F300}'..='\u{1F64F}' | '\u{1F680}'..='\u{1F6FF}')
}

fn has_lower_case(c: char) -> bool {
    // Kana, Chinese characters and Hangul, of which names are made, have no case.
    c < '\u{3000}' && !c.to_lowercase().eq([c])
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum NormalizationForm {
    Nfc,
    Nfd,
    Nfkc,
}

#[cfg(not(target_family = "wasm"))]
fn normalize_text(text: &str, form: NormalizationForm) -> String {
    use unicode_normalization::UnicodeNormalization;
    match form {
        NormalizationForm::Nfc => text.nfc().collect(),
        NormalizationForm::Nfd => text.nfd().collect(),
        NormalizationForm::Nfkc => text.nfkc().collect(),
    }
}

/// Normalizes with the tables of the JavaScript engine, which would be a fifteenth of the download.
#[cfg(target_family = "wasm")]
fn normalize_text(text: &str, form: NormalizationForm) -> String {
    let form = match form {
        NormalizationForm::Nfc => "NFC",
        NormalizationForm::Nfd => "NFD",
        NormalizationForm::Nfkc => "NFKC",
    };
    js_sys::JsString::from(text).normalize(form).into()
}

/// Converts a full-width character, or a blank of another width, to ASCII. Others stay as they are. [`fold_text`] does the
/// same.
pub fn to_half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => ' ',
        _ => c,
    }
}

/// Converts a character to the character of ASCII that it looks like, as keyboards, word processors and web pages write it:
/// full-width letters, digits and signs, blanks, hyphens, quotation marks. Others stay as they are.
pub fn to_ascii_lookalike(c: char) -> char {
    match to_half_width(c) {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE63}' => '-',
        '“' | '”' | '„' | '‟' | '〝' | '〞' | '〟' => '"',
        '‘' | '’' | '‚' | '‛' | '′' => '\'',
        c => c,
    }
}

/// Whether a character has no width and no meaning. Text from web pages and files may have some.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::{IsNormalized, is_nfc_quick, is_nfkc_quick};

    #[test]
    fn what_looks_the_same_is_folded_to_the_same() {
        for (text, folded) in [
            ("tokyo-1", "tokyo-1"),
            ("TOKYO", "tokyo"),
            ("ＴＯＫＹＯ－１", "tokyo-1"),
            ("ポンプ場", "ポンプ場"),
            ("ホ\u{309A}ンフ\u{309A}場", "ポンプ場"),
            ("ﾎﾟﾝﾌﾟ場", "ポンプ場"),
            ("e\u{301}COLE", "école"),
            ("ÉCOLE", "école"),
            ("São Paulo", "são paulo"),
            ("\u{1112}\u{1161}\u{11AB}", "한"),
            ("①㈱", "1(株)"),
            ("a\u{3000}b", "a b"),
            ("J\u{30C}", "ǰ"),
            ("😀", "😀"),
            ("", ""),
        ] {
            assert_eq!(fold_text(text), folded, "{text}");
        }
        assert_eq!(to_nfc("ホ\u{309A}ンフ\u{309A} Ａ"), "ポンプ Ａ");
    }

    #[test]
    fn stable_characters_are_never_changed() {
        for c in ('\0'..=char::MAX).filter(|c| is_normalization_stable_char(*c)) {
            let one = std::iter::once(c);
            assert_eq!(
                (is_nfc_quick(one.clone()), is_nfkc_quick(one)),
                (IsNormalized::Yes, IsNormalized::Yes),
                "{c:?} {:x}",
                c as u32
            );
            assert!(c < '\u{3000}' || c.to_lowercase().eq([c]), "{c:?}");
        }
    }

    #[test]
    fn signs_become_their_ascii_lookalikes() {
        let signs: String = "：，（）－−＞＜＝＂“”＊．　\u{A0}Ａ９".chars().map(to_ascii_lookalike).collect();
        assert_eq!(signs, ":,()--><=\"\"\"*.  A9");
        assert_eq!("東ー「é".chars().map(to_ascii_lookalike).collect::<String>(), "東ー「é");
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in r"[a-zA-Z0-9 \u{301}\u{3099}\u{309A}カか東ｶﾞＡ０ÉéſJ\u{30C}ΣİẞᾳΆ한①㎏]{0,12}|.{0,12}") {
            let folded = fold_text(&text).into_owned();
            prop_assert_eq!(&*fold_text(&folded), &*folded, "{:?}", text);
            if is_folded(&text) {
                prop_assert_eq!(&folded, &text);
                prop_assert_eq!(normalize_text(&text.to_lowercase(), NormalizationForm::Nfkc), text);
            }
        }

        #[test]
        fn what_is_equivalent_is_equal(text in r"[a-zA-Z0-9 カがポ東ÉéǰΆ한]{0,12}|.{0,12}") {
            use unicode_normalization::UnicodeNormalization;
            let [nfc, nfd]: [String; 2] = [text.nfc().collect(), text.nfd().collect()];
            prop_assert_eq!(fold_text(&nfc), fold_text(&nfd));
            prop_assert_eq!(to_nfc(&nfd), nfc);
        }
    }
}
