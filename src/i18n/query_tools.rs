//! What the page says of questions: completion, histograms, pivot, look-up, comparison, saved views, one SIM.

use crate::format::FormattedCount;

/// The messages, in one language.
pub struct QueryToolMessages {
    pub completions: fn(FormattedCount) -> String,
    pub exclude_hint: &'static str,
    pub tags: &'static str,
    pub tag: fn(&str) -> String,

    pub by_age: &'static str,
    pub by_calendar: &'static str,
    pub scale: &'static str,
    pub duration: &'static str,
    pub unknown_length: fn(FormattedCount) -> String,
    pub from: &'static str,
    pub to: &'static str,
    pub dates: &'static str,
    pub apply: &'static str,
    pub range_start: &'static str,
    pub range_end: &'static str,

    pub pivot: &'static str,
    pub rows: &'static str,
    pub columns: &'static str,
    pub sum: &'static str,
    pub more_values: fn(FormattedCount) -> String,

    pub thresholds: &'static str,
    pub silent_after: &'static str,
    pub stale_after: &'static str,
    pub days: &'static str,

    pub look_up: &'static str,
    pub look_up_offer: fn(FormattedCount) -> String,
    pub look_up_title: &'static str,
    pub look_up_hint: &'static str,
    pub look_up_submit: &'static str,
    pub found: fn(FormattedCount, FormattedCount) -> String,
    pub missing: fn(FormattedCount) -> String,
    pub several: fn(FormattedCount) -> String,
    pub repeated: fn(FormattedCount) -> String,
    pub shortened: fn(FormattedCount) -> String,
    pub shortened_hint: &'static str,
    pub select_found: fn(FormattedCount) -> String,
    pub copy_missing: &'static str,
    pub nothing_to_look_up: &'static str,

    pub compare: &'static str,
    pub compare_hint: &'static str,
    pub baseline: &'static str,
    pub baseline_file: &'static str,
    pub stop_comparing: &'static str,
    pub compared: fn(&str) -> String,
    pub compare_link: &'static str,
    pub unchanged: &'static str,
    pub change: fn(&str) -> &'static str,

    pub views: &'static str,
    pub save_view: &'static str,
    pub view_name: &'static str,
    pub copy_link: &'static str,
    pub link_note: &'static str,
    pub copy_views: &'static str,
    pub paste_views: &'static str,
    pub views_read: fn(FormattedCount) -> String,
    pub delete_view: fn(&str) -> String,
    pub first_views: [&'static str; 6],

    pub flags: &'static str,
    pub changes: &'static str,
    pub find_json: &'static str,
    pub hits: fn(FormattedCount) -> String,
    pub where_map: fn(&str) -> String,

    pub meanings: &'static str,
    pub meaning: &'static [(&'static str, &'static str)],
}

pub(super) static ENGLISH: QueryToolMessages = QueryToolMessages {
    completions: |n| format!("{n} {}", if n.0 == 1 { "suggestion" } else { "suggestions" }),
    exclude_hint: "Click chooses, Alt and click excludes",
    tags: "Tags",
    tag: |key| format!("Tag {key}"),

    by_age: "Age",
    by_calendar: "Calendar",
    scale: "Scale",
    duration: "Previous session lasted",
    unknown_length: |n| format!("{n} of unknown length"),
    from: "From",
    to: "to",
    dates: "Dates",
    apply: "Apply",
    range_start: "Start of the range",
    range_end: "End of the range",

    pivot: "Pivot",
    rows: "Rows",
    columns: "Columns",
    sum: "Sum",
    more_values: |n| format!("and {n} more; the sums count them"),

    thresholds: "Thresholds",
    silent_after: "Silent after",
    stale_after: "Stale after",
    days: "days",

    look_up: "Look up a list",
    look_up_offer: |n| format!("Look these {n} up as a list: no SIM matches all of them at once"),
    look_up_title: "Which of these are in the fleet?",
    look_up_hint: "Paste ICCIDs, IMSIs, IMEIs, SIM IDs, numbers or serial numbers, with any separators. The list stays in this tab.",
    look_up_submit: "Look up",
    found: |n, all| format!("{n} of {all} found"),
    missing: |n| format!("{n} not found"),
    several: |n| format!("{n} stand for several SIMs"),
    repeated: |n| format!("{n} stood in the list more than once"),
    shortened: |n| format!("{n} shortened by a spreadsheet"),
    shortened_hint: "Excel shortened these numbers, as 8.94E+18, and their last digits are lost. Make the column text before the numbers get into it, or copy them from where they came from.",
    select_found: |n| format!("Select the {n} found"),
    copy_missing: "those not found",
    nothing_to_look_up: "There is no identifier in this text.",

    compare: "Compare…",
    compare_hint: "Choose an earlier export: every SIM is compared with what it was then. Its SIMs are not counted.",
    baseline: "Baseline",
    baseline_file: "Load a baseline…",
    stop_comparing: "Stop comparing",
    compared: |name| format!("Since {name}"),
    compare_link: "This view compares with a baseline. Choose one.",
    unchanged: "nothing changed",
    change: |key| match key {
        "new" => "new",
        "gone" => "gone",
        "country" => "other country",
        "operator" => "other operator",
        "cell" => "other cell",
        "imei" => "other IMEI",
        "session" => "other state",
        "silent" => "went offline",
        "back" => "came back",
        "status" => "other status",
        "group" => "other group",
        "tags" => "other tags",
        "same" => "unchanged",
        _ => "",
    },

    views: "Views",
    save_view: "Save this view",
    view_name: "Name",
    copy_link: "a link to this view",
    link_note: "A link holds the query’s text, the order, the columns and the tab. It holds nothing of your fleet but what that text says.",
    copy_views: "all views as text",
    paste_views: "Paste views",
    views_read: |n| format!("{n} {} added", if n.0 == 1 { "view" } else { "views" }),
    delete_view: |name| format!("Delete the view {name}"),
    first_views: [
        "Active, silent for 90 days",
        "Never connected",
        "Online now, by country",
        "Moved to another country",
        "Last on 2G or 3G",
        "In no group",
    ],

    flags: "Findings",
    changes: "Since the baseline",
    find_json: "Find in the record",
    hits: |n| format!("{n} {}", if n.0 == 1 { "line" } else { "lines" }),
    where_map: |country| format!("Last known in: {country}"),

    meanings: "What the words mean",
    meaning: &[
        ("Last seen", "When the session was created, modified or ended last. Traffic alone does not count."),
        (
            "Online",
            "A session is on record as open. It is no proof of life: one that was not updated for long may be stale.",
        ),
        ("Never connected", "There is no session on record, neither a current nor a previous one."),
        (
            "Country",
            "Where the network of the session’s cell is, by MCC and MNC. Neither the IMSI nor the gateway’s region says where a SIM is.",
        ),
        (
            "Previous session",
            "Of a SIM that is online the session before this one; of one that is offline its most recent session.",
        ),
        (
            "Position",
            "Where a cell’s base station is, from a file of towers or the API: the SIM is within its range. “Area” is where other cells of its area are; “country alone” is no place on the map.",
        ),
        (
            "Faster than anything",
            "Over 100 km and 1,200 km/h, from the end of the previous session to the last word of the current one.",
        ),
        (
            "Last known",
            "The current session’s cell, else the previous one’s, else the network that the SIM registered with last.",
        ),
        ("Went offline, came back", "Online in the baseline and not now, or the other way round."),
    ],
};

pub(super) static JAPANESE: QueryToolMessages = QueryToolMessages {
    completions: |n| format!("候補 {n} 件"),
    exclude_hint: "クリックで選択、Alt + クリックで除外",
    tags: "タグ",
    tag: |key| format!("タグ {key}"),

    by_age: "経過時間",
    by_calendar: "暦",
    scale: "目盛り",
    duration: "前回セッションの長さ",
    unknown_length: |n| format!("長さ不明 {n} 枚"),
    from: "開始日",
    to: "終了日",
    dates: "日付",
    apply: "適用",
    range_start: "範囲の始まり",
    range_end: "範囲の終わり",

    pivot: "集計表",
    rows: "行",
    columns: "列",
    sum: "合計",
    more_values: |n| format!("ほか {n} 件（合計には含む）"),

    thresholds: "しきい値",
    silent_after: "通信なしとみなす日数",
    stale_after: "更新なしとみなす日数",
    days: "日",

    look_up: "リストを照合",
    look_up_offer: |n| format!("この {n} 件をリストとして照合（すべてに一致する SIM はありません）"),
    look_up_title: "この中でフリートにあるものは？",
    look_up_hint: "ICCID、IMSI、IMEI、SIM ID、電話番号、製造番号を貼り付けてください。区切りは何でもかまいません。リストはこのタブの外に出ません。",
    look_up_submit: "照合する",
    found: |n, all| format!("{all} 件中 {n} 件が見つかりました"),
    missing: |n| format!("見つからないもの {n} 件"),
    several: |n| format!("複数の SIM に当たるもの {n} 件"),
    repeated: |n| format!("リスト内で重複 {n} 件"),
    shortened: |n| format!("表計算ソフトで短縮されたもの {n} 件"),
    shortened_hint: "Excel が番号を 8.94E+18 のように短縮したため、下の桁が失われています。番号を入れる前に列を「文字列」にするか、元のデータからコピーしてください。",
    select_found: |n| format!("見つかった SIM {n} 枚を選択"),
    copy_missing: "見つからないもの",
    nothing_to_look_up: "この文章には識別子がありません。",

    compare: "比較…",
    compare_hint: "以前のエクスポートを選ぶと、すべての SIM をその時点と比べます。比較元の SIM は数に入りません。",
    baseline: "比較元",
    baseline_file: "比較元を読み込む…",
    stop_comparing: "比較をやめる",
    compared: |name| format!("{name} からの変化"),
    compare_link: "この表示は比較元を使います。比較元を選んでください。",
    unchanged: "変化なし",
    change: |key| match key {
        "new" => "新規",
        "gone" => "消失",
        "country" => "国が変化",
        "operator" => "事業者が変化",
        "cell" => "セルが変化",
        "imei" => "IMEI が変化",
        "session" => "接続状態が変化",
        "silent" => "オフラインに",
        "back" => "オンラインに復帰",
        "status" => "ステータスが変化",
        "group" => "グループが変化",
        "tags" => "タグが変化",
        "same" => "変化なし",
        _ => "",
    },

    views: "ビュー",
    save_view: "この表示を保存",
    view_name: "名前",
    copy_link: "この表示へのリンク",
    link_note: "リンクに入るのは検索条件の文字、並び順、列、タブだけです。その文字に書かれたもの以外、フリートのデータは入りません。",
    copy_views: "すべてのビュー（テキスト）",
    paste_views: "ビューを貼り付け",
    views_read: |n| format!("ビューを {n} 件追加しました"),
    delete_view: |name| format!("ビュー {name} を削除"),
    first_views: [
        "使用中で 90 日間通信なし",
        "一度も未接続",
        "いまオンライン（国・地域別）",
        "別の国へ移動",
        "最後が 2G または 3G",
        "グループなし",
    ],

    flags: "気づき",
    changes: "比較元からの変化",
    find_json: "レコード内を検索",
    hits: |n| format!("{n} 行"),
    where_map: |country| format!("最後にわかる場所: {country}"),

    meanings: "言葉の意味",
    meaning: &[
        ("最終通信", "セッションの作成・変更・終了のうち最も新しい時刻です。データ通信だけでは更新されません。"),
        (
            "オンライン",
            "開いているセッションの記録があること。長く更新されていないものは実際には切れている可能性があります。",
        ),
        ("未接続", "現在も過去もセッションの記録がないこと。"),
        (
            "国・地域",
            "セッションのセルのネットワークがある場所（MCC と MNC による）。IMSI や接続先リージョンは場所を表しません。",
        ),
        ("前回のセッション", "オンラインの SIM では現在の 1 つ前、オフラインの SIM では最も新しいセッション。"),
        ("最後にわかる場所", "現在のセル、なければ前回のセル、なければ最後に登録したネットワーク。"),
        (
            "位置",
            "基地局の場所（ファイルまたは API による）。SIM はその範囲内にあります。「エリア」は同じエリアの他のセルの場所、「国のみ」は地図上の地点ではありません。",
        ),
        (
            "あり得ない速さ",
            "前回のセッションの終了から現在のセッションの最後の更新までに、100 km を超え時速 1,200 km を上回る移動。",
        ),
        ("オフラインに・復帰", "比較元ではオンラインで今は違う、またはその逆。"),
    ],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_has_a_word() {
        let keys = [
            "new", "gone", "country", "operator", "cell", "imei", "session", "silent", "back", "status", "group",
            "tags", "same",
        ];
        for words in [&ENGLISH, &JAPANESE] {
            assert!(keys.iter().all(|key| !(words.change)(key).is_empty()));
            assert_eq!((words.change)("x"), "");
        }
    }
}
