//! Japanese messages of exports.

use crate::i18n::ExportMessages;

pub(super) static MESSAGES: ExportMessages = ExportMessages {
    button: |n| format!("SIM {n} 枚をエクスポート"),
    running: "書き出し中…",
    csv: "CSV（表計算ソフト用）",
    csv_note: "表示中の列、見出し付き。識別子は文字列のまま、数式は実行されません。",
    xlsx: "表計算ブック（XLSX）",
    xlsx_note: "表示中の列、フィルター付き。識別子は文字列、時刻は UTC の日付です。条件は 2 枚目のシートにあります。",
    parquet: "Parquet",
    parquet_note: "すべての列をキーの名前で、型付きで書き出します（DuckDB などのデータベース用）。",
    machines: "CSV（プログラム用）",
    machines_note: "表示中の列、見出し付き。セルはそのままです。",
    announced: "ICCID・IMSI・前回の IMEI",
    announced_note: "jq のコマンドと 1 バイトも違わない、見出しなしの 3 列です。",
    json: "JSON",
    json_note: "各 SIM のレコードを元のファイルのまま 1 つの配列にします。鍵とトークンは伏せます。",
    lines: "JSON Lines",
    lines_note: "同じ内容を SIM 1 枚につき 1 行で書き出します（jq -c やデータベース用）。",
    reading: |done, total| format!("書き出し中: {total} 中 {done} を読み込みました"),
    partial: "読み込みが終わっていません。これまでに読み込んだ分を書き出します。",
    written: |n, name| format!("SIM {n} 枚を {name} に書き出しました"),
    sheet_of_query: "条件",
    sheet_of_sims: "SIM",
    written_at: "書き出し日時",
    from_sources: "読み込み元",
    cut_texts: "セルの上限の 32,767 文字で切った文字列",
};
