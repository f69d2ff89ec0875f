//! The files of each form, read back.

#![allow(clippy::unwrap_used, reason = "a test may")]

use actions::{ActionError, ActionFile, ActionForm, ActionKind, ActionOrigin, ActionPlan, SimAction, SimTarget};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn sim(number: usize) -> SimTarget {
    SimTarget {
        sim_id: format!("894231002{number:010}"),
        imsi: format!("29505{number:010}"),
        status: "active".into(),
        ..SimTarget::default()
    }
}

/// Writes an action for some SIMs: the files by their names.
fn write(kind: ActionKind, value: &str, form: ActionForm, sims: &[SimTarget]) -> BTreeMap<String, String> {
    let mut plan = ActionPlan::new(SimAction::parse(kind, value).unwrap(), form);
    let accepted: Vec<_> = sims.iter().filter(|sim| plan.add(sim).is_none()).collect();
    let origin =
        ActionOrigin { query: "seen:>90d".into(), sources: vec!["fleet.json".into()], ..ActionOrigin::default() };
    let mut file = ActionFile::new(&plan, &origin);
    let count = file.file_count();
    let mut files = BTreeMap::<String, Vec<u8>>::new();
    let mut put = |parts: Vec<actions::FilePart>| {
        for part in parts {
            files.entry(part.name).or_default().extend(part.bytes);
        }
    };
    for sim in accepted {
        file.push(sim);
        put(file.take_parts());
    }
    put(file.take_all_parts());
    assert_eq!(files.len(), count);
    files.into_iter().map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect()
}

#[test]
fn a_form_has_at_most_ten_thousand_sims_a_file() {
    let sims: Vec<_> = (0..20_001).map(sim).collect();
    for form in [ActionForm::ConsoleCsv, ActionForm::BatchJob] {
        let files = write(ActionKind::Suspend, "", form, &sims);
        let extension = form.extension();
        let names: Vec<_> = (1..=3).map(|n| format!("suspend-20001-sims-{n}-of-3.{extension}")).collect();
        assert_eq!(files.keys().cloned().collect::<Vec<_>>(), names);
        let counts: Vec<_> = files.values().map(|text| text.matches("894231002").count()).collect();
        assert_eq!(counts, [10_000, 10_000, 1]);
    }
    assert_eq!(write(ActionKind::Suspend, "", ActionForm::Shell, &sims).len(), 1);
    assert_eq!(write(ActionKind::Suspend, "", ActionForm::ConsoleCsv, &[]).len(), 0);
}

#[test]
fn a_job_has_a_task_for_each_sim() {
    let group = "11111111-2222-3333-4444-555555555555";
    for (kind, value, method, path, body) in [
        (ActionKind::Suspend, "", "POST", "suspend", Value::Null),
        (ActionKind::Standby, "", "POST", "set_to_standby", Value::Null),
        (ActionKind::SetGroup, group, "POST", "set_group", json!({"groupId": group})),
        (ActionKind::PutTags, "a=1", "PUT", "tags", json!([{"tagName": "a", "tagValue": "1"}])),
    ] {
        let files = write(kind, value, ActionForm::BatchJob, &[sim(1), sim(2)]);
        let job: Value = serde_json::from_str(files.values().next().unwrap()).unwrap();
        assert_eq!(job["tasks"].as_array().unwrap().len(), 2);
        let request = &job["tasks"][1]["request"];
        assert_eq!(request["path"], format!("/v1/sims/{}/{path}", sim(2).sim_id));
        assert_eq!((&request["method"], &request["body"]), (&json!(method), &body));
        assert!(job["jobName"].as_str().unwrap().starts_with(kind.key()));
    }
}

#[test]
fn an_event_handler_has_one_target() {
    let files = write(ActionKind::Notify, "noc@example.com", ActionForm::EventHandler, &[sim(1), sim(2)]);
    assert_eq!(files.keys().collect::<Vec<_>>(), ["notify-2-sims-1-of-2.json", "notify-2-sims-2-of-2.json"]);
    let handler: Value = serde_json::from_str(&files["notify-2-sims-2-of-2.json"]).unwrap();
    assert_eq!((&handler["targetSimId"], &handler["targetGroupId"]), (&json!(sim(2).sim_id), &Value::Null));
    assert_eq!(handler["actionConfigList"][0]["properties"]["to"], "noc@example.com");
    assert_eq!(handler["ruleConfig"]["properties"]["sessionStatus"], "Created");
    // All in one group: the group is told of.
    let grouped = |number| SimTarget { group_id: "g".into(), ..sim(number) };
    let files = write(ActionKind::Notify, "", ActionForm::EventHandler, &[grouped(1), grouped(2)]);
    let handler: Value = serde_json::from_str(&files["notify-2-sims.json"]).unwrap();
    assert_eq!((&handler["targetGroupId"], &handler["targetSimId"]), (&json!("g"), &Value::Null));
    assert_eq!(handler["actionConfigList"][0]["type"], "SendMailToOperatorAction");
    let mixed = write(ActionKind::Notify, "", ActionForm::EventHandler, &[grouped(1), sim(2)]);
    assert_eq!(mixed.len(), 2);
}

#[test]
fn a_form_refuses_what_it_cannot_say() {
    for (form, kinds) in [
        (ActionForm::ConsoleCsv, 5),
        (ActionForm::BatchJob, 7),
        (ActionForm::Shell, 11),
        (ActionForm::PowerShell, 11),
        (ActionForm::EventHandler, 1),
    ] {
        assert_eq!(ActionKind::ALL.into_iter().filter(|kind| form.can_say(*kind)).count(), kinds, "{form:?}");
        assert_eq!(ActionForm::from_key(form.key()), Some(form));
    }
    let refused = ActionForm::ConsoleCsv.check(ActionKind::LockImei);
    assert_eq!(refused, Err(ActionError::NotInForm(ActionKind::LockImei, ActionForm::ConsoleCsv)));
}

#[test]
fn a_script_for_powershell_says_what_it_is() {
    let script =
        &write(ActionKind::DeleteTag, "it’s", ActionForm::PowerShell, &[SimTarget { tag: Some("x".into()), ..sim(1) }])
            ["delete-tag-1-sims.ps1"];
    // Its mark, the values in quotes, the list at its end.
    assert!(script.starts_with("\u{FEFF}# delete-tag: 1 SIMs."), "{script}");
    assert!(script.contains("\n# Query: seen:>90d\n") && script.contains("\n$OptionValue = 'it’’s'\n"));
    assert!(script.ends_with(&format!("Invoke-Action @'\nsims {}\n'@\n", sim(1).sim_id)));
}

/// Reads CSV as RFC 4180 has it.
fn read_csv(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (vec![], vec![], String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.push(chars.next().unwrap()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    rows
}

proptest! {
    #[test]
    fn tags_are_read_back_from_csv(name in "[^=\\p{C}\\s]([^=\\p{C}]{0,8}[^=\\p{C}\\s])?", value in "([^\\p{C}\\s]([^\\p{C}]{0,8}[^\\p{C}\\s])?)?") {
        let files = write(ActionKind::PutTags, &format!("{name}={value}\nsite=\"a,b\""), ActionForm::ConsoleCsv, &[sim(1)]);
        let rows = read_csv(&files["put-tags-1-sims.csv"]);
        if name == "site" {
            return Ok(());
        }
        prop_assert_eq!(&rows[0], &["simId".to_owned(), name, "site".to_owned()]);
        prop_assert_eq!(&rows[1], &[sim(1).sim_id, value, "\"a,b\"".to_owned()]);
    }
}
