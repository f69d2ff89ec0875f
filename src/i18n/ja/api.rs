//! Japanese messages of the sign-in, of fetching and of session events.

use crate::format::FormattedCount;
use crate::i18n::ApiMessages;
use soracom::SoracomError;

pub(super) static MESSAGES: ApiMessages = ApiMessages {
    connect: "API キーで接続…",
    connect_short: "API…",
    connect_title: "Soracom から SIM 一覧を取得",
    memory: "キーはこのタブのメモリーにだけ置かれます。送り先は API だけで、どこにも保存されず、サインアウトするかタブを閉じると消えます。",
    advice: "一覧の取得だけを許可した SAM ユーザーの AuthKey をおすすめします。ポリシー:",
    both: "グローバルと日本",
    endpoint: "API またはリレーのアドレス",
    endpoint_hint: "空欄なら Soracom の API を使います。{coverage} は g または jp に置き換わります。サインインはアドレスごとで、キーをほかのアドレスに送ることはありません。",
    kind: "サインイン方法",
    kinds: ["AuthKey", "API キーとトークン", "SAM ユーザー", "ルートユーザー"],
    auth_key_id: "AuthKey ID",
    auth_key: "AuthKey シークレット",
    api_key: "API キー",
    token: "トークン",
    operator_id: "オペレーター ID",
    user_name: "ユーザー名",
    email: "メールアドレス",
    password: "パスワード",
    mfa: "MFA コード（設定している場合）",
    submit: "サインインして取得",
    fetch: "取得",
    busy: "サインイン中…",
    sign_out: "サインアウト",
    signed_in: |operator, user| match (operator, user) {
        ("", _) => "サインイン済み".to_owned(),
        (operator, "") => format!("{operator} にサインイン済み"),
        (operator, user) => format!("{operator} に {user} としてサインイン済み"),
    },
    until: |time| format!("{time} まで"),
    fetching: |pages, sims, rate, time| format!("SIM {sims} 枚 · {pages} ページ · 毎秒 {rate} 枚 · {time}"),
    wait: |why, seconds| format!("{why} {seconds} 秒後に再試行します。"),
    try_now: "今すぐ再試行",
    partial: "一部のみ",
    unfinished: "一部のみ: 一覧の途中で終わりました。取得済みの分は表示しています。",
    go_on: "続きを取得",
    refresh: "更新",
    save: "JSON で保存",
    not_fetched: |name| format!("{name}: 取得できませんでした。"),
    stays: |name| format!("{name}: 一部を取得しました。残りはデータソースの「続きを取得」で取得できます。"),
    refreshed: |new, gone, changed| format!("更新しました: 新規 {new}、なくなったもの {gone}、変更 {changed}。"),
    ending: "サインインはあと 5 分で切れます。時間のかかる取得の前に、サインインし直してください。読み込み済みのデータは残ります。",
    not_signed_out: "キーはこのタブから消しましたが、API から失効の確認が得られませんでした。遅くとも 2 日以内に自動で失効します。",
    two_ways: "API がほかのオリジンのページに応答しない（CORS）か、オフラインのようです。方法は 2 つあります。コマンドラインツールで書き出したファイルをここにドロップするか、",
    relay: "ご自身のリレーを経由してください。Caddy、nginx、Cloudflare の短い設定例がソースの docs/HOSTING.md にあります。`cargo xtask serve --relay` では /relay/g と /relay/jp が使えます。",
    events: "セッションイベント",
    ask_events: "過去 32 日分を取得",
    no_events: "過去 32 日にセッションはありません。",
    event_columns: ["日時", "イベント", "ネットワーク", "セル", "IMEI"],
    event: ["接続", "移動", "切断"],
    error: |error| {
        match error {
        SoracomError::Unreachable { reason: why } => format!("応答がありません（{why}）。"),
        SoracomError::SignInRefused { message, mfa_required: true, .. } => format!("MFA コードが必要か、正しくありません: {message}"),
        SoracomError::SignInRefused { code, message, .. } => {
            format!("サインインできませんでした: {code} {message} 入力内容をご確認ください。")
        }
        SoracomError::SignInExpired { message, .. } => {
            format!("サインインの期限が切れました。{message} 続けるにはもう一度サインインしてください。")
        }
        SoracomError::Forbidden { permission, message, .. } => {
            format!("許可されていません。ユーザーのポリシーに {permission} がありません。{message}")
        }
        SoracomError::RateLimited { .. } => "呼び出しが多すぎます（429）。API が待つように求めています。".to_owned(),
        SoracomError::Server { status, message } => format!("API で問題が起きています（HTTP {status}）: {message}"),
        SoracomError::UnexpectedStatus { status, code, message } => format!("API が拒否しました（HTTP {status}）: {code} {message}"),
        SoracomError::UnexpectedBody { excerpt: head } => format!("応答が SIM の一覧ではありません。先頭: {head} アドレスをご確認ください。"),
        SoracomError::Truncated { bytes } => format!("応答が {} バイトで途切れました。", FormattedCount(*bytes as u64)),
        SoracomError::PagingHeadersHidden => "一覧には続きがありますが、ページング用のヘッダーをこのページから読めません。subscribers を選ぶと、IMSI をたどって取得できます。".to_owned(),
    }
    },
};
