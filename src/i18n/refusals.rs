//! Why a source was refused, in both languages.

use crate::figures::Count;
use ingest::Refusal;

pub(super) fn english(name: &str, why: &Refusal) -> String {
    match why {
        Refusal::Empty => format!("{name} is empty."),
        Refusal::Image => format!("{name} is an image, not an export."),
        Refusal::Format(format) => format!("{name} is a {format} file, not an export."),
        Refusal::Csv => format!("{name} looks like CSV. A CSV does not hold the sessions that tell where a SIM was."),
        Refusal::Html => format!("{name} is a web page (HTML), not an export. Perhaps a sign-in page was saved."),
        Refusal::ApiError { code, message } => {
            format!("{name} holds an error of the API instead of SIMs: {code} {message}")
        }
        Refusal::EmptyList => {
            format!("{name} is an empty list: a fleet without SIMs, or a filter that let nothing through.")
        }
        Refusal::Cut(at) => format!("{name} ends at byte {}, in the middle of its first record.", Count(*at)),
        Refusal::NoSims(n) => format!("{name} is JSON, but none of its {} records is a SIM.", Count(*n)),
        Refusal::Text(begin) => format!("{name} is text, not JSON. It begins with: {begin}"),
        Refusal::Binary => format!("{name} is binary data of an unknown kind."),
        Refusal::BadGzip => format!("{name} is a damaged gzip file."),
    }
}

pub(super) fn japanese(name: &str, why: &Refusal) -> String {
    match why {
        Refusal::Empty => format!("{name} は空です。"),
        Refusal::Image => format!("{name} は画像です。エクスポートではありません。"),
        Refusal::Format(format) => format!("{name} は {format} ファイルです。エクスポートではありません。"),
        Refusal::Csv => {
            format!("{name} は CSV のようです。CSV には、SIM の接続場所がわかるセッション情報が含まれていません。")
        }
        Refusal::Html => {
            format!("{name} はウェブページ（HTML）です。サインイン画面が保存された可能性があります。")
        }
        Refusal::ApiError { code, message } => {
            format!("{name} の内容は SIM ではなく API のエラーです: {code} {message}")
        }
        Refusal::EmptyList => {
            format!("{name} は空のリストです。SIM が 1 枚もないか、フィルターで全件が除かれています。")
        }
        Refusal::Cut(at) => format!("{name} は、最初のレコードの途中（{} バイト目）で終わっています。", Count(*at)),
        Refusal::NoSims(n) => format!("{name} は JSON ですが、{} 件のレコードに SIM が 1 件もありません。", Count(*n)),
        Refusal::Text(begin) => format!("{name} は JSON ではなくテキストです。先頭: {begin}"),
        Refusal::Binary => format!("{name} は種類のわからないバイナリーデータです。"),
        Refusal::BadGzip => format!("{name} は壊れた gzip ファイルです。"),
    }
}
