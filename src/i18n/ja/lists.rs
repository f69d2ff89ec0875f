//! Japanese messages of the operator's own lists.

use crate::i18n::ListMessages;

fn with_columns(columns: &[String]) -> String {
    let named: Vec<_> = columns.iter().filter(|name| !name.is_empty()).map(String::as_str).collect();
    if named.is_empty() { String::new() } else { format!("（列: {}）", named.join("、")) }
}

pub(super) static MESSAGES: ListMessages = ListMessages {
    title: "お手持ちのリスト",
    hint: "拠点や顧客、通信量などの CSV・TSV をドロップすると、ICCID・IMSI・IMEI などの識別番号で SIM と結び付き、各列で絞り込めるようになります。",
    count: |n| format!("リスト {n} 件"),
    joined: |name, matched, rows| format!("{name}: {rows} 行のうち {matched} 行がこのフリートの SIM です"),
    waits: |name, columns| {
        format!(
            "{name} は CSV です{}。SIM のリストですが、セッションは含まれていません。フリートの JSON も読み込むと、結び付けます。",
            with_columns(columns)
        )
    },
    unmatched: |name, columns| {
        format!(
            "{name} は CSV です{}。このフリートの SIM に当たる行がありません。対象のフリートを読み込むか、データソースで SIM を見分ける別の列を選んでください。",
            with_columns(columns)
        )
    },
    reading: |done, total, rows| format!("{total} 中 {done}・{rows} 行"),
    matched: |matched, rows| format!("{rows} 行のうち {matched} 行がこのフリートの SIM"),
    identified_by: "SIM を見分ける列",
    unnamed_column: |n| format!("{n} 列目"),
    column: |name| format!("{name}（リスト）"),
    fields: "列ごとの絞り込み:",
    expectations: |facts| match facts {
        "" => "SIM のあるべき状態を示す列を選ぶ".to_owned(),
        facts => format!("SIM のあるべき状態: {facts}"),
    },
    expects_nothing: "（列として使うだけ）",
    show_with: "リストの SIM を表示",
    show_without: |n| format!("行のない SIM {n} 枚を表示"),
    missing: |n| format!("SIM のない行 {n} 件"),
    repeated: |n| format!("複数行にある識別番号 {n} 件"),
    ambiguous: |n| format!("複数の SIM に当たる識別番号 {n} 件"),
    doubled: |n| format!("複数の識別番号で載っている SIM {n} 枚: 最初の行を採り、数値は合計します"),
    irregular: |n, rows| format!("セルの過不足、閉じていない引用符、数値の誤りがある行 {n} 件（{rows} 行目）"),
    measure: "集計",
    amount: |name, selected, fleet| match fleet {
        Some(fleet) => format!("{name} {fleet} 中 {selected}"),
        None => format!("{name} {selected}"),
    },
    identifiers: "識別番号",
};
