//! Japanese messages of what is done next with a selection.

use crate::i18n::ActionMessages;
use actions::{ActionError, ActionForm, ActionKind, Exclusion};

pub(super) static MESSAGES: ActionMessages = ActionMessages {
    title: "操作",
    hint: "simscope は SIM を変更しません。内容を確認してから使うファイルを書き出します。",
    what: "操作の内容",
    form: "書き出す形式",
    kind_name: |kind| match kind {
        ActionKind::Suspend => "利用中断",
        ActionKind::Deactivate => "休止",
        ActionKind::Standby => "利用開始待ちに変更",
        ActionKind::Activate => "使用開始",
        ActionKind::SetGroup => "グループに追加",
        ActionKind::UnsetGroup => "グループから外す",
        ActionKind::PutTags => "タグを設定",
        ActionKind::DeleteTag => "タグを削除",
        ActionKind::SetSpeedClass => "速度クラスを変更",
        ActionKind::DropSession => "セッションを切断",
        ActionKind::LockImei => "今のデバイスに固定 (IMEI ロック)",
        ActionKind::Notify => "オンラインになったら通知",
    },
    kind_note: |kind| match kind {
        ActionKind::Suspend => {
            "ネットワークが恒久的に接続を拒否します。使用開始に戻した後、通常はデバイスの再起動が必要です。"
        }
        ActionKind::Deactivate => "ネットワークが一時的に接続を拒否します。デバイスは接続を試み続けます。",
        ActionKind::Standby => {
            "次のセッションで使用中になります。plan-D や plan-K など、利用開始待ちのないプランもあります。"
        }
        ActionKind::DropSession => "デバイスは自動的に再接続します。",
        ActionKind::LockImei => "接続中のセッション、なければ直前のセッションのデバイスに固定します。",
        ActionKind::SetSpeedClass => "選べる速度クラスはプランによって異なります。",
        ActionKind::Notify => "セッションのルールは Soracom への利用申請が必要です。",
        _ => "",
    },
    form_name: |form| match form {
        ActionForm::ConsoleCsv => "ユーザーコンソールのバッチ用 CSV",
        ActionForm::BatchJob => "Batch API のジョブ (JSON)",
        ActionForm::Shell => "sh スクリプト (soracom-cli)",
        ActionForm::PowerShell => "PowerShell スクリプト (soracom-cli)",
        ActionForm::EventHandler => "イベントハンドラー (JSON)",
    },
    form_note: |form| match form {
        ActionForm::ConsoleCsv => {
            "コンソールのバッチ処理で同じ操作を選び、このファイルをアップロードします。1 ファイルは 10,000 枚までです。"
        }
        ActionForm::BatchJob => {
            "soracom batch-groups jobs create --batch-group-id … --body @FILE でジョブが作成され、実行されます。1 ファイルは 10,000 枚までです。"
        }
        ActionForm::Shell => {
            "ZIP で書き出します。sh で実行すると、何をするかを表示します。--go を付けると実行し、エラーや中断の後は続きから再開します。"
        }
        ActionForm::PowerShell => {
            "ZIP で書き出します。実行すると、何をするかを表示します。-Go を付けると実行し、エラーや中断の後は続きから再開します。"
        }
        ActionForm::EventHandler => {
            "soracom event-handlers create --body @FILE。SIM ごとに 1 つ、全て同じグループなら 1 つです (グループの他の SIM も通知されます)。"
        }
    },
    value_label: |kind| match kind {
        ActionKind::SetGroup => "グループ ID",
        ActionKind::PutTags => "タグ (1 行に 1 つ、名前=値)",
        ActionKind::DeleteTag => "タグの名前",
        ActionKind::SetSpeedClass => "速度クラス",
        _ => "メールアドレス (空欄ならオペレーター宛て)",
    },
    error: |error| match error {
        ActionError::NotATag(line) => format!("{line} 行目が「名前=値」になっていません。"),
        ActionError::RepeatedTag(line) => format!("{line} 行目の名前は既に指定されています。"),
        ActionError::NotAGroupId => "グループ ID に空白は含まれません。名前ではなく ID を入力してください。".into(),
        ActionError::NotAMailAddress => "メールアドレスではありません。".into(),
        ActionError::NoValue(_) | ActionError::NoSuchSpeedClass | ActionError::NotInForm(..) => String::new(),
    },
    counting: "集計中…",
    failed: |why| {
        format!(
            "書き出しに使う部分を読み込めませんでした: {why}。ネットワークの復旧後、閉じてからもう一度開いてください。"
        )
    },
    online: |n| format!("現在オンライン {n} 枚"),
    fee_now: |n| format!("このうち {n} 枚に再開手数料がかかります。"),
    fee_to_reverse: |n| format!("元に戻すとき、このうち {n} 枚に再開手数料がかかります。"),
    no_longer_ready: |n| format!("準備完了の {n} 枚は、準備完了には戻せません。"),
    left_out: "対象外:",
    exclusion: |why, n| match why {
        Exclusion::Repeated => format!("同じ SIM の別の契約 {n} 件"),
        Exclusion::NoIdentifier => format!("SIM ID なし {n} 枚"),
        Exclusion::AlreadySo => format!("既にその状態 {n} 枚"),
        Exclusion::Terminated => format!("解約済み {n} 枚"),
        Exclusion::NotOnline => format!("オンラインでない {n} 枚"),
        Exclusion::NoDevice => format!("デバイス不明 {n} 枚"),
    },
    more_countries: |n| format!("他 {n}"),
    write: |n| format!("SIM {n} 枚分を書き出す"),
    writing: |done, total| format!("書き出し中: SIM {total} 枚中 {done} 枚"),
};
