//! Japanese messages of what is shown as a command.

use crate::i18n::CommandMessages;

pub(super) static MESSAGES: CommandMessages = CommandMessages {
    title: "コマンド",
    hint: "新しいエクスポートから同じ SIM を取り出すコマンドです（sh・bash・zsh）。経過時間は実行した時点から数えます。",
    line: "コマンド",
    program: "jq プログラム",
    writing: "コマンドを作成中…",
    failed: |why| format!("コマンドを作成できませんでした: {why}"),
    left_out: |terms| format!("jq では表せない条件を除いたため、より多くの SIM が対象になります: {terms}"),
};
