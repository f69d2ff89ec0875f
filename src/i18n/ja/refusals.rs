//! Japanese messages of files that cannot be read.

use crate::format::FormattedCount;
use ingest::{IngestError, JsonDialect};

pub(super) fn describe_refusal(name: &str, why: &IngestError) -> String {
    match why {
        IngestError::Empty => format!("{name} は空です。"),
        IngestError::Image => format!("{name} は画像です。エクスポートではありません。"),
        IngestError::Format(format) => format!("{name} は {format} ファイルです。エクスポートではありません。"),
        IngestError::Csv { columns } => format!(
            "{name} は CSV です（列: {}）。どの列にも、SIM と結び付ける ICCID や IMSI などの識別番号がありません。また、CSV には SIM の接続場所がわかるセッション情報が含まれていません。一覧を JSON でエクスポートしてください。",
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
