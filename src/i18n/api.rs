//! What the page says of the API, in both languages.

use crate::figures::Count;
use soracom::Error;

/// Every message of the sign-in, of fetching and of session events.
pub struct Api {
    pub connect: &'static str,
    pub connect_short: &'static str,
    pub connect_title: &'static str,
    pub memory: &'static str,
    pub advice: &'static str,
    pub both: &'static str,
    pub endpoint: &'static str,
    pub endpoint_hint: &'static str,
    pub kind: &'static str,
    /// AuthKey, key and token, SAM user, root user.
    pub kinds: [&'static str; 4],
    pub auth_key_id: &'static str,
    pub auth_key: &'static str,
    pub api_key: &'static str,
    pub token: &'static str,
    pub operator_id: &'static str,
    pub user_name: &'static str,
    pub email: &'static str,
    pub password: &'static str,
    pub mfa: &'static str,
    pub submit: &'static str,
    pub fetch: &'static str,
    pub busy: &'static str,
    pub sign_out: &'static str,
    pub signed_in: fn(&str, &str) -> String,
    pub until: fn(&str) -> String,
    pub fetching: fn(Count, Count, Count, &str) -> String,
    pub wait: fn(&str, u64) -> String,
    pub try_now: &'static str,
    pub unfinished: &'static str,
    pub go_on: &'static str,
    pub refresh: &'static str,
    pub save: &'static str,
    pub not_fetched: fn(&str) -> String,
    pub stays: fn(&str) -> String,
    pub refreshed: fn(Count, Count, Count) -> String,
    pub ending: &'static str,
    pub not_signed_out: &'static str,
    pub two_ways: &'static str,
    pub relay: &'static str,
    pub events: &'static str,
    pub ask_events: &'static str,
    pub no_events: &'static str,
    /// Created, Modified, Deleted.
    pub event: [&'static str; 3],
    pub error: fn(&Error) -> String,
}

pub(super) static ENGLISH: Api = Api {
    connect: "Connect with an API key…",
    connect_short: "API…",
    connect_title: "Fetch the fleet from Soracom",
    memory: "The key stays in this tab’s memory: it is sent to the API alone, stored nowhere, and gone when you sign out or close the tab.",
    advice: "Best: an AuthKey of a SAM user that may only list. Its policy:",
    both: "Global and Japan",
    endpoint: "Address of the API or of a relay",
    endpoint_hint: "Leave it empty for Soracom’s own. {coverage} in it stands for g or jp.",
    kind: "Sign in with",
    kinds: ["AuthKey", "API key and token", "SAM user", "root user"],
    auth_key_id: "AuthKey ID",
    auth_key: "AuthKey secret",
    api_key: "API key",
    token: "Token",
    operator_id: "Operator ID",
    user_name: "User name",
    email: "E-mail",
    password: "Password",
    mfa: "MFA code, if the user has one",
    submit: "Sign in and fetch",
    fetch: "Fetch",
    busy: "Signing in…",
    sign_out: "Sign out",
    signed_in: |operator, user| match (operator, user) {
        ("", _) => "Signed in".to_owned(),
        (operator, "") => format!("Signed in at {operator}"),
        (operator, user) => format!("Signed in at {operator} as {user}"),
    },
    until: |time| format!("until {time}"),
    fetching: |pages, sims, rate, time| format!("{sims} SIMs · {pages} pages · {rate} a second · {time}"),
    wait: |why, seconds| format!("{why} Next try in {seconds} s."),
    try_now: "Try now",
    unfinished: "Partial: the list ended before its end. What was fetched is here.",
    go_on: "Go on",
    refresh: "Refresh",
    save: "Save as JSON",
    not_fetched: |name| format!("{name}: nothing could be fetched."),
    stays: |name| {
        format!("{name}: fetched in part. What came is here; “Go on” in the list of sources fetches the rest.")
    },
    refreshed: |new, gone, changed| format!("Refreshed: {new} new, {gone} gone, {changed} updated since."),
    ending: "The sign-in ends in five minutes. Sign out and in again before a long fetch; what is loaded stays.",
    not_signed_out: "The key is forgotten here, but the API did not confirm that it is revoked. It ends by itself within two days at most.",
    two_ways: "Most likely the API does not answer pages of other origins (CORS), or you are offline. Two ways on: export with the command line tool and drop the file here,",
    relay: "or go through a relay of your own: docs/HOSTING.md in the source shows short ones for Caddy, nginx and Cloudflare. `cargo xtask serve --relay` has one at /relay/g and /relay/jp.",
    events: "Session events",
    ask_events: "Ask for the past 32 days",
    no_events: "No session in the past 32 days.",
    event: ["connected", "moved", "disconnected"],
    error: |error| {
        match error {
        Error::Unreachable { why } => format!("No answer ({why})."),
        Error::Refused { message, mfa: true, .. } => format!("An MFA code is needed, or was wrong: {message}"),
        Error::Refused { code, message, .. } => format!("The sign-in was refused: {code} {message}. Check what you typed."),
        Error::Expired { message, .. } => format!("The sign-in has ended. {message} Sign in again to go on."),
        Error::Forbidden { permission, message, .. } => {
            format!("Not allowed: the user’s policy lacks {permission}. {message}")
        }
        Error::Busy { .. } => "Too many calls (429): the API asks to wait.".to_owned(),
        Error::Server { status, message } => format!("The API is in trouble (HTTP {status}): {message}."),
        Error::Other { status, code, message } => format!("The API refused (HTTP {status}): {code} {message}."),
        Error::NotJson { head } => format!("The answer is no list of SIMs. It begins with: {head}. Is the address right?"),
        Error::Cut { bytes } => format!("The answer was cut off after {} bytes.", Count(*bytes as u64)),
        Error::Blind => "The list goes on, but the server hides its paging headers from this page. List subscribers instead: they can be followed by their IMSI.".to_owned(),
    }
    },
};

pub(super) static JAPANESE: Api = Api {
    connect: "API キーで接続…",
    connect_short: "API…",
    connect_title: "Soracom からフリートを取得",
    memory: "キーはこのタブのメモリーにだけ置かれます。送り先は API だけで、どこにも保存されず、サインアウトするかタブを閉じると消えます。",
    advice: "一覧の取得だけを許可した SAM ユーザーの AuthKey をおすすめします。ポリシー:",
    both: "グローバルと日本",
    endpoint: "API またはリレーのアドレス",
    endpoint_hint: "空欄なら Soracom の API を使います。{coverage} は g または jp に置き換わります。",
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
    fetching: |pages, sims, rate, time| format!("SIM {sims}枚 · {pages} ページ · 毎秒 {rate}枚 · {time}"),
    wait: |why, seconds| format!("{why} {seconds} 秒後に再試行します。"),
    try_now: "今すぐ再試行",
    unfinished: "一部のみ: 一覧の途中で終わりました。取得済みの分は表示しています。",
    go_on: "続きを取得",
    refresh: "更新",
    save: "JSON で保存",
    not_fetched: |name| format!("{name}: 取得できませんでした。"),
    stays: |name| format!("{name}: 一部を取得しました。残りはソース一覧の「続きを取得」で取得できます。"),
    refreshed: |new, gone, changed| format!("更新しました: 新規 {new}、なくなったもの {gone}、変更 {changed}。"),
    ending: "サインインはあと 5 分で切れます。時間のかかる取得の前に、サインインし直してください。読み込み済みのデータは残ります。",
    not_signed_out: "キーはこのタブから消しましたが、API から失効の確認が得られませんでした。遅くとも 2 日以内に自動で失効します。",
    two_ways: "API がほかのオリジンのページに応答しない（CORS）か、オフラインのようです。方法は 2 つあります。コマンドラインツールで書き出したファイルをここにドロップするか、",
    relay: "ご自身のリレーを経由してください。Caddy、nginx、Cloudflare の短い設定例がソースの docs/HOSTING.md にあります。`cargo xtask serve --relay` では /relay/g と /relay/jp が使えます。",
    events: "セッションイベント",
    ask_events: "過去 32 日分を取得",
    no_events: "過去 32 日にセッションはありません。",
    event: ["接続", "移動", "切断"],
    error: |error| {
        match error {
        Error::Unreachable { why } => format!("応答がありません（{why}）。"),
        Error::Refused { message, mfa: true, .. } => format!("MFA コードが必要か、正しくありません: {message}"),
        Error::Refused { code, message, .. } => {
            format!("サインインできませんでした: {code} {message} 入力内容をご確認ください。")
        }
        Error::Expired { message, .. } => {
            format!("サインインの期限が切れました。{message} 続けるにはもう一度サインインしてください。")
        }
        Error::Forbidden { permission, message, .. } => {
            format!("許可されていません。ユーザーのポリシーに {permission} がありません。{message}")
        }
        Error::Busy { .. } => "呼び出しが多すぎます（429）。API が待つように求めています。".to_owned(),
        Error::Server { status, message } => format!("API で問題が起きています（HTTP {status}）: {message}"),
        Error::Other { status, code, message } => format!("API が拒否しました（HTTP {status}）: {code} {message}"),
        Error::NotJson { head } => format!("応答が SIM の一覧ではありません。先頭: {head} アドレスをご確認ください。"),
        Error::Cut { bytes } => format!("応答が {} バイトで途切れました。", Count(*bytes as u64)),
        Error::Blind => "一覧には続きがありますが、ページング用のヘッダーをこのページから読めません。subscribers を選ぶと、IMSI をたどって取得できます。".to_owned(),
    }
    },
};
