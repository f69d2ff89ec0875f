//! The page as a test uses it.

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

/// How long the page may take for what a test waits for.
const WAIT_TIMEOUT: Duration = Duration::from_secs(60);

/// How the page is opened.
#[derive(Clone, Debug)]
pub struct TestPageOptions {
    /// The path that dist/ is served under: `/`, or `/a/folder/`.
    pub base_path: &'static str,
    /// Whether the host sends the headers of dist/_headers.
    pub send_headers: bool,
    /// The reader's language: `en-US`, `ja`.
    pub language: &'static str,
    /// Width and height, in CSS pixels.
    pub size: (u32, u32),
    /// Whether the reader prefers dark.
    pub dark: bool,
    /// What the host has at `/relay`.
    pub relay: Option<axum::Router>,
    /// An address that the host allows the page to talk to.
    pub allowed_connect: String,
    /// A script that runs in front of the engine's own, in each of its workers.
    pub worker_prelude: &'static str,
}

impl Default for TestPageOptions {
    fn default() -> Self {
        Self {
            base_path: "/",
            send_headers: true,
            language: "en-US",
            size: (1440, 900),
            dark: false,
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

/// The folder of the built page.
#[must_use]
pub fn dist_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist")
}

impl TestPage {
    /// Serves dist/ and opens it.
    ///
    /// # Errors
    /// Where there is no build or no browser.
    pub fn open(opening: &TestPageOptions) -> Result<Self, HarnessError> {
        Self::open_with_script(opening, "")
    }

    /// Serves dist/ and opens it, after a script of the test's own has run in it.
    ///
    /// # Errors
    /// Where there is no build or no browser.
    pub fn open_with_script(opening: &TestPageOptions, script: &str) -> Result<Self, HarnessError> {
        if !dist_folder().join("index.html").is_file() {
            return Err(HarnessError::Failed(
                "there is no dist/: these tests are run by `cargo xtask test --browser`".to_owned(),
            ));
        }
        let site = StaticHost::serve(
            &dist_folder(),
            opening.base_path,
            opening.send_headers,
            &opening.allowed_connect,
            opening.relay.clone(),
            opening.worker_prelude,
        )?;
        let page = Self { browser: Browser::start(opening.language)?, host: site, console_errors: RefCell::default() };
        page.resize_window(opening.size)?;
        page.set_color_scheme(opening.dark)?;
        page.send_devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script }))?;
        page.browser.run_command(async |driver| driver.goto(&page.host.address).await)?;
        Ok(page)
    }

    /// Opens the page anew: without a file, without a query.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub fn reopen(&self) -> Result<(), HarnessError> {
        let address = &self.host.address;
        self.browser.run_command(async |driver| {
            driver.goto("about:blank").await?;
            driver.goto(address).await
        })
    }

    /// The host that serves the page.
    #[must_use]
    pub fn host(&self) -> &StaticHost {
        &self.host
    }

    /// Gives files to the page, as a drop or the file dialog would.
    ///
    /// # Errors
    /// Where the page has no file input.
    pub fn drop_files(&self, files: &[PathBuf]) -> Result<(), HarnessError> {
        let paths: Vec<_> = files.iter().map(|file| file.to_string_lossy()).collect();
        let input = self.wait_for("file-input")?;
        self.browser.run_command(async |_| input.send_keys(&paths.join("\n")).await)
    }

    /// Gives one file of this name and these bytes to the page.
    ///
    /// # Errors
    /// Where it cannot be written, or the page has no file input.
    pub fn drop_bytes(&self, name: &str, bytes: impl AsRef<[u8]>) -> Result<(), HarnessError> {
        self.choose_file("file-input", name, bytes)
    }

    /// Gives one file of this name and these bytes to an input.
    ///
    /// # Errors
    /// Where it cannot be written, or the page has no such input.
    pub fn choose_file(&self, input: &str, name: &str, bytes: impl AsRef<[u8]>) -> Result<(), HarnessError> {
        let path = self.write_file(name, bytes)?;
        self.type_into(input, path.to_string_lossy())
    }

    /// Writes a file of this name, in a folder of the page's own; folders in the name are made.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write_file(&self, name: &str, bytes: impl AsRef<[u8]>) -> Result<PathBuf, HarnessError> {
        let path = self.browser.temp_folder().join("files").join(name);
        let write = || {
            fs::create_dir_all(path.parent().unwrap_or(&path))?;
            fs::write(&path, bytes)
        };
        write().map_err(HarnessError::file_error(&path))?;
        Ok(path)
    }

    /// Waits for the element, until it can be clicked, and clicks it.
    ///
    /// # Errors
    /// Where it does not come, or something covers it.
    pub fn click(&self, handle: &str) -> Result<(), HarnessError> {
        self.poll_until_some(&format!("{handle} that can be clicked"), || {
            let Some(element) = self.find_element(handle)? else { return Ok(None) };
            match self.browser.run_command(async |_| element.click().await) {
                // It is there and not shown yet.
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
    /// Where it does not come, or takes no keys.
    pub fn type_into(&self, handle: &str, keys: impl AsRef<str>) -> Result<(), HarnessError> {
        let element = self.wait_for(handle)?;
        self.browser.run_command(async |_| element.send_keys(keys.as_ref()).await)
    }

    /// Replaces what the query says, and applies it.
    ///
    /// # Errors
    /// Where there is no query.
    pub fn apply_query(&self, text: &str) -> Result<(), HarnessError> {
        self.type_into("query", format!("{}a{}", char::from(Key::Control), char::from(Key::Null)))?;
        self.type_into("query", format!("{}{text}{}", char::from(Key::Delete), char::from(Key::Enter)))
    }

    /// The element, once it is there.
    ///
    /// # Errors
    /// Where it does not come.
    pub fn wait_for(&self, handle: &str) -> Result<Element, HarnessError> {
        self.poll_until_some(handle, || self.find_element(handle))
    }

    /// Waits until the element is gone.
    ///
    /// # Errors
    /// Where it stays.
    pub fn wait_gone(&self, handle: &str) -> Result<(), HarnessError> {
        self.poll_until_some(&format!("end of {handle}"), || Ok(self.find_element(handle)?.is_none().then_some(())))
    }

    /// Waits until the element's attribute `data-NAME` is `value`.
    ///
    /// # Errors
    /// Where it does not become that.
    pub fn wait_data(&self, handle: &str, name: &str, value: &str) -> Result<(), HarnessError> {
        let what = format!("{handle} with data-{name}={value}");
        self.poll_until_some(&what, || Ok((self.data_attribute(handle, name)?.as_deref() == Some(value)).then_some(())))
    }

    /// Waits until the whole view shows a selection of `count` records.
    ///
    /// # Errors
    /// Where it does not.
    pub fn wait_selected(&self, count: u64) -> Result<(), HarnessError> {
        self.wait_data("selected", "value", &count.to_string())
    }

    /// The attribute `data-NAME` of the element, if both are there.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub fn data_attribute(&self, handle: &str, name: &str) -> Result<Option<String>, HarnessError> {
        let found = self.run_script(
            "return document.querySelector(arguments[0])?.getAttribute('data-' + arguments[1]) ?? null",
            vec![json!(css_selector(handle)), json!(name)],
        )?;
        Ok(found.as_str().map(str::to_owned))
    }

    /// Each element's attribute `data-NAME`, in the page's order.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub fn data_attributes(&self, handle: &str, name: &str) -> Result<Vec<String>, HarnessError> {
        let found = self.run_script(
            "return [...document.querySelectorAll(arguments[0])].map(one => one.getAttribute('data-' + arguments[1]) ?? '')",
            vec![json!(css_selector(handle)), json!(name)],
        )?;
        Ok(found.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect())
    }

    /// The element's text as it is shown.
    ///
    /// # Errors
    /// Where it does not come.
    pub fn element_text(&self, handle: &str) -> Result<String, HarnessError> {
        let element = self.wait_for(handle)?;
        self.browser.run_command(async |_| element.text().await)
    }

    /// How many such elements there are.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub fn count_elements(&self, handle: &str) -> Result<usize, HarnessError> {
        self.browser.run_command(async |driver| {
            driver.find_all(Locator::Css(&css_selector(handle))).await.map(|found| found.len())
        })
    }

    /// Runs a function body in the page and gives what it returns; a promise is awaited.
    ///
    /// # Errors
    /// Where it throws.
    pub fn run_script(&self, body: &str, arguments: Vec<Value>) -> Result<Value, HarnessError> {
        self.browser.run_command(async |driver| driver.execute(body, arguments).await)
    }

    /// The bytes of the download of this name, once it is complete.
    ///
    /// # Errors
    /// Where it does not come.
    pub fn wait_download(&self, name: &str) -> Result<Vec<u8>, HarnessError> {
        let path = self.browser.downloads_folder().join(name);
        // Chromium writes to NAME.crdownload, or to a hidden name, and renames at the end.
        self.poll_until_some(&format!("download {name}"), || Ok(path.is_file().then_some(())))?;
        fs::read(&path).map_err(HarnessError::file_error(&path))
    }

    /// Makes the window this wide and high, in CSS pixels.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub fn resize_window(&self, (width, height): (u32, u32)) -> Result<(), HarnessError> {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.send_devtools("Emulation.setDeviceMetricsOverride", size)
    }

    /// Sets whether the reader prefers dark, without motion so that pictures are of what stays.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub fn set_color_scheme(&self, dark: bool) -> Result<(), HarnessError> {
        let scheme = if dark { "dark" } else { "light" };
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.send_devtools("Emulation.setEmulatedMedia", json!({ "features": features }))
    }

    /// Takes a picture of what is visible, into target/screenshots.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn take_screenshot(&self, name: &str) -> Result<PathBuf, HarnessError> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots");
        fs::create_dir_all(&folder).map_err(HarnessError::file_error(&folder))?;
        let path = folder.join(format!("{name}.png"));
        let png = self.browser.run_command(async |driver| driver.screenshot().await)?;
        fs::write(&path, png).map_err(HarnessError::file_error(&path))?;
        Ok(path)
    }

    /// The warnings and errors of the console so far, violations of the policy among them.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub fn console_errors(&self) -> Result<Vec<String>, HarnessError> {
        let log = self.browser.run_command(async |driver| driver.issue_cmd(ChromedriverCommand::ConsoleLog).await)?;
        let mut complaints = self.console_errors.borrow_mut();
        for entry in log.as_array().into_iter().flatten() {
            if let (Some(level @ ("SEVERE" | "WARNING")), Some(message)) =
                (entry["level"].as_str(), entry["message"].as_str())
            {
                // How fast a software WebGL is, is no complaint of the page's.
                if !message.contains("GL Driver Message (OpenGL, Performance") {
                    complaints.push(format!("{level}: {message}"));
                }
            }
        }
        Ok(complaints.clone())
    }

    /// Closes the page and gives all that was seen of it.
    ///
    /// # Errors
    /// Where the browser left no log.
    pub fn close(self) -> Result<PageLog, HarnessError> {
        let complaints = self.console_errors()?;
        let requests = netlog::parse_requests(&self.browser.close()?);
        Ok(PageLog { origin: self.host.origin.clone(), requests, console_errors: complaints })
    }

    fn find_element(&self, handle: &str) -> Result<Option<Element>, HarnessError> {
        self.browser.run_command(async |driver| {
            Ok(driver.find_all(Locator::Css(&css_selector(handle))).await?.into_iter().next())
        })
    }

    /// Bytes that the page's scripts take after what is not needed any more was given back, in and beside their heap.
    ///
    /// # Errors
    /// Where the browser does not tell.
    pub fn heap_bytes(&self) -> Result<f64, HarnessError> {
        self.send_devtools("HeapProfiler.collectGarbage", json!({}))?;
        let told = self.browser.run_command(async |driver| {
            driver.issue_cmd(ChromedriverCommand::Devtools("Runtime.getHeapUsage", json!({}))).await
        })?;
        let bytes = |name: &str| told[name].as_f64().unwrap_or(0.0);
        Ok(bytes("usedSize") + bytes("backingStorageSize"))
    }

    pub(crate) fn send_devtools(&self, method: &'static str, parameters: Value) -> Result<(), HarnessError> {
        self.browser.run_command(async |driver| {
            driver.issue_cmd(ChromedriverCommand::Devtools(method, parameters)).await.map(drop)
        })
    }

    /// Waits until something that is not of the page is as it should be.
    ///
    /// # Errors
    /// Where it does not become that.
    pub fn wait_until(&self, what: &str, is: impl Fn() -> bool) -> Result<(), HarnessError> {
        self.poll_until_some(what, || Ok(is().then_some(())))
    }

    pub(crate) fn poll_until_some<T>(
        &self,
        what: &str,
        look: impl Fn() -> Result<Option<T>, HarnessError>,
    ) -> Result<T, HarnessError> {
        let start = Instant::now();
        loop {
            if let Some(found) = look()? {
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
        Err(HarnessError::TimedOut { what: what.to_owned(), seconds: WAIT_TIMEOUT.as_secs(), shown })
    }
}

/// A plain word is a handle; anything else is a CSS selector already.
pub(crate) fn css_selector(handle: &str) -> String {
    let plain = handle.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-');
    if plain { format!("[data-test={handle}]") } else { handle.to_owned() }
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
