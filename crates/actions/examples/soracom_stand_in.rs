//! Stands in for soracom-cli in tests of scripts: the commands that scripts call, at the address of `SORACOM_ENDPOINT`. It
//! understands the options as soracom-cli does, ends with 255 after an error, and has the profile of the emulator's user.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it is a program for a terminal")]

use emulator::TEST_CREDENTIALS;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::Read;
use std::process::ExitCode;
use ureq::{Agent, Body, http};

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match run(&words) {
        Ok(printed) => {
            println!("{printed}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("Error: {error}");
            ExitCode::from(255)
        }
    }
}

fn run(words: &[String]) -> Result<String, Failure> {
    let (commands, options) = parse_options(words)?;
    let option = |name: &str| options.get(name).cloned();
    let key_of = |answer: &Value, name: &str| answer[name].as_str().unwrap_or_default().to_owned();
    if commands == ["auth"] {
        let mut body = option("body").ok_or("no body")?;
        if body == "-" {
            body.clear();
            std::io::stdin().read_to_string(&mut body)?;
        }
        return send("POST", "/auth", Some(body), None);
    }
    let (key, token) = match (option("api-key"), option("api-token"), option("profile")) {
        (Some(key), Some(token), None) => (key, token),
        (None, None, Some(profile)) if profile == "default" => {
            let user = json!({"authKeyId": TEST_CREDENTIALS.auth_key_id, "authKey": TEST_CREDENTIALS.auth_key});
            let answer: Value = serde_json::from_str(&send("POST", "/auth", Some(user.to_string()), None)?)?;
            (key_of(&answer, "apiKey"), key_of(&answer, "token"))
        }
        _ => return Err("no credentials".into()),
    };
    let [what, verb] = commands else { return Err(format!("unexpected arguments passed => {commands:?}").into()) };
    let id = option(if what == "sims" { "sim-id" } else { "imsi" }).ok_or("no identifier")?;
    let path = |rest: &str| format!("/{what}/{id}/{rest}");
    let needed = |name: &str| option(name).ok_or_else(|| format!("required parameter '{name}' is not specified"));
    let (method, path, body) = match verb.as_str() {
        "activate" | "deactivate" | "suspend" => ("POST", path(verb), None),
        "set-to-standby" => ("POST", path("set_to_standby"), None),
        "unset-group" => ("POST", path("unset_group"), None),
        "delete-session" => ("POST", path("delete_session"), None),
        "set-group" => ("POST", path("set_group"), Some(json!({"groupId": needed("group-id")?}).to_string())),
        "update-speed-class" => {
            ("POST", path("update_speed_class"), Some(json!({"speedClass": needed("speed-class")?}).to_string()))
        }
        "set-imei-lock" => ("POST", path("set_imei_lock"), Some(json!({"imei": needed("imei")?}).to_string())),
        "put-tags" => ("PUT", path("tags"), Some(needed("body")?)),
        "delete-tag" => {
            let encoded: String = needed("tag-name")?.bytes().map(|byte| format!("%{byte:02X}")).collect();
            ("DELETE", path(&format!("tags/{encoded}")), None)
        }
        _ => return Err(format!("unknown command {verb}").into()),
    };
    send(method, &path, body, Some((&key, &token)))
}

/// The commands, and the options with their values: `--name value` or `--name=value`.
fn parse_options(words: &[String]) -> Result<(&[String], HashMap<String, String>), Failure> {
    let first = words.iter().position(|word| word.starts_with("--")).unwrap_or(words.len());
    let (commands, rest) = words.split_at(first);
    let (mut options, mut rest) = (HashMap::new(), rest.iter());
    while let Some(word) = rest.next() {
        let name = word.strip_prefix("--").ok_or_else(|| format!("unexpected arguments passed => {word}"))?;
        let (name, value) = match name.split_once('=') {
            Some((name, value)) => (name, value.to_owned()),
            None => (name, rest.next().ok_or("an option without a value")?.clone()),
        };
        options.insert(name.to_owned(), value);
    }
    Ok((commands, options))
}

fn send(method: &str, path: &str, body: Option<String>, key: Option<(&str, &str)>) -> Result<String, Failure> {
    let agent: Agent = Agent::config_builder().http_status_as_error(false).build().into();
    let mut request = http::Request::builder()
        .method(method)
        .uri(format!("{}{path}", std::env::var("SORACOM_ENDPOINT")?))
        .header("Content-Type", "application/json");
    if let Some((key, token)) = key {
        request = request.header("X-Soracom-API-Key", key).header("X-Soracom-Token", token);
    }
    let mut response: http::Response<Body> = agent.run(request.body(body.unwrap_or_default())?)?;
    let (status, text) = (response.status(), response.body_mut().read_to_string()?);
    if status.is_success() { Ok(text) } else { Err(text.into()) }
}
