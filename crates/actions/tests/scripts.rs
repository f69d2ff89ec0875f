//! Scripts for sh, run for real against the emulated API, in every shell of this machine that may be `sh` somewhere.
#![cfg(unix)]

use actions::{ActionFile, ActionForm, ActionKind, ActionOrigin, ActionPlan, SimAction, SimTarget};
use emulator::{EmulatedCoverage, Emulator, EmulatorSettings, RunningEmulator, TEST_CREDENTIALS};
use serde_json::{Value, json};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

type TestResult = Result<(), Box<dyn Error>>;

const SHELLS: [&str; 5] = ["dash", "bash", "ksh", "mksh", "busybox"];
/// Every character that means something to some shell, and some that mean something to JSON.
const NASTY: &str = r#"it's "quoted" $HOME `id` \n \\ %s * ? ~ ! # & | ; < > ( ) { } [ ] 東京 é 😀 -x @file"#;

/// An API, a folder to run scripts in, and the SIMs of the API.
struct Workshop {
    api: RunningEmulator,
    folder: tempfile::TempDir,
    sims: Vec<SimTarget>,
}

impl Workshop {
    fn open(sims: u32) -> Result<Self, Box<dyn Error>> {
        let api = Emulator::start_blocking(EmulatorSettings { sims, ..EmulatorSettings::default() })?;
        let folder = tempfile::tempdir()?;
        let stand_in = stand_in_program()?;
        fs::create_dir(folder.path().join("bin"))?;
        std::os::unix::fs::symlink(stand_in, folder.path().join("bin/soracom"))?;
        let mut workshop = Self { api, folder, sims: vec![] };
        workshop.sims = workshop.list_sims()?.iter().map(target_of).collect();
        Ok(workshop)
    }

    fn list_sims(&self) -> Result<Vec<Value>, Box<dyn Error>> {
        let base = self.api.base_url(EmulatedCoverage::Global);
        let key = json!({"authKeyId": TEST_CREDENTIALS.auth_key_id, "authKey": TEST_CREDENTIALS.auth_key});
        let login = ureq::post(format!("{base}/auth")).send(key.to_string())?.body_mut().read_to_string()?;
        let login: Value = serde_json::from_str(&login)?;
        let text = |name: &str| login[name].as_str().unwrap_or_default().to_owned();
        let mut page = ureq::get(format!("{base}/sims"))
            .header("X-Soracom-API-Key", text("apiKey"))
            .header("X-Soracom-Token", text("token"))
            .call()?;
        Ok(serde_json::from_str(&page.body_mut().read_to_string()?)?)
    }

    /// Writes the script of an action for some SIMs, and returns its path.
    fn write(&self, kind: ActionKind, value: &str, sims: &[SimTarget]) -> Result<PathBuf, Box<dyn Error>> {
        let mut plan = ActionPlan::new(SimAction::parse(kind, value)?, ActionForm::Shell);
        let accepted: Vec<_> = sims.iter().filter(|sim| plan.add(sim).is_none()).collect();
        let origin = ActionOrigin {
            query: "tag.site:\"a\nb\" 'x' $(id) `id`".to_owned(),
            sources: vec!["fleet.json\nrm -rf /".to_owned()],
            written: "2026-11-27T06:10:00Z".to_owned(),
            coverage: "g".to_owned(),
        };
        let mut file = ActionFile::new(&plan, &origin);
        for sim in accepted {
            file.push(sim);
        }
        let bytes: Vec<u8> = file.take_all_parts().into_iter().flat_map(|part| part.bytes).collect();
        let path = self.folder.path().join("script.sh");
        fs::write(&path, bytes)?;
        Ok(path)
    }

    fn command(&self, shell: &str, script: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(shell);
        if shell == "busybox" {
            command.arg("sh");
        }
        let path =
            format!("{}:{}", self.folder.path().join("bin").display(), std::env::var("PATH").unwrap_or_default());
        command
            .arg(script)
            .args(arguments)
            .current_dir(self.folder.path())
            .env("PATH", path)
            .env("SORACOM_ENDPOINT", self.api.base_url(EmulatedCoverage::Global))
            .env("SIMSCOPE_PAUSE", "0")
            .env("SIMSCOPE_LOG", self.log())
            .env_remove("SORACOM_AUTH_KEY_ID");
        command
    }

    fn run(&self, shell: &str, script: &Path, arguments: &[&str]) -> Result<Output, Box<dyn Error>> {
        Ok(self.command(shell, script, arguments).output()?)
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("it's a log")
    }

    fn forget_log(&self) {
        // There is none before the first run.
        let _ = fs::remove_file(self.log());
    }

    /// The paths of all calls that changed something and succeeded.
    fn changes(&self) -> Vec<String> {
        let calls = self.api.logged_requests().into_iter();
        let changed =
            |call: &emulator::LoggedRequest| call.method != "GET" && !call.path.ends_with("/auth") && call.status < 400;
        calls.filter(changed).map(|call| call.path).collect()
    }
}

/// The program that stands in for soracom-cli; it is built with the tests.
fn stand_in_program() -> Result<PathBuf, Box<dyn Error>> {
    let tests = std::env::current_exe()?;
    let built = tests.parent().and_then(Path::parent).ok_or("no folder")?;
    Ok(built.join("examples/soracom_stand_in"))
}

fn target_of(record: &Value) -> SimTarget {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let imei = text(&record["sessionStatus"]["imei"]);
    SimTarget {
        sim_id: text(&record["simId"]),
        imsi: text(&record["profiles"][text(&record["activeProfileId"])]["primaryImsi"]),
        status: text(&record["status"]),
        group_id: text(&record["groupId"]),
        device: imei.get(..14).unwrap_or_default().to_owned(),
        is_online: record["sessionStatus"]["online"] == true,
        ..SimTarget::default()
    }
}

fn shells() -> impl Iterator<Item = &'static str> {
    SHELLS.into_iter().filter(|shell| Command::new(shell).arg("-c").arg(":").output().is_ok() || *shell == "dash")
}

#[test]
fn without_go_nothing_is_changed_and_the_commands_are_shown() -> TestResult {
    let workshop = Workshop::open(30)?;
    let script = workshop.write(ActionKind::PutTags, &format!("site={NASTY}"), &workshop.sims)?;
    for shell in shells() {
        let output = workshop.run(shell, &script, &[])?;
        let shown = String::from_utf8(output.stdout)?;
        assert!(output.status.success(), "{shell}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(shown.lines().count(), workshop.sims.len(), "{shell}");
        // What is shown can be run as it is: the same words arrive.
        let word = format!("--body={}", json!([{"tagName": "site", "tagValue": NASTY}]));
        let first = shown.lines().next().ok_or("nothing is shown")?;
        let echoed = Command::new(shell)
            .args(if shell == "busybox" { &["sh", "-c"][..] } else { &["-c"] })
            .arg(format!("soracom() {{ printf '%s\\n' \"$@\"; }}\n{first}"))
            .output()?;
        assert_eq!(String::from_utf8(echoed.stdout)?.lines().last(), Some(word.as_str()), "{shell}");
        assert!(workshop.run(shell, &script, &["--no-such"])?.status.code() == Some(2), "{shell}");
    }
    assert_eq!(workshop.changes(), Vec::<String>::new());
    Ok(())
}

#[test]
fn each_action_is_what_the_api_does() -> TestResult {
    let workshop = Workshop::open(60)?;
    let mut actions: Vec<(ActionKind, String)> =
        ActionKind::ALL.into_iter().map(|kind| (kind, String::new())).collect();
    for (kind, value) in &mut actions {
        *value = match kind {
            ActionKind::SetGroup => "11111111-2222-3333-4444-555555555555".to_owned(),
            ActionKind::PutTags => format!("site={NASTY}\n-x {NASTY}=empty="),
            ActionKind::DeleteTag => "site".to_owned(),
            ActionKind::SetSpeedClass => "s1.4xfast".to_owned(),
            _ => String::new(),
        };
    }
    for (kind, value) in actions.iter().filter(|(kind, _)| ActionForm::Shell.can_say(*kind)) {
        for shell in shells() {
            workshop.forget_log();
            let before = workshop.changes().len();
            // As they are now: some changed in another shell.
            let sims: Vec<SimTarget> = workshop.list_sims()?.iter().map(target_of).collect();
            let sims: Vec<SimTarget> = sims
                .into_iter()
                .map(|sim| SimTarget { tag: (*kind == ActionKind::DeleteTag).then(|| NASTY.to_owned()), ..sim })
                .collect();
            if *kind == ActionKind::DeleteTag {
                let untagged: Vec<_> = sims[..5].iter().map(|sim| SimTarget { tag: None, ..sim.clone() }).collect();
                let script = workshop.write(ActionKind::PutTags, &format!("site={NASTY}"), &untagged)?;
                assert!(workshop.run(shell, &script, &["--go"])?.status.success());
                workshop.forget_log();
            }
            let script = workshop.write(*kind, value, &sims[..5])?;
            let output = workshop.run(shell, &script, &["--go"])?;
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success(), "{shell} {kind:?}: {said}");
            let after = workshop.list_sims()?;
            let is_so = |record: &Value| match kind {
                ActionKind::SetGroup => record["groupId"] == value.as_str(),
                ActionKind::UnsetGroup => record["groupId"].is_null(),
                ActionKind::PutTags => {
                    record["tags"]["site"] == NASTY && record["tags"][format!("-x {NASTY}")] == "empty="
                }
                ActionKind::DeleteTag => record["tags"].get("site").is_none(),
                ActionKind::SetSpeedClass => record["speedClass"] == value.as_str(),
                ActionKind::LockImei => record["imeiLock"]["imei"].as_str().is_some_and(|imei| imei.len() == 15),
                ActionKind::DropSession => true,
                kind => record["status"] == kind.status_after().unwrap_or_default(),
            };
            let plan_targets = fs::read_to_string(&script)?.lines().filter(|line| line.starts_with("sims ")).count();
            let acted_on: Vec<_> = fs::read_to_string(&script)?
                .lines()
                .filter_map(|line| Some(line.strip_prefix("sims ")?.split(' ').next()?.to_owned()))
                .collect();
            for id in acted_on {
                let record = after.iter().find(|record| record["simId"] == id.as_str()).ok_or("a SIM is gone")?;
                assert!(is_so(record), "{shell} {kind:?} {record}");
            }
            assert!(workshop.changes().len() >= before + plan_targets, "{shell} {kind:?}");
        }
    }
    Ok(())
}

#[test]
fn a_run_goes_on_after_errors_and_another_one_does_the_rest() -> TestResult {
    let workshop = Workshop::open(40)?;
    let mut sims: Vec<SimTarget> = workshop.sims.iter().filter(|sim| sim.status == "active").take(8).cloned().collect();
    let unknown = SimTarget { sim_id: "8900000000000000000".into(), status: "active".into(), ..SimTarget::default() };
    sims.insert(3, unknown);
    for shell in shells() {
        workshop.forget_log();
        let script = workshop.write(ActionKind::Suspend, "", &sims)?;
        let start = workshop.changes().len();
        let output = workshop.run(shell, &script, &["--go"])?;
        assert_eq!(output.status.code(), Some(1), "{shell}");
        assert!(String::from_utf8_lossy(&output.stdout).starts_with("8 done, 1 failed"), "{shell}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("No such SIM found"), "{shell}");
        assert_eq!(workshop.changes().len(), start + 8, "{shell}");
        // Only the one that failed is tried again.
        let output = workshop.run(shell, &script, &["--go"])?;
        assert!(String::from_utf8_lossy(&output.stdout).starts_with("0 done, 1 failed"), "{shell}");
        assert_eq!(workshop.changes().len(), start + 8, "{shell}");
    }
    Ok(())
}

#[test]
fn an_interrupted_run_is_gone_on_with() -> TestResult {
    let workshop = Workshop::open(60)?;
    let sims: Vec<SimTarget> = workshop.sims.iter().filter(|sim| sim.status == "active").take(12).cloned().collect();
    let script = workshop.write(ActionKind::Suspend, "", &sims)?;
    for shell in shells() {
        workshop.forget_log();
        let start = workshop.changes().len();
        let mut running = workshop.command(shell, &script, &["--go"]).env("SIMSCOPE_PAUSE", "0.05").spawn()?;
        while workshop.changes().len() < start + 3 {
            std::thread::yield_now();
        }
        // The shell's own: not every machine has a program of that name.
        Command::new("sh").args(["-c", &format!("kill -TERM {}", running.id())]).status()?;
        assert!(!running.wait()?.success(), "{shell}");
        assert!(workshop.changes().len() < start + sims.len(), "{shell}");
        let output = workshop.run(shell, &script, &["--go"])?;
        assert!(output.status.success(), "{shell}: {}", String::from_utf8_lossy(&output.stderr));
        // Every SIM once.
        let mut changed = workshop.changes().split_off(start);
        changed.sort();
        let mut expected: Vec<_> = sims.iter().map(|sim| format!("/g/v1/sims/{}/suspend", sim.sim_id)).collect();
        expected.sort();
        assert_eq!(changed, expected, "{shell}");
    }
    Ok(())
}

#[test]
fn a_key_signs_in_once() -> TestResult {
    let workshop = Workshop::open(40)?;
    let sims: Vec<SimTarget> = workshop.sims.iter().filter(|sim| sim.status == "active").take(5).cloned().collect();
    let script = workshop.write(ActionKind::Deactivate, "", &sims)?;
    let sign_ins = || workshop.api.logged_requests().iter().filter(|call| call.path.ends_with("/auth")).count();
    for shell in shells() {
        workshop.forget_log();
        let before = sign_ins();
        let output = workshop
            .command(shell, &script, &["--go"])
            .env("SORACOM_AUTH_KEY_ID", TEST_CREDENTIALS.auth_key_id)
            .env("SORACOM_AUTH_KEY", TEST_CREDENTIALS.auth_key)
            .output()?;
        assert!(output.status.success(), "{shell}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(sign_ins(), before + 1, "{shell}");
        workshop.forget_log();
        let refused = workshop
            .command(shell, &script, &["--go"])
            .env("SORACOM_AUTH_KEY_ID", TEST_CREDENTIALS.auth_key_id)
            .env("SORACOM_AUTH_KEY", "wrong")
            .output()?;
        assert!(!refused.status.success() && !workshop.log().exists(), "{shell}");
    }
    Ok(())
}
