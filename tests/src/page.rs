//! The page as tests use it.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{fs, thread};

use fantoccini::Locator;
use fantoccini::elements::Element;
use fantoccini::error::{CmdError, ErrorStatus};
use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::chromedriver::ChromedriverCommand;
use crate::{HarnessError, PageLog, StaticHost, netlog};

/// Maximum time until the page shows what a test waits for.
const WAIT_TIMEOUT: Duration = Duration::from_secs(60);

/// The user's preferred colour scheme.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ColorScheme {
    /// Dark text on a light background.
    Light,
    /// Light text on a dark background.
    Dark,
}

/// The options with which a page is opened.
#[derive(Clone, Debug)]
pub struct TestPageOptions {
    /// The path under which dist/ is served: `/`, or `/a/folder/`.
    pub base_path: &'static str,
    /// Whether the host sends the headers of dist/_headers.
    pub send_headers: bool,
    /// Whether the host packs what it sends by gzip, as hosts do; it takes some time.
    pub packs: bool,
    /// The user's language: `en-US`, `ja`.
    pub language: &'static str,
    /// Width and height of the window in CSS pixels.
    pub size: (u32, u32),
    /// The user's preferred colour scheme.
    pub color_scheme: ColorScheme,
    /// The routes of the host under `/relay`.
    pub relay: Option<axum::Router>,
    /// An address to which the host allows the page to connect.
    pub allowed_connect: String,
    /// A script that runs before the engine's own script in each of its workers.
    pub worker_prelude: &'static str,
}

impl Default for TestPageOptions {
    fn default() -> Self {
        Self {
            base_path: "/",
            send_headers: true,
            packs: false,
            language: "en-US",
            size: (1440, 900),
            color_scheme: ColorScheme::Light,
            relay: None,
            allowed_connect: String::new(),
            worker_prelude: "",
        }
    }
}

/// The built page, open in a browser of its own.
pub struct TestPage {
    pub(crate) browser: Browser,
    host: StaticHost,
    console_errors: RefCell<Vec<String>>,
}

/// Returns the folder of the built page.
#[must_use]
pub fn dist_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist")
}

impl TestPage {
    /// Serves dist/ and opens the page.
    ///
    /// # Errors
    /// Returns an error if there is no build or no browser.
    pub fn open(options: &TestPageOptions) -> Result<Self, HarnessError> {
        Self::open_with_script(options, "")
    }

    /// Serves dist/ and opens the page, after a script of the test has run in it.
    ///
    /// # Errors
    /// Returns an error if there is no build or no browser.
    pub fn open_with_script(options: &TestPageOptions, script: &str) -> Result<Self, HarnessError> {
        if !dist_folder().join("index.html").is_file() {
            return Err(HarnessError::Failed(
                "there is no dist/: these tests are run by `cargo xtask test --browser`".to_owned(),
            ));
        }
        let site = StaticHost::serve(&dist_folder(), options)?;
        let page = Self { browser: Browser::start(options.language)?, host: site, console_errors: RefCell::default() };
        page.resize_window(options.size)?;
        page.set_color_scheme(options.color_scheme)?;
        page.send_devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script }))?;
        page.browser.run_command(async |driver| driver.goto(&page.host.address).await)?;
        Ok(page)
    }

    /// Opens the page again, without files and without a query.
    ///
    /// # Errors
    /// Returns an error if the browser returns an error.
    pub fn reopen(&self) -> Result<(), HarnessError> {
        let address = &self.host.address;
        self.browser.run_command(async |driver| {
            driver.goto("about:blank").await?;
            driver.goto(address).await
        })
    }

    /// Returns the host that serves the page.
    #[must_use]
    pub fn host(&self) -> &StaticHost {
        &self.host
    }

    /// Gives files to the page, as a drop or the file dialog would.
    ///
    /// # Errors
    /// Returns an error if the page has no file input.
    pub fn drop_files(&self, files: &[PathBuf]) -> Result<(), HarnessError> {
        let paths: Vec<_> = files.iter().map(|file| file.to_string_lossy()).collect();
        let input = self.wait_for("file-input")?;
        self.browser.run_command(async |_| input.send_keys(&paths.join("\n")).await)
    }

    /// Gives one file with this name and content to the page.
    ///
    /// # Errors
    /// Returns an error if the file cannot be written, or the page has no file input.
    pub fn drop_bytes(&self, name: &str, bytes: impl AsRef<[u8]>) -> Result<(), HarnessError> {
        self.choose_file("file-input", name, bytes)
    }

    /// Gives one file with this name and content to an input.
    ///
    /// # Errors
    /// Returns an error if the file cannot be written, or the page has no such input.
    pub fn choose_file(&self, input: &str, name: &str, bytes: impl AsRef<[u8]>) -> Result<(), HarnessError> {
        let path = self.write_file(name, bytes)?;
        self.type_into(input, path.to_string_lossy())
    }

    /// Writes a file to a folder of the page's own, and creates the folders in its name.
    ///
    /// # Errors
    /// Returns an error if the file cannot be written.
    pub fn write_file(&self, name: &str, bytes: impl AsRef<[u8]>) -> Result<PathBuf, HarnessError> {
        let path = self.browser.temp_folder().join("files").join(name);
        let write = || {
            fs::create_dir_all(path.parent().unwrap_or(&path))?;
            fs::write(&path, bytes)
        };
        write().map_err(HarnessError::file_error(&path))?;
        Ok(path)
    }

    /// Waits until the element can be clicked, and clicks it.
    ///
    /// # Errors
    /// Returns an error if it does not appear in time, or something covers it.
    pub fn click(&self, handle: &str) -> Result<(), HarnessError> {
        self.poll_until_some(&format!("{handle} that can be clicked"), || {
            let Some(element) = self.find_element(handle)? else { return Ok(None) };
            match self.browser.run_command(async |_| element.click().await) {
                // The element exists but is not shown yet.
                Err(HarnessError::Driver(CmdError::Standard(error)))
                    if error.error == ErrorStatus::ElementNotInteractable =>
                {
                    Ok(None)
                }
                clicked => clicked.map(Some),
            }
        })
    }

    /// Types into the element; `Key::Enter + ""` and the like are keys.
    ///
    /// # Errors
    /// Returns an error if it does not appear in time, or accepts no keys.
    pub fn type_into(&self, handle: &str, keys: impl AsRef<str>) -> Result<(), HarnessError> {
        let element = self.wait_for(handle)?;
        self.browser.run_command(async |_| element.send_keys(keys.as_ref()).await)
    }

    /// Replaces the text of the query and applies it.
    ///
    /// # Errors
    /// Returns an error if the page has no query box.
    pub fn apply_query(&self, text: &str) -> Result<(), HarnessError> {
        self.type_into("query", format!("{}a{}", char::from(Key::Control), char::from(Key::Null)))?;
        self.type_into("query", format!("{}{text}{}", char::from(Key::Delete), char::from(Key::Enter)))
    }

    /// Waits for the element and returns it.
    ///
    /// # Errors
    /// Returns an error if it does not appear in time.
    pub fn wait_for(&self, handle: &str) -> Result<Element, HarnessError> {
        self.poll_until_some(handle, || self.find_element(handle))
    }

    /// Waits until the element is removed.
    ///
    /// # Errors
    /// Returns an error if it is not removed in time.
    pub fn wait_gone(&self, handle: &str) -> Result<(), HarnessError> {
        self.poll_until(&format!("end of {handle}"), || Ok(self.find_element(handle)?.is_none()))
    }

    /// Waits until the element's attribute `data-NAME` is `value`.
    ///
    /// # Errors
    /// Returns an error if that does not happen in time.
    pub fn wait_data(&self, handle: &str, name: &str, value: &str) -> Result<(), HarnessError> {
        let expected = format!("{handle} with data-{name}={value}");
        self.poll_until(&expected, || Ok(self.data_attribute(handle, name)?.as_deref() == Some(value)))
    }

    /// Waits until the whole view shows a selection of `count` records.
    ///
    /// # Errors
    /// Returns an error if that does not happen in time.
    pub fn wait_selected(&self, count: u64) -> Result<(), HarnessError> {
        self.wait_data("selected", "value", &count.to_string())
    }

    /// Returns the attribute `data-NAME` of the element, if both exist.
    ///
    /// # Errors
    /// Returns an error if the browser returns an error.
    pub fn data_attribute(&self, handle: &str, name: &str) -> Result<Option<String>, HarnessError> {
        let found = self.run_script(
            "return document.querySelector(arguments[0])?.getAttribute('data-' + arguments[1]) ?? null",
            vec![json!(css_selector(handle)), json!(name)],
        )?;
        Ok(found.as_str().map(str::to_owned))
    }

    /// Returns the attribute `data-NAME` of each element, in the page's order.
    ///
    /// # Errors
    /// Returns an error if the browser returns an error.
    pub fn data_attributes(&self, handle: &str, name: &str) -> Result<Vec<String>, HarnessError> {
        let found = self.run_script(
            "return [...document.querySelectorAll(arguments[0])].map(one => one.getAttribute('data-' + arguments[1]) ?? '')",
            vec![json!(css_selector(handle)), json!(name)],
        )?;
        Ok(found.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect())
    }

    /// Returns the visible text of the element.
    ///
    /// # Errors
    /// Returns an error if it does not appear in time.
    pub fn element_text(&self, handle: &str) -> Result<String, HarnessError> {
        let element = self.wait_for(handle)?;
        self.browser.run_command(async |_| element.text().await)
    }

    /// Returns the number of elements with a handle.
    ///
    /// # Errors
    /// Returns an error if the browser returns an error.
    pub fn count_elements(&self, handle: &str) -> Result<usize, HarnessError> {
        self.browser.run_command(async |driver| {
            driver.find_all(Locator::Css(&css_selector(handle))).await.map(|found| found.len())
        })
    }

    /// Runs a function body in the page and returns its result; a promise is awaited.
    ///
    /// # Errors
    /// Returns an error if the script throws.
    pub fn run_script(&self, body: &str, arguments: Vec<Value>) -> Result<Value, HarnessError> {
        self.browser.run_command(async |driver| driver.execute(body, arguments).await)
    }

    /// Waits until the download with this name is complete, and returns its bytes.
    ///
    /// # Errors
    /// Returns an error if it does not appear in time.
    pub fn wait_download(&self, name: &str) -> Result<Vec<u8>, HarnessError> {
        let path = self.browser.downloads_folder().join(name);
        // Chromium writes to NAME.crdownload or to a hidden name, and renames the file at the end. Meanwhile an empty file
        // may keep the name.
        let is_complete = || Ok(fs::metadata(&path).is_ok_and(|file| file.len() > 0));
        self.poll_until(&format!("download {name}"), is_complete)?;
        fs::read(&path).map_err(HarnessError::file_error(&path))
    }

    /// Resizes the window to this width and height in CSS pixels.
    ///
    /// # Errors
    /// Returns an error if the browser returns an error.
    pub fn resize_window(&self, (width, height): (u32, u32)) -> Result<(), HarnessError> {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.send_devtools("Emulation.setDeviceMetricsOverride", size)
    }

    /// Sets the user's preferred colour scheme, and reduces motion so that screenshots show the final state.
    ///
    /// # Errors
    /// Returns an error if the browser returns an error.
    pub fn set_color_scheme(&self, scheme: ColorScheme) -> Result<(), HarnessError> {
        let scheme = match scheme {
            ColorScheme::Light => "light",
            ColorScheme::Dark => "dark",
        };
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.send_devtools("Emulation.setEmulatedMedia", json!({ "features": features }))
    }

    /// Draws the page in the few colours that the user's system prescribes.
    ///
    /// # Errors
    /// Returns an error if the browser returns an error.
    pub fn force_colors(&self) -> Result<(), HarnessError> {
        let features = json!([{ "name": "forced-colors", "value": "active" }]);
        self.send_devtools("Emulation.setEmulatedMedia", json!({ "features": features }))
    }

    /// Takes a screenshot of the visible part of the page, and saves it to target/screenshots.
    ///
    /// # Errors
    /// Returns an error if the file cannot be written.
    pub fn take_screenshot(&self, name: &str) -> Result<PathBuf, HarnessError> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots");
        fs::create_dir_all(&folder).map_err(HarnessError::file_error(&folder))?;
        let path = folder.join(format!("{name}.png"));
        let png = self.browser.run_command(async |driver| driver.screenshot().await)?;
        fs::write(&path, png).map_err(HarnessError::file_error(&path))?;
        Ok(path)
    }

    /// Returns the warnings and errors of the console so far, including violations of the policy.
    ///
    /// # Errors
    /// Returns an error if the browser returns an error.
    pub fn console_errors(&self) -> Result<Vec<String>, HarnessError> {
        let log = self.browser.run_command(async |driver| driver.issue_cmd(ChromedriverCommand::ConsoleLog).await)?;
        let mut errors = self.console_errors.borrow_mut();
        for entry in log.as_array().into_iter().flatten() {
            if let (Some(level @ ("SEVERE" | "WARNING")), Some(message)) =
                (entry["level"].as_str(), entry["message"].as_str())
            {
                // A warning about the speed of WebGL in software is not caused by the page.
                if !message.contains("GL Driver Message (OpenGL, Performance") {
                    errors.push(format!("{level}: {message}"));
                }
            }
        }
        Ok(errors.clone())
    }

    /// Closes the page and returns the log of it.
    ///
    /// # Errors
    /// Returns an error if the browser has written no log.
    pub fn close(self) -> Result<PageLog, HarnessError> {
        let console_errors = self.console_errors()?;
        let requests = netlog::parse_requests(&self.browser.close()?);
        Ok(PageLog { origin: self.host.origin.clone(), requests, console_errors })
    }

    fn find_element(&self, handle: &str) -> Result<Option<Element>, HarnessError> {
        self.browser.run_command(async |driver| {
            Ok(driver.find_all(Locator::Css(&css_selector(handle))).await?.into_iter().next())
        })
    }

    /// Returns the bytes that the page's scripts use after garbage collection, in the heap and outside of it.
    ///
    /// # Errors
    /// Returns an error if the browser returns an error.
    pub fn heap_bytes(&self) -> Result<f64, HarnessError> {
        self.send_devtools("HeapProfiler.collectGarbage", json!({}))?;
        let usage = self.browser.run_command(async |driver| {
            driver.issue_cmd(ChromedriverCommand::Devtools("Runtime.getHeapUsage", json!({}))).await
        })?;
        let bytes = |name: &str| usage[name].as_f64().unwrap_or(0.0);
        Ok(bytes("usedSize") + bytes("backingStorageSize"))
    }

    /// Makes the network slow, for this page from its next request on.
    ///
    /// # Errors
    /// Returns an error if the browser returns an error.
    pub fn throttle_network(&self, latency_ms: u32, bits_per_second: u32) -> Result<(), HarnessError> {
        self.send_devtools("Network.enable", json!({}))?;
        self.send_devtools("Network.setCacheDisabled", json!({ "cacheDisabled": true }))?;
        let bytes_per_second = bits_per_second / 8;
        self.send_devtools(
            "Network.emulateNetworkConditions",
            json!({ "offline": false, "latency": latency_ms, "downloadThroughput": bytes_per_second, "uploadThroughput": bytes_per_second }),
        )
    }

    pub(crate) fn send_devtools(&self, method: &'static str, parameters: Value) -> Result<(), HarnessError> {
        self.browser.run_command(async |driver| {
            driver.issue_cmd(ChromedriverCommand::Devtools(method, parameters)).await.map(drop)
        })
    }

    /// Waits until a condition outside of the page is true.
    ///
    /// # Errors
    /// Returns an error if that does not happen in time.
    pub fn wait_until(&self, expected: &str, is_met: impl Fn() -> bool) -> Result<(), HarnessError> {
        self.poll_until(expected, || Ok(is_met()))
    }

    /// Waits until `poll` returns `true`.
    pub(crate) fn poll_until(
        &self,
        expected: &str,
        poll: impl Fn() -> Result<bool, HarnessError>,
    ) -> Result<(), HarnessError> {
        self.poll_until_some(expected, || Ok(if poll()? { Some(()) } else { None }))
    }

    /// Waits until `poll` returns a value, and returns that value.
    pub(crate) fn poll_until_some<T>(
        &self,
        expected: &str,
        poll: impl Fn() -> Result<Option<T>, HarnessError>,
    ) -> Result<T, HarnessError> {
        let start = Instant::now();
        loop {
            if let Some(found) = poll()? {
                return Ok(found);
            }
            if start.elapsed() > WAIT_TIMEOUT {
                break;
            }
            thread::sleep(Duration::from_millis(20));
        }
        let error = self
            .run_script("return document.querySelector('[data-test=error]')?.textContent ?? 'no error'", Vec::new())?;
        let shown = format!("{error}, console {:?}", self.console_errors()?);
        Err(HarnessError::TimedOut { what: expected.to_owned(), seconds: WAIT_TIMEOUT.as_secs(), shown })
    }
}

/// Converts a handle to a CSS selector: a plain word is the value of `data-test`; anything else is a CSS selector
/// already.
pub(crate) fn css_selector(handle: &str) -> String {
    let is_plain = handle.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if is_plain { format!("[data-test={handle}]") } else { handle.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_word_is_a_handle_and_anything_else_a_selector() {
        for (handle, expected) in [
            ("file-input", "[data-test=file-input]"),
            ("[data-sort=iccid]", "[data-sort=iccid]"),
            ("table td", "table td"),
        ] {
            assert_eq!(css_selector(handle), expected);
        }
    }
}
