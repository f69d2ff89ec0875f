//! Japanese messages of faults in the text of a query.

use query::{ExpectedValue, ParseErrorKind};

pub(super) fn describe_parse_error(kind: ParseErrorKind) -> String {
    match kind {
        ParseErrorKind::UnknownKey => "知らないキーです",
        ParseErrorKind::UnexpectedValue(ExpectedValue::Ip) => {
            "10.1.2.3 のような IPv4 アドレス、または 10.1.2.0/24 のような範囲です"
        }
        ParseErrorKind::UnexpectedValue(ExpectedValue::Lock) => "set、mismatch、none のいずれかです",
        ParseErrorKind::UnexpectedValue(ExpectedValue::Protection) => "yes、no、none のいずれかです",
        ParseErrorKind::UnexpectedValue(ExpectedValue::Basis) => "previous、current、last のいずれかです",
        ParseErrorKind::UnexpectedValue(ExpectedValue::Country) => {
            "2 文字の国コードか、international、test、private、unknown、none のいずれかです"
        }
        ParseErrorKind::UnexpectedValue(ExpectedValue::Mcc) => "3 桁の MCC です",
        ParseErrorKind::UnexpectedValue(ExpectedValue::Plmn) => "310-410 のような MCC と MNC です",
        ParseErrorKind::UnexpectedValue(ExpectedValue::Area) => "21271 のような番号、またはその範囲です",
        ParseErrorKind::UnexpectedValue(ExpectedValue::Cell) => {
            "310-410-21271-200102947 のようなセル、または 310-410-21271 のようなエリアです"
        }
        ParseErrorKind::UnexpectedValue(ExpectedValue::Near) => "35.68/139.77/10km のような地点と半径です",
        ParseErrorKind::UnexpectedValue(ExpectedValue::Within) => {
            "35/139..36/140 のような 2 つの角、または 35/139;36/140;35/141 のような線です"
        }
        ParseErrorKind::UnexpectedValue(ExpectedValue::Located) => "cell、area、country、none のいずれかです",
        ParseErrorKind::UnexpectedValue(ExpectedValue::Moved) => {
            "country、operator、cell、imei、model、radio、impossible のいずれかです"
        }
        ParseErrorKind::UnexpectedValue(ExpectedValue::Change) => {
            "new、gone、country、operator、cell、imei、session、silent、back、status、group、tags、same のいずれかです"
        }
        ParseErrorKind::UnexpectedValue(ExpectedValue::Shared) => "imei または online です",
        ParseErrorKind::UnexpectedValue(ExpectedValue::Fee) => "running です",
        ParseErrorKind::UnexpectedValue(ExpectedValue::Quantity) => {
            ">0 や >100MB のような比較、1..5 のような範囲、または none です"
        }
        ParseErrorKind::UnexpectedValue(ExpectedValue::Expected) => {
            "country、operator、plan、imei、device、status のいずれかです"
        }
        ParseErrorKind::UnexpectedValue(ExpectedValue::Device) => "IMEI の先頭 8 桁です",
        ParseErrorKind::UnexpectedValue(ExpectedValue::Age) => ">1d のような経過時間です",
        ParseErrorKind::UnexpectedValue(ExpectedValue::Session) => "online、offline、never、unknown のいずれかです",
        ParseErrorKind::UnexpectedValue(ExpectedValue::Seen) => {
            ">30d のような経過時間、2025-03-31 のような日付、その範囲、または never です"
        }
        ParseErrorKind::MissingValue => "値がありません",
        ParseErrorKind::BareAge => "経過時間の前に > か < が必要です",
        ParseErrorKind::BackwardRange => "範囲の終わりが始まりより前です",
        ParseErrorKind::LoneMinus => "マイナスの後に何もありません",
        ParseErrorKind::OpenQuote => "引用符が閉じていません",
        ParseErrorKind::NeedsQuotes => "カンマ、コロン、引用符、括弧を含む語は、全体を引用符で囲んでください",
        ParseErrorKind::MissingBlank => "この前に空白が必要です",
        ParseErrorKind::OpenParenthesis => "括弧が閉じていません",
        ParseErrorKind::StrayParenthesis => "対応する開き括弧がありません",
        ParseErrorKind::MissingAlternative => "選択肢がありません",
        ParseErrorKind::BareOr => "OR でつなぐものは括弧で囲んでください",
        ParseErrorKind::MisplacedBasis => "basis は検索全体に 1 つだけ、除外や括弧なしで指定します",
        ParseErrorKind::TooDeep => "括弧の入れ子が深すぎます",
    }
    .into()
}
