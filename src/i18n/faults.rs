//! What is wrong with a query's text, in Japanese. English is what the error itself says.

use query::{ErrorKind, Expected};

pub(super) fn english(kind: ErrorKind) -> String {
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

pub(super) fn japanese(kind: ErrorKind) -> String {
    match kind {
        ErrorKind::UnknownKey => "知らないキーです",
        ErrorKind::Value(Expected::Basis) => "previous、current、last のいずれかです",
        ErrorKind::Value(Expected::Country) => {
            "2 文字の国コードか、international、test、private、unknown、none のいずれかです"
        }
        ErrorKind::Value(Expected::Mcc) => "3 桁の MCC です",
        ErrorKind::Value(Expected::Plmn) => "310-410 のような MCC と MNC です",
        ErrorKind::Value(Expected::Area) => "21271 のような番号、またはその範囲です",
        ErrorKind::Value(Expected::Cell) => {
            "310-410-21271-200102947 のようなセル、または 310-410-21271 のようなエリアです"
        }
        ErrorKind::Value(Expected::Near) => "35.68/139.77/10km のような地点と半径です",
        ErrorKind::Value(Expected::Within) => {
            "35/139..36/140 のような 2 つの角、または 35/139;36/140;35/141 のような線です"
        }
        ErrorKind::Value(Expected::Located) => "cell、area、country、none のいずれかです",
        ErrorKind::Value(Expected::Moved) => "country、operator、cell、imei、radio、impossible のいずれかです",
        ErrorKind::Value(Expected::Change) => {
            "new、gone、country、operator、cell、imei、session、silent、back、status、group、tags、same のいずれかです"
        }
        ErrorKind::Value(Expected::Shared) => "imei です",
        ErrorKind::Value(Expected::Fee) => "running です",
        ErrorKind::Value(Expected::Device) => "IMEI の先頭 8 桁です",
        ErrorKind::Value(Expected::Age) => ">1d のような経過時間です",
        ErrorKind::Value(Expected::Session) => "online、offline、never、unknown のいずれかです",
        ErrorKind::Value(Expected::Seen) => {
            ">30d のような経過時間、2025-03-31 のような日付、その範囲、または never です"
        }
        ErrorKind::MissingValue => "値がありません",
        ErrorKind::BareAge => "経過時間の前に > か < が必要です",
        ErrorKind::BackwardRange => "範囲の終わりが始まりより前です",
        ErrorKind::LoneMinus => "マイナスの後に何もありません",
        ErrorKind::OpenQuote => "引用符が閉じていません",
        ErrorKind::NeedsQuotes => "カンマ、コロン、引用符、括弧を含む語は、全体を引用符で囲んでください",
        ErrorKind::MissingBlank => "この前に空白が必要です",
        ErrorKind::OpenParenthesis => "括弧が閉じていません",
        ErrorKind::StrayParenthesis => "対応する開き括弧がありません",
        ErrorKind::MissingAlternative => "選択肢がありません",
        ErrorKind::BareOr => "OR でつなぐものは括弧で囲んでください",
        ErrorKind::MisplacedBasis => "basis は検索全体に 1 つだけ、除外や括弧なしで指定します",
        ErrorKind::TooDeep => "括弧の入れ子が深すぎます",
    }
    .into()
}
