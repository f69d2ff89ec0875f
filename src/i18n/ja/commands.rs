//! Japanese messages of what is shown as a command.

use crate::i18n::CommandMessages;

pub(super) static MESSAGES: CommandMessages = CommandMessages {
    title: "コマンド",
    line_hint: "新しいエクスポートから同じ SIM を取り出します（sh・bash・zsh）。経過時間は実行した時点から数えます。",
    program_hint: "プログラムのみ。すでにあるエクスポートに使います。",
    sql_hint: "全 SIM の Parquet（エクスポート）から DuckDB で同じ SIM を選びます。経過時間は今から数えます。",
    writing: "コマンドを作成中…",
    failed: |why| format!("コマンドを作成できませんでした: {why}"),
    left_out: |terms| format!("表せない条件を除いたため、より多くの SIM が対象になります: {terms}"),
};
