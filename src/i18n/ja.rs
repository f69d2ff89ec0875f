//! Japanese.

use super::{Keys, Words, api, faults, refusals};
use ingest::{Kind, What};

pub(super) static WORDS: Words = Words {
    tagline: "すべての SIM が最後につながった場所を、ひと目で。",
    drop_here: "JSON エクスポートをここにドロップ、どこでも貼り付け、または",
    drop_now: "ドロップして読み込む",
    choose_files: "ファイルを選択…",
    choose_folder: "フォルダーを選択…",
    paste: "JSON を貼り付け",
    paste_load: "貼り付けた内容を読み込む",
    pasted: "貼り付け",
    sample: "サンプルの 10,000 回線で試す",
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
        "Cookie も解析も、外部のフォントやコードも使いません。このブラウザーに保存するのは、言語・テーマ・時間帯・列・配置の設定だけです。",
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
    progress: |done, total, count| format!("{done} / {total} · SIM {count}枚"),
    waiting: "待機中",

    sources: "読み込んだもの",
    sources_many: |n| format!("{n} 件のファイル"),
    sims: |n| format!("SIM {n}枚"),
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
    wrapper: |key| format!("「{key}」の中のレコードを読み込み"),
    notes: |n| format!("注記 {n} 件"),
    note: |record, at, what| format!("レコード {record}（{at} バイト目）: {what}"),
    notes_more: |n| format!("ほか {n} 件"),
    what,

    query_label: "検索",
    query_placeholder: "country:US session:offline seen:>90d、ICCID、名前など",
    query_error: |message, at| format!("{at} 文字目: {message}"),
    fault: faults::japanese,
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

    selected_of: |n, all| format!("SIM {all}枚のうち {n}枚"),
    all_selected: |all| format!("SIM {all}枚すべて"),
    distinct: |n| format!("SIM ID は {n} 種類"),
    state_count: |state, n| format!("{state} {n}"),
    in_countries: |n| format!("{n} か国・地域"),
    nothing_matches: "該当する SIM はありません。",
    without_term: |term, n| format!("{term} を外す: {n}枚"),

    filters: "絞り込み",
    map: "地図",
    ranking: "順位",
    table: "SIM 一覧",
    countries: "国・地域",
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
    last_seen: "最終通信",
    histogram_bar: |from, to, n| format!("{from} から {to}: SIM {n}枚"),
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
    go_to_row: "行へ移動",
    sort_by: |column| format!("{column}で並べ替え"),
    keys_hint: "矢印キーまたは j・k で移動、Enter で開きます。",

    export: |n| format!("SIM {n}枚をエクスポート"),
    exporting: "書き出し中…",
    export_csv: "CSV（表計算ソフト用）",
    export_csv_note: "表示中の列、見出し付き。数式とみなされるセルにはアポストロフィを付けます。",
    export_machines: "CSV（プログラム用）",
    export_machines_note: "表示中の列、見出し付き。セルはそのままです。",
    export_announced: "ICCID・IMSI・前回の IMEI",
    export_announced_note: "jq のコマンドと 1 バイトも違わない、見出しなしの 3 列です。",
    export_partial: "読み込みが終わっていません。これまでに読み込んだ分を書き出します。",
    exported: |n, name| format!("SIM {n}枚を {name} に書き出しました"),

    identifiers: "識別子",
    sessions: "セッション",
    current: "現在",
    previous: "前回",
    differs: "相違",
    facts: "契約",
    tags: "タグ",
    no_tags: "タグはありません",
    json: "レコード",
    masked: |fields| format!("秘密情報のため伏せています: {fields}"),
    next_sim: "次の SIM",
    previous_sim: "前の SIM",
    place_of: |n, all| format!("{n} / {all}"),
    not_selected: "選択の範囲外",
    from_source: |name| format!("{name} より"),

    online: "オンライン",
    offline: "オフライン",
    never_connected: "未接続",
    unknown: "不明",
    international: "国際ネットワーク",
    test_network: "試験ネットワーク",
    private_network: "私設ネットワーク",
    none: "なし",
    no_cell: "セルなし",

    refused: refusals::japanese,
    refused_where: "このファイルは読み込まれていません。すでに読み込んだものはそのままです。",
    instead: "SIM の一覧を次のようにエクスポートしてください:",
    unreadable: |name, message| format!("{name} を読めませんでした: {message}。"),
    unreadable_hint: "選択した後に移動または変更された可能性があります。もう一度選択してください。",
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
    no_exports: "エクスポートらしいファイルがありません（.json、.jsonl、.ndjson、.txt、.log、.gz のいずれでもありません）。",
    stopped: |name| format!("{name} の読み込みを中止しました。このファイルは読み込まれていません。"),

    language: "言語",
    theme: "テーマ",
    themes: ["システムに合わせる", "明るい", "暗い"],
    zone: "時間帯",
    utc: "UTC",
    local: "現地",
    keyboard: "キーボード",
    shortcuts: &[
        (&["/"], "検索"),
        (&["Esc"], "戻る（閉じる、入力欄から出る）"),
        (&["j", "↓"], "次の行（SIM を開いているときは次の SIM）"),
        (&["k", "↑"], "前の行"),
        (&["Page Up", "Page Down", "Home", "End"], "一覧の中を移動"),
        (&["Enter"], "SIM を開く"),
        (&["[", "]"], "基準を切り替え"),
        (&["1", "2", "3", "4"], "地図、順位、一覧、絞り込み"),
        (&["e"], "エクスポート"),
        (&["?"], "この一覧"),
    ],
    resize: |what| format!("{what}の大きさを変更"),
    skip: "SIM 一覧へ移動",

    api: &api::JAPANESE,
    keys: Keys {
        basis: "基準",
        country: "国・地域",
        mcc: "MCC",
        plmn: "PLMN",
        operator: "事業者",
        radio: "無線方式",
        area: "エリア",
        cell: "セル",
        session: "セッション",
        seen: "最終通信",
        status: "ステータス",
        plan: "プラン",
        speed: "速度クラス",
        module: "モジュール種別",
        group: "グループ",
        name: "名前",
        sim: "SIM ID",
        serial: "製造番号",
        source: "読み込み元",
        created: "開始",
        ended: "終了",
        updated: "更新",
        ip: "IP アドレス",
        previous_imei: "前回の IMEI",
        current_imei: "現在の IMEI",
        placement: "接続先リージョン",
        device: "機種（TAC）",
        moved: "前回から変化",
        stale: "オンライン・更新",
    },
};

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "null",
        Kind::Boolean => "真偽値",
        Kind::Number => "数値",
        Kind::Text => "文字列",
        Kind::Array => "配列",
        Kind::Object => "オブジェクト",
    }
}

fn what(what: &What) -> String {
    match what {
        What::NotAnObject(found) => format!("レコードではなく{}。除外しました", kind(*found)),
        What::NotASim => "SIM ではありません（imsi、iccid、simId、profiles のどれもない）。除外しました".into(),
        What::SessionEvent => "SIM ではなくセッション履歴です。除外しました".into(),
        What::WrongType { field, found, wanted } => {
            format!("{field} が{}ではなく{}。この項目を除きました", kind(*wanted), kind(*found))
        }
        What::OutOfRange { field } => format!("{field} が範囲外。この項目を除きました"),
        What::TooDeep => "入れ子が 128 段を超えています。除外しました".into(),
        What::TooLong => "レコードとして長すぎます。除外しました".into(),
        What::Damaged(why) => format!("正しい JSON ではありません（{why}）。除外しました"),
        What::Chatter(line) => format!("JSON でない行を読み飛ばしました: {line}"),
        What::OtherKey { key, records } => {
            format!("「{key}」の {records} 件は、別のキーのほうが多いため読み込んでいません")
        }
    }
}
