//! Runs a headless Chromium of its own, with chromedriver, that is stopped when it is dropped.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use std::{env, fs};

use fantoccini::error::CmdError;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tempfile::TempDir;
use tokio::runtime::{self, Runtime};
use tokio::time::timeout;

use crate::HarnessError;

/// Arguments of the browser: no network requests of its own, no sandbox (tests run as root in containers), and WebGL in
/// software so that the map is drawn. The page itself is not composited in software WebGL, which would take two cores
/// most of a tenth of a second for each frame.
const BROWSER_ARGUMENTS: &str = "--headless=new --no-sandbox --no-first-run --disable-background-networking --disable-component-update \
    --disable-default-apps --disable-sync --disable-quic --disable-dev-shm-usage --use-angle=swiftshader --enable-unsafe-swiftshader \
    --hide-scrollbars --font-render-hinting=none --disable-gpu-compositing";

/// Maximum time of one command of the browser, so that a page that hangs does not block the tests.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(60);

/// Maximum number of attempts to start a browser.
const MAX_STARTS: u32 = 3;

/// A running browser.
pub struct Browser {
    runtime: Runtime,
    driver: Option<Client>,
    chromedriver: Child,
    folder: TempDir,
}

impl Browser {
    /// Starts a browser with the language `language` (`en-US`, `ja`).
    pub fn start(language: &str) -> Result<Self, HarnessError> {
        // chromedriver ends at once if another process takes the free port that it has found, which is rare and does
        // not happen twice in a row.
        for _ in 1..MAX_STARTS {
            if let Ok(browser) = Self::try_start(language) {
                return Ok(browser);
            }
        }
        Self::try_start(language)
    }

    fn try_start(language: &str) -> Result<Self, HarnessError> {
        let folder = TempDir::new().map_err(HarnessError::file_error(&env::temp_dir()))?;
        let downloads = folder.path().join("downloads");
        fs::create_dir(&downloads).map_err(HarnessError::file_error(&downloads))?;
        let program = env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".to_owned());
        let mut chromedriver = chromedriver_command(&program)
            .env("TZ", "UTC")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(HarnessError::file_error(Path::new(&program)))?;
        let started = read_port(&mut chromedriver).and_then(|port| {
            let runtime = runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .map_err(HarnessError::file_error(Path::new("tokio")))?;
            let mut builder = ClientBuilder::new(HttpConnector::new());
            builder.capabilities(browser_capabilities(folder.path(), language));
            let driver = runtime.block_on(builder.connect(&format!("http://127.0.0.1:{port}")))?;
            Ok((runtime, driver))
        });
        match started {
            Ok((runtime, driver)) => Ok(Self { runtime, driver: Some(driver), chromedriver, folder }),
            Err(error) => {
                stop_chromedriver(&mut chromedriver);
                Err(error)
            }
        }
    }

    /// Sends a command to the driver and waits for the result.
    pub fn run_command<T>(&self, command: impl AsyncFnOnce(&Client) -> Result<T, CmdError>) -> Result<T, HarnessError> {
        let driver = self.driver.as_ref().ok_or_else(|| HarnessError::Failed("the browser is closed".to_owned()))?;
        let result = self.runtime.block_on(async { timeout(COMMAND_TIMEOUT, command(driver)).await });
        Ok(result.map_err(|_| {
            HarnessError::Failed(format!("the browser does not answer for {} s", COMMAND_TIMEOUT.as_secs()))
        })??)
    }

    /// Returns the folder of downloads.
    pub fn downloads_folder(&self) -> PathBuf {
        self.folder.path().join("downloads")
    }

    /// Returns a folder for a test's own files, which is deleted with the browser.
    pub fn temp_folder(&self) -> &Path {
        self.folder.path()
    }

    /// Closes the browser and returns its network log.
    pub fn close(mut self) -> Result<String, HarnessError> {
        self.quit_driver();
        let log = self.folder.path().join("netlog.json");
        fs::read(&log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).map_err(HarnessError::file_error(&log))
    }

    fn quit_driver(&mut self) {
        if let Some(driver) = self.driver.take() {
            let _ = self.runtime.block_on(async { timeout(COMMAND_TIMEOUT, driver.close()).await });
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.quit_driver();
        stop_chromedriver(&mut self.chromedriver);
    }
}

/// Returns the command that starts chromedriver in a process group of its own. The group ends with this process,
/// however it ends: when the shell's standard input is closed, the shell kills its group.
#[cfg(unix)]
fn chromedriver_command(program: &str) -> Command {
    use std::os::unix::process::CommandExt;
    let mut shell = Command::new("sh");
    shell
        .args(["-c", "\"$0\" --port=0 & exec >/dev/null; cat; kill -- -$$", program])
        .stdin(Stdio::piped())
        .process_group(0);
    shell
}

#[cfg(not(unix))]
fn chromedriver_command(program: &str) -> Command {
    let mut chromedriver = Command::new(program);
    chromedriver.arg("--port=0");
    chromedriver
}

fn stop_chromedriver(chromedriver: &mut Child) {
    match chromedriver.stdin.take() {
        Some(stdin) => drop(stdin),
        None => drop(chromedriver.kill()),
    }
    let _ = chromedriver.wait();
}

/// Reads the port from chromedriver's output: `ChromeDriver was started successfully on port N.`
fn read_port(chromedriver: &mut Child) -> Result<u16, HarnessError> {
    let no_port = || HarnessError::Failed("chromedriver does not say which port it took".to_owned());
    let mut output = BufReader::new(chromedriver.stdout.take().ok_or_else(no_port)?);
    let mut line = String::new();
    while output.read_line(&mut line).map_err(HarnessError::file_error(Path::new("chromedriver")))? > 0 {
        if let Some((_, port)) = line.split_once("successfully on port ") {
            return port.trim().trim_end_matches('.').parse().map_err(|_| no_port());
        }
        line.clear();
    }
    Err(no_port())
}

fn browser_capabilities(folder: &Path, language: &str) -> Capabilities {
    let mut arguments: Vec<String> = BROWSER_ARGUMENTS.split_whitespace().map(str::to_owned).collect();
    arguments.extend([
        // No host name of another origin resolves, but the network log shows that it was requested.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1".to_owned(),
        format!("--user-data-dir={}", folder.join("profile").display()),
        format!("--log-net-log={}", folder.join("netlog.json").display()),
        format!("--lang={language}"),
        format!("--accept-lang={language}"),
    ]);
    let mut chrome = json!({
        "args": arguments,
        "prefs": { "download.default_directory": folder.join("downloads") },
    });
    if let Ok(browser) = env::var("CHROME") {
        chrome["binary"] = json!(browser);
    }
    let mut capabilities = Capabilities::new();
    capabilities.insert("browserName".to_owned(), json!("chrome"));
    capabilities.insert("goog:chromeOptions".to_owned(), chrome);
    capabilities.insert("goog:loggingPrefs".to_owned(), json!({ "browser": "ALL" }));
    capabilities
}
