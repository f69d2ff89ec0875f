//! Japanese.

mod actions;
mod api;
mod commands;
mod exports;
mod lists;
mod map_cells;
mod query_errors;
mod query_tools;
mod refusals;

use super::{DetailLabels, MarkingMessages, Messages};
use ingest::{IssueKind, JsonType};
use query::Field;

pub(super) static MESSAGES: Messages = Messages {
    tagline: "すべての SIM が最後につながった場所を、ひと目で。",
    link_opens: "このリンクで開く表示:",
    link_waits: "。SIM 一覧を読み込むと表示されます。",
    drop_here: "JSON エクスポートをここにドロップ（貼り付けはページのどこでも可）、または",
    drop_now: "ドロップして読み込む",
    choose_files: "ファイルを選択…",
    choose_folder: "フォルダーを選択…",
    paste: "JSON を貼り付け",
    paste_load: "貼り付けた内容を読み込む",
    pasted: "貼り付け",
    sample: "サンプル（SIM 10,000 枚）で試す",
    sample_name: "サンプル",
    get_export: "エクスポートの取り方",
    coverage: "カバレッジ",
    global: "グローバル",
    japan: "日本",
    listing: "一覧の種類",
    subscribers: "subscribers",
    sims_listing: "SIM",
    trust: "データはこのタブの外に出ません。ファイルはブラウザー自身が読み込み、ページはどこにも送信しません。Soracom の API と通信するのは、接続したときだけです。",
    trust_how: "その仕組み",
    trust_points: &[
        "このページには Content-Security-Policy があり、ページの配信元と Soracom の API（サインインしたときだけ呼び出します）以外への通信はブラウザーが遮断します。",
        "Cookie も解析も、外部のフォントやコードも使いません。このブラウザーに保存するのは、言語・テーマ・タイムゾーン・列・配置・ビューの設定と、許可した場合のセルの位置情報だけです。",
        "検索条件はアドレスの「#」の後に入ります。この部分はブラウザーから送信されません。データや鍵が入ることはありません。",
        "開発者ツールの「ネットワーク」タブを開いてファイルを読み込めば、何も送信されないことを確かめられます。",
        "約束できないこともあります。ページを配信する人はページを変更でき、ブラウザーの拡張機能はページを読み取れます。",
    ],

    copy_what: |what| format!("{what} をコピー"),
    copied: "コピーしました",
    close: "閉じる",
    stop: "中止",
    add: "追加",
    add_title: "ファイルを追加する",
    remove: "取り除く",
    remove_what: |what| format!("{what} を取り除く"),

    reading: |name| format!("{name} を読み込み中"),
    progress: |done, total, count| format!("{done} / {total} · SIM {count} 枚"),
    waiting: "待機中",

    sources: "データソース",
    sources_many: |n| format!("{n} 件のファイル"),
    sims: |n| format!("SIM {n} 枚"),
    read: |n| format!("{n} 件を読み込み"),
    skipped: |n| format!("{n} 件を除外"),
    outdated: |n| format!("{n} 件は、同じ SIM の新しいレコードがあるため対象外"),
    cut_short: "途中で切断",
    cut: |at| {
        format!(
            "ファイルがレコードの途中（{at} バイト目）で終わっています。それより前の完全なレコードはすべて読み込みました。"
        )
    },
    fields: |n| format!("{n} 件のレコードに読み取れない項目があります"),
    replaced: |n| format!("{n} 件のレコードに UTF-8 でないバイトがあります（� と表示）"),
    chatter: |n| format!("JSON の前後の {n} 行を読み飛ばしました"),
    unpacked: "gzip を展開（バイト位置は展開後）",
    lists: |keys| format!("「{}」の中のレコードを読み込み", keys.join("」「")),
    nulls: |n| format!("{n} 件のレコードに NaN または Infinity（null として読み込み）"),
    escapes: "端末の色などの制御文字を取り除きました（バイト位置は除去後）",
    notes: |n| format!("注記 {n} 件"),
    note: |record, at, what| format!("レコード {record}（{at} バイト目）: {what}"),
    notes_more: |n| format!("ほか {n} 件"),
    what,

    query_label: "検索",
    query_placeholder: "country:US session:offline seen:>90d、ICCID、名前など",
    query_error: |message, at| format!("{at} 文字目: {message}"),
    fault: query_errors::describe_parse_error,
    query_suggestion: |text| format!("もしかして: {text}"),
    basis: "基準",
    bases: ["前回のセッション", "現在のセッション", "最後にわかる場所"],
    terms: "検索条件",
    not: "除外",
    negate: |term| format!("除外に切り替え: {term}"),
    unnegate: |term| format!("対象に切り替え: {term}"),
    remove_term: |term| format!("条件を外す: {term}"),
    clear: "すべて外す",
    text_term: |text| format!("「{text}」を含む"),

    selected_of: |n, all| format!("SIM {all} 枚のうち {n} 枚"),
    part_of: |n, all| format!("{all} 中 {n}"),
    all_selected: |all| format!("SIM {all} 枚すべて"),
    distinct: |n| format!("SIM ID は {n} 種類"),
    state_count: |state, n| format!("{state} {n}"),
    in_countries: |n| format!("{n} か国・地域"),
    nothing_matches: "該当する SIM はありません。",
    without_term: |term, n| format!("{term} を外す: {n} 枚"),
    instead_of_term: |meant, term, n| format!("{term} を {meant} に変える: {n} 枚"),

    filters: "絞り込み",
    map: "地図",
    layout: "レイアウト",
    split: "両方",
    table_alone: "表",
    ranking: "順位",
    table: "SIM 一覧",
    countries: "国・地域",
    insights: "気づき",
    insight: |key, days| match key {
        "silent" => format!("使用中で、{days} 日を超えて通信なし"),
        "never" => "使用中で、接続したことがない".into(),
        "stale" => format!("オンラインで、{days} 日以上更新なし（古い可能性）"),
        "country" => "前回と国が異なる".into(),
        "operator" => "前回と事業者が異なる".into(),
        "device" => "前回とデバイスが異なる（IMEI）".into(),
        "impossible" => "セル間の移動速度が異常".into(),
        "shared" => "1 台のデバイス（IMEI）に複数の SIM".into(),
        "legacy" => "使用中で、最後が 2G または 3G（停波に注意）".into(),
        "ungrouped" => "使用中で、グループなし".into(),
        "suspended" => "利用中断中なのにオンライン".into(),
        "fee" => "準備完了または利用中断中で、更新料が発生中".into(),
        "dropped" => "同時に切断し、戻っていない".into(),
        "gone" => "周囲は通信しているのに沈黙した場所".into(),
        "model" => "前回と端末の機種が異なる".into(),
        "lock" => "IMEI ロックと端末が一致しない".into(),
        "elsewhere" => "端末が今は別の SIM でオンライン".into(),
        "attached" => "使用中で今日も在圏だが、セッションなし".into(),
        "timeout" => "セッションがちょうど 1 時間または 4 時間（無通信タイマー）".into(),
        "flapping" => "前回のセッションが 1 分未満で、再びオンライン（頻繁な再接続）".into(),
        "delivery" => "追加サブスクリプションが未反映".into(),
        "carrier" => "プランと異なる契約で通信".into(),
        "expires" => format!("{days} 日以内に期限切れ"),
        "paid" => format!("課金されていて、{days} 日を超えて通信なし"),
        "unexpected" => "リストの期待と異なる".into(),
        "unprotected" => "使用中で、解約保護なし".into(),
        _ => String::new(),
    },
    outage: |operator, place, time, share| format!("{operator} {place}・{time}・{share}"),
    no_insights: "特に目立つものはありません。",
    operators: "事業者",
    find_in: |what| format!("{what}から探す"),
    more: |n| format!("ほか {n} 件"),
    fewer: "折りたたむ",
    no_values: "ありません",
    map_label: "世界地図。国・地域を SIM の数で塗り分けています。同じ数は順位の一覧にもあります。",
    map_loading: "地図を読み込み中…",
    map_missing: "このブラウザーには WebGL がないため、地図を表示できません。同じ数は順位の一覧にあります。",
    map_parts: "地図の一部を読み込めませんでした。ページを再読み込みしてください。同じ数は順位の一覧にあります。",
    map_fit: "全体を表示",
    zoom_in: "拡大",
    zoom_out: "縮小",
    legend: "SIM",
    last_seen: "最終セッション更新",
    histogram_bar: |from, to, n| format!("{from} から {to}: SIM {n} 枚"),
    silent_for: "通信がない期間",
    age: |n, unit| {
        let unit = match unit {
            "m" => "分",
            "h" => "時間",
            "d" => "日",
            "w" => "週",
            "y" => "年",
            other => other,
        };
        format!("{n}{unit}")
    },
    older_than: |age| format!("{age}超"),
    younger_than: |age| format!("{age}以内"),
    never: "通信なし",

    columns: "列",
    seen_as_date: "最終セッション更新を日時で表示",
    go_to_row: "行へ移動",
    column_keys: "Alt + 矢印で列を移動、Shift + 矢印で幅を変更。",
    move_left: |column| format!("{column}を左へ"),
    move_right: |column| format!("{column}を右へ"),
    sort_by: |column| format!("{column}で並べ替え"),
    keys_hint: "矢印キーまたは j・k で移動、Enter で開き、スペースで印を付けます。",
    marking: &MARKING,

    identifiers: "識別子",
    sessions: "セッション",
    current: "現在",
    previous: "前回",
    differs: "変更あり",
    facts: "契約",
    tags: "タグ",
    no_tags: "タグはありません",
    json: "レコード",
    masked: |fields| format!("秘密情報のため伏せています: {fields}"),
    next_sim: "次の SIM",
    previous_sim: "前の SIM",
    place_of: |n, all| format!("{n} / {all}"),
    not_selected: "選択の範囲外",
    filter_by_value: "この値で絞り込む",
    from_source: |name| format!("{name} より"),

    online: "オンライン",
    offline: "オフライン",
    never_connected: "未接続",
    unknown: "不明",
    international: "国際ネットワーク",
    test_network: "試験ネットワーク",
    private_network: "私設ネットワーク",
    none: "なし",
    status_name: |status| {
        Some(match status {
            "ready" => "準備完了",
            "active" => "使用中",
            "inactive" => "休止中",
            "standby" => "スタンバイ",
            "suspended" => "利用中断中",
            "terminated" => "解約済み",
            _ => return None,
        })
    },
    with_original: |name, original| format!("{name}（{original}）"),
    no_cell: "セルなし",

    refused: refusals::describe_refusal,
    refused_where: "このファイルは読み込まれていません。すでに読み込んだものはそのままです。",
    instead: "SIM の一覧を次のようにエクスポートしてください:",
    folder_left_out: |n| format!("フォルダー内の {n} 個のファイルには SIM がないため、除外しました。"),
    changed: |name| format!("{name} は、選択した後に変更、移動または削除されました。"),
    changed_hint: "このようなファイルや、ほかのプログラムが使用中のファイルをブラウザーは読めません。続けるには、もう一度選択してください。",
    choose_again: "もう一度選択…",
    unreadable: |name, message| format!("{name} を読めませんでした: {message}。"),
    unreadable_hint: "もう一度選択してください。それでも読めない場合は、別の場所にコピーしてからお試しください。",
    restarted: "読み込み処理が停止しました（おそらくメモリー不足です）。再起動し、同じファイルを読み直しています。",
    left_out: |name| {
        format!(
            "{name} を除外しました。読み込み中に処理が 2 回停止したためです。分割するか、単独で読み込んでください。"
        )
    },
    given_up: |message| {
        format!(
            "読み込み処理を開始できません: {message}。ページを再読み込みしてください。それでもだめなら最新のブラウザーをお使いください。"
        )
    },
    failed: |message| format!("ページ内部で問題が起きました: {message}。読み込んだものはそのままです。"),
    no_exports: "エクスポートらしいファイルがありません（.json、.jsonl、.ndjson、.csv、.txt、.log、.gz のいずれでもありません）。",
    stopped: |name| format!("{name} の読み込みを中止しました。このファイルは読み込まれていません。"),

    language: "言語",
    theme: "テーマ",
    themes: ["システムに合わせる", "ライト", "ダーク"],
    zone: "タイムゾーン",
    utc: "UTC",
    local: "ローカル時刻",
    keyboard: "キーボード",
    shortcuts: &[
        (&["/"], "検索"),
        (&["↑", "↓"], "検索欄で: 履歴、候補"),
        (&["Alt+Enter"], "値の上で: 除外"),
        (&["Shift+←", "Shift+→"], "棒の上で: 範囲を選択"),
        (&["Esc"], "戻る（閉じる、入力欄から出る）"),
        (&["j", "↓"], "次の行（SIM を開いているときは次の SIM）"),
        (&["k", "↑"], "前の行"),
        (&["Page Up", "Page Down", "Home", "End"], "一覧の中を移動"),
        (&["Alt+←", "Alt+→"], "列名の上で: 列を移動"),
        (&["Shift+←", "Shift+→"], "列名の上で: 列の幅を変更"),
        (&["Enter"], "SIM を開く"),
        (&["スペース"], "行に印を付ける（Ctrl+クリックも可）"),
        (&["Ctrl+C"], "行をコピー"),
        (&["Shift+↑", "Shift+↓"], "続けて印を付ける（Shift+クリックでそこまで）"),
        (&["[", "]"], "基準を切り替え"),
        (&["↑", "←", "+", "−"], "地図の移動と拡大・縮小"),
        (&["1", "2", "3", "4"], "地図、順位、一覧、絞り込み"),
        (&["m"], "地図、両方、表"),
        (&["a"], "操作"),
        (&["e"], "エクスポート"),
        (&["l"], "リストを照合"),
        (&["v"], "ビュー"),
        (&["c"], "比較"),
        (&["?"], "ショートカット、クエリの書き方、用語"),
    ],
    resize: |what| format!("{what}の大きさを変更"),
    skip: "SIM 一覧へ移動",

    api: &api::MESSAGES,
    asking: &query_tools::MESSAGES,
    own_lists: &lists::MESSAGES,
    actions: &actions::MESSAGES,
    commands: &commands::MESSAGES,
    exports: &exports::MESSAGES,
    places: &map_cells::MESSAGES,
    field_name,
    ahead: |range| format!("今から {range}"),
    lock_set: "ロック中",
    lock_mismatch: "別の端末",
    expiry_name,
    details: DetailLabels {
        updated: "更新",
        previous_imei: "前回の IMEI",
        current_imei: "現在の IMEI",
        placement: "接続先リージョン",
        model: "端末の機種",
        online_elsewhere: "端末は別の SIM でオンライン",
        created_time: "登録日時",
        modified_time: "最終更新",
        fee_time: "更新料の発生日時",
    },
};

const MARKING: MarkingMessages = MarkingMessages {
    mark: "印を付ける: Ctrl+クリックまたはスペース、範囲は Shift",
    marked: |n| format!("{n} 枚に印"),
    only_these: "これだけ表示",
    without_these: "これを除外",
    clear: "印を消す",
    no_more: |n| format!("印を付けられるのは {n} 枚までです。それ以上は検索で絞り込んでください。"),
};

fn field_name(field: Field) -> &'static str {
    match field {
        Field::Basis => "基準",
        Field::Country => "国・地域",
        Field::Mcc => "MCC",
        Field::Plmn => "PLMN",
        Field::Operator => "事業者",
        Field::Radio => "無線方式",
        Field::Area => "エリア",
        Field::Cell => "セル",
        Field::Near => "周辺",
        Field::Within => "範囲",
        Field::Located => "位置の根拠",
        Field::Session => "セッション",
        Field::Seen => "最終セッション更新",
        Field::Duration => "セッションの長さ",
        Field::Status => "ステータス",
        Field::Plan => "プラン",
        Field::Speed => "速度クラス",
        Field::Module => "モジュール種別",
        Field::Group => "グループ",
        Field::Account => "アカウント",
        Field::Name => "名前",
        Field::Imsi => "IMSI",
        Field::Iccid => "ICCID",
        Field::Imei => "IMEI",
        Field::SimId => "SIM ID",
        Field::Msisdn => "MSISDN",
        Field::Serial => "製造番号",
        Field::Device => "機種（TAC）",
        Field::Moved => "前回から変化",
        Field::Stale => "最終更新（オンライン）",
        Field::Source => "データソース",
        Field::Change => "変化",
        Field::Shared => "共有",
        Field::Fee => "更新料",
        Field::List => "リスト",
        Field::Began => "セッション開始",
        Field::Ended => "セッション終了",
        Field::Attached => "在圏確認",
        Field::Registered => "位置登録",
        Field::Carried => "通信した契約",
        Field::Ota => "追加サブスクリプション",
        Field::Bundle => "バンドル",
        Field::Type => "SIM の種類",
        Field::Apn => "APN",
        Field::Ip => "IP アドレス",
        Field::Lock => "IMEI ロック",
        Field::Expires => "有効期限",
        Field::Expiry => "期限時の動作",
        Field::Protected => "解約保護",
        Field::Napter => "Napter 利用",
        Field::Usage => "通信量",
        Field::Amount => "金額",
        Field::Expected => "期待と異なる",
        Field::Joined => "リスト",
        Field::Tag => "タグ",
    }
}

fn kind(kind: JsonType) -> &'static str {
    match kind {
        JsonType::Null => "null",
        JsonType::Boolean => "真偽値",
        JsonType::Number => "数値",
        JsonType::Text => "文字列",
        JsonType::Array => "配列",
        JsonType::Object => "オブジェクト",
    }
}

fn what(what: &IssueKind) -> String {
    match what {
        IssueKind::NotAnObject(found) => format!("レコードではなく{}。除外しました", kind(*found)),
        IssueKind::NotASim => "SIM ではありません（imsi、iccid、simId、profiles のどれもない）。除外しました".into(),
        IssueKind::SessionEvent => "SIM ではなくセッション履歴です。除外しました".into(),
        IssueKind::WrongType { field, found, wanted } => {
            format!("{field} が{}ではなく{}。この項目を除きました", kind(*wanted), kind(*found))
        }
        IssueKind::OutOfRange { field } => format!("{field} が範囲外。この項目を除きました"),
        IssueKind::TooDeep => "入れ子が 128 段を超えています。除外しました".into(),
        IssueKind::TooLong => "レコードとして長すぎます。除外しました".into(),
        IssueKind::InvalidJson(why) => format!("正しい JSON ではありません（{why}）。除外しました"),
        IssueKind::NonJsonLine(line) => format!("JSON でない行を読み飛ばしました: {line}"),
        IssueKind::MisplacedDelimiter => {
            "正しい JSON ではありません（引用符、括弧、改行のいずれかが欠けているか余分です）。除外しました".into()
        }
        IssueKind::LostDigits { field, written } => {
            format!("{field} は途中で小数として扱われ、末尾の桁が失われています（{written}）。この項目を除きました")
        }
    }
}

/// What will be done when a SIM expires, and whether it is protected (<https://developers.soracom.io/en/docs/air/expiration/>, 2026-11).
fn expiry_name(word: &str) -> Option<&'static str> {
    Some(match word {
        "doNothing" => "何もしない",
        "deleteSession" => "セッション切断",
        "deactivate" => "休止",
        "suspend" => "利用中断",
        "terminate" => "解約",
        "yes" => "あり",
        "no" => "なし",
        _ => return None,
    })
}
