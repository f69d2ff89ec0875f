//! Why a source was refused, in both languages.

use crate::format::FormattedCount;
use ingest::{IngestError, JsonDialect};

pub(super) fn english(name: &str, why: &IngestError) -> String {
    match why {
        IngestError::Empty => format!("{name} is empty."),
        IngestError::Image => format!("{name} is an image, not an export."),
        IngestError::Format(format) => format!("{name} is a {format} file, not an export."),
        IngestError::Csv { columns } => format!(
            "{name} is CSV, with the columns {}. A CSV does not hold the sessions that tell where a SIM was: export the list as JSON.",
            columns.join(", ")
        ),
        IngestError::Html => format!("{name} is a web page (HTML), not an export. Perhaps a sign-in page was saved."),
        IngestError::ApiError { code, message } => {
            format!("{name} holds an error of the API instead of SIMs: {code} {message}")
        }
        IngestError::EmptyList => {
            format!("{name} is an empty list: a fleet without SIMs, or a filter that let nothing through.")
        }
        IngestError::Truncated(at) => {
            format!("{name} ends at byte {}, in the middle of its first record.", FormattedCount(*at))
        }
        IngestError::NoSims(n) => format!("{name} is JSON, but none of its {} records is a SIM.", FormattedCount(*n)),
        IngestError::Text(begin) => format!("{name} is text, not JSON. It begins with: {begin}"),
        IngestError::Binary => format!("{name} is binary data of an unknown kind."),
        IngestError::DamagedGzip => format!("{name} is a damaged gzip file."),
        IngestError::DamagedZip => {
            format!(
                "{name} is a damaged ZIP file: its directory is missing or wrong. Download it again, or unpack it first."
            )
        }
        IngestError::Encrypted => {
            format!("{name} is encrypted in its ZIP file. Unpack it with its password, and drop what comes out.")
        }
        IngestError::UnsupportedCompression(method) => {
            format!("{name} is packed with {method} in its ZIP file, which browsers cannot unpack. Unpack it first.")
        }
        IngestError::NotJson { dialect, at } => {
            let (at, what) = (
                FormattedCount(*at),
                match dialect {
                    JsonDialect::CurlyQuotes => {
                        "has curly quotes (“ ”) where JSON has straight ones (\"): a chat or a word processor changed them. Export it again, or copy it as plain text."
                    }
                    JsonDialect::Python => "is written as a Python literal. Write it with json.dumps instead of print.",
                    JsonDialect::JavaScript => "is written as a JavaScript literal. Write it with JSON.stringify.",
                },
            );
            format!("{name} cannot be read as JSON from byte {at} on: it {what}")
        }
    }
}

pub(super) fn japanese(name: &str, why: &IngestError) -> String {
    match why {
        IngestError::Empty => format!("{name} は空です。"),
        IngestError::Image => format!("{name} は画像です。エクスポートではありません。"),
        IngestError::Format(format) => format!("{name} は {format} ファイルです。エクスポートではありません。"),
        IngestError::Csv { columns } => format!(
            "{name} は CSV です（列: {}）。CSV には、SIM の接続場所がわかるセッション情報が含まれていません。一覧を JSON でエクスポートしてください。",
            columns.join("、")
        ),
        IngestError::Html => {
            format!("{name} はウェブページ（HTML）です。サインイン画面が保存された可能性があります。")
        }
        IngestError::ApiError { code, message } => {
            format!("{name} の内容は SIM ではなく API のエラーです: {code} {message}")
        }
        IngestError::EmptyList => {
            format!("{name} は空のリストです。SIM が 1 枚もないか、フィルターで全件が除かれています。")
        }
        IngestError::Truncated(at) => {
            format!("{name} は、最初のレコードの途中（{} バイト目）で終わっています。", FormattedCount(*at))
        }
        IngestError::NoSims(n) => {
            format!("{name} は JSON ですが、{} 件のレコードに SIM が 1 件もありません。", FormattedCount(*n))
        }
        IngestError::Text(begin) => format!("{name} は JSON ではなくテキストです。先頭: {begin}"),
        IngestError::Binary => format!("{name} は種類のわからないバイナリーデータです。"),
        IngestError::DamagedGzip => format!("{name} は壊れた gzip ファイルです。"),
        IngestError::DamagedZip => {
            format!(
                "{name} は壊れた ZIP ファイルです（目次が読めません）。もう一度ダウンロードするか、先に展開してください。"
            )
        }
        IngestError::Encrypted => {
            format!(
                "{name} は ZIP の中で暗号化されています。パスワードで展開してから、中のファイルをドロップしてください。"
            )
        }
        IngestError::UnsupportedCompression(method) => {
            format!(
                "{name} は ZIP の中で {method} 形式で圧縮されており、ブラウザーでは展開できません。先に展開してください。"
            )
        }
        IngestError::NotJson { dialect, at } => {
            let (at, what) = (
                FormattedCount(*at),
                match dialect {
                    JsonDialect::CurlyQuotes => {
                        "JSON の引用符（\"）が「“ ”」に変わっています。チャットやワープロが置き換えたものです。もう一度エクスポートするか、プレーンテキストとしてコピーしてください。"
                    }
                    JsonDialect::Python => {
                        "Python のリテラルとして書かれています。print ではなく json.dumps で書き出してください。"
                    }
                    JsonDialect::JavaScript => {
                        "JavaScript のリテラルとして書かれています。JSON.stringify で書き出してください。"
                    }
                },
            );
            format!("{name} は {at} バイト目から JSON として読めません。{what}")
        }
    }
}
