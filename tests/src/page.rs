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
use crate::chromium::Own;
use crate::{Seen, Site, Trouble, netlog};

/// How long the page may take for what a test waits for.
const PATIENCE: Duration = Duration::from_secs(60);

/// How the page is opened.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The path that dist/ is served under: `/`, or `/a/folder/`.
    pub under: &'static str,
    /// Whether the host sends the headers of dist/_headers.
    pub headers: bool,
    /// The reader's language: `en-US`, `ja`.
    pub language: &'static str,
    /// Width and height, in CSS pixels.
    pub size: (u32, u32),
    /// Whether the reader prefers dark.
    pub dark: bool,
    /// What the host has at `/relay`.
    pub relay: Option<axum::Router>,
    /// An address that the host allows the page to talk to.
    pub connect: String,
    /// A script that runs in front of the engine's own, in each of its workers.
    pub worker: &'static str,
}

impl Default for Opening {
    fn default() -> Self {
        Self {
            under: "/",
            headers: true,
            language: "en-US",
            size: (1440, 900),
            dark: false,
            relay: None,
            connect: String::new(),
            worker: "",
        }
    }
}

/// The built page, open in a browser of its own.
pub struct Page {
    pub(crate) browser: Browser,
    site: Site,
    complaints: RefCell<Vec<String>>,
}

/// The folder of the built page.
#[must_use]
pub fn dist() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist")
}

impl Page {
    /// Serves dist/ and opens it.
    ///
    /// # Errors
    /// Where there is no build or no browser.
    pub fn open(opening: &Opening) -> Result<Self, Trouble> {
        Self::open_with(opening, "")
    }

    /// Serves dist/ and opens it, after a script of the test's own has run in it.
    ///
    /// # Errors
    /// Where there is no build or no browser.
    pub fn open_with(opening: &Opening, script: &str) -> Result<Self, Trouble> {
        if !dist().join("index.html").is_file() {
            return Err(Trouble::Wrong(
                "there is no dist/: these tests are run by `cargo xtask test --browser`".to_owned(),
            ));
        }
        let site = Site::serve(
            &dist(),
            opening.under,
            opening.headers,
            &opening.connect,
            opening.relay.clone(),
            opening.worker,
        )?;
        let page = Self { browser: Browser::start(opening.language)?, site, complaints: RefCell::default() };
        page.resize(opening.size)?;
        page.prefer(opening.dark)?;
        page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script }))?;
        page.browser.ask(async |driver| driver.goto(&page.site.address).await)?;
        Ok(page)
    }

    /// Opens the page anew: without a file, without a query.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub fn reopen(&self) -> Result<(), Trouble> {
        let address = &self.site.address;
        self.browser.ask(async |driver| {
            driver.goto("about:blank").await?;
            driver.goto(address).await
        })
    }

    /// The host that serves the page.
    #[must_use]
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Gives files to the page, as a drop or the file dialog would.
    ///
    /// # Errors
    /// Where the page has no file input.
    pub fn drop_files(&self, files: &[PathBuf]) -> Result<(), Trouble> {
        let paths: Vec<_> = files.iter().map(|file| file.to_string_lossy()).collect();
        let input = self.wait_for("file-input")?;
        self.browser.ask(async |_| input.send_keys(&paths.join("\n")).await)
    }

    /// Gives one file of this name and these bytes to the page.
    ///
    /// # Errors
    /// Where it cannot be written, or the page has no file input.
    pub fn drop_bytes(&self, name: &str, bytes: impl AsRef<[u8]>) -> Result<(), Trouble> {
        self.choose("file-input", name, bytes)
    }

    /// Gives one file of this name and these bytes to an input.
    ///
    /// # Errors
    /// Where it cannot be written, or the page has no such input.
    pub fn choose(&self, input: &str, name: &str, bytes: impl AsRef<[u8]>) -> Result<(), Trouble> {
        let path = self.write_file(name, bytes)?;
        self.type_into(input, path.to_string_lossy())
    }

    /// Writes a file of this name, in a folder of the page's own; folders in the name are made.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write_file(&self, name: &str, bytes: impl AsRef<[u8]>) -> Result<PathBuf, Trouble> {
        let path = self.browser.folder().join("files").join(name);
        let write = || {
            fs::create_dir_all(path.parent().unwrap_or(&path))?;
            fs::write(&path, bytes)
        };
        write().map_err(Trouble::file(&path))?;
        Ok(path)
    }

    /// Waits for the element, until it can be clicked, and clicks it.
    ///
    /// # Errors
    /// Where it does not come, or something covers it.
    pub fn click(&self, handle: &str) -> Result<(), Trouble> {
        self.wait(&format!("{handle} that can be clicked"), || {
            let Some(element) = self.find(handle)? else { return Ok(None) };
            match self.browser.ask(async |_| element.click().await) {
                // It is there and not shown yet.
                Err(Trouble::Driver(CmdError::Standard(error)))
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
    pub fn type_into(&self, handle: &str, keys: impl AsRef<str>) -> Result<(), Trouble> {
        let element = self.wait_for(handle)?;
        self.browser.ask(async |_| element.send_keys(keys.as_ref()).await)
    }

    /// Replaces what the query says, and applies it.
    ///
    /// # Errors
    /// Where there is no query.
    pub fn query(&self, text: &str) -> Result<(), Trouble> {
        self.type_into("query", format!("{}a{}", char::from(Key::Control), char::from(Key::Null)))?;
        self.type_into("query", format!("{}{text}{}", char::from(Key::Delete), char::from(Key::Enter)))
    }

    /// The element, once it is there.
    ///
    /// # Errors
    /// Where it does not come.
    pub fn wait_for(&self, handle: &str) -> Result<Element, Trouble> {
        self.wait(handle, || self.find(handle))
    }

    /// Waits until the element is gone.
    ///
    /// # Errors
    /// Where it stays.
    pub fn wait_gone(&self, handle: &str) -> Result<(), Trouble> {
        self.wait(&format!("end of {handle}"), || Ok(self.find(handle)?.is_none().then_some(())))
    }

    /// Waits until the element's attribute `data-NAME` is `value`.
    ///
    /// # Errors
    /// Where it does not become that.
    pub fn wait_data(&self, handle: &str, name: &str, value: &str) -> Result<(), Trouble> {
        let what = format!("{handle} with data-{name}={value}");
        self.wait(&what, || Ok((self.data(handle, name)?.as_deref() == Some(value)).then_some(())))
    }

    /// Waits until the whole view shows a selection of `count` records.
    ///
    /// # Errors
    /// Where it does not.
    pub fn wait_selected(&self, count: u64) -> Result<(), Trouble> {
        self.wait_data("selected", "value", &count.to_string())
    }

    /// The attribute `data-NAME` of the element, if both are there.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub fn data(&self, handle: &str, name: &str) -> Result<Option<String>, Trouble> {
        let found = self.script(
            "return document.querySelector(arguments[0])?.getAttribute('data-' + arguments[1]) ?? null",
            vec![json!(css(handle)), json!(name)],
        )?;
        Ok(found.as_str().map(str::to_owned))
    }

    /// Each element's attribute `data-NAME`, in the page's order.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub fn all_data(&self, handle: &str, name: &str) -> Result<Vec<String>, Trouble> {
        let found = self.script(
            "return [...document.querySelectorAll(arguments[0])].map(one => one.getAttribute('data-' + arguments[1]) ?? '')",
            vec![json!(css(handle)), json!(name)],
        )?;
        Ok(found.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect())
    }

    /// The element's text as it is shown.
    ///
    /// # Errors
    /// Where it does not come.
    pub fn text(&self, handle: &str) -> Result<String, Trouble> {
        let element = self.wait_for(handle)?;
        self.browser.ask(async |_| element.text().await)
    }

    /// How many such elements there are.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub fn count(&self, handle: &str) -> Result<usize, Trouble> {
        self.browser.ask(async |driver| driver.find_all(Locator::Css(&css(handle))).await.map(|found| found.len()))
    }

    /// Runs a function body in the page and gives what it returns; a promise is awaited.
    ///
    /// # Errors
    /// Where it throws.
    pub fn script(&self, body: &str, arguments: Vec<Value>) -> Result<Value, Trouble> {
        self.browser.ask(async |driver| driver.execute(body, arguments).await)
    }

    /// The bytes of the download of this name, once it is complete.
    ///
    /// # Errors
    /// Where it does not come.
    pub fn downloaded(&self, name: &str) -> Result<Vec<u8>, Trouble> {
        let path = self.browser.downloads().join(name);
        // Chromium writes to NAME.crdownload, or to a hidden name, and renames at the end.
        self.wait(&format!("download {name}"), || Ok(path.is_file().then_some(())))?;
        fs::read(&path).map_err(Trouble::file(&path))
    }

    /// Makes the window this wide and high, in CSS pixels.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub fn resize(&self, (width, height): (u32, u32)) -> Result<(), Trouble> {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.devtools("Emulation.setDeviceMetricsOverride", size)
    }

    /// Sets whether the reader prefers dark, without motion so that pictures are of what stays.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub fn prefer(&self, dark: bool) -> Result<(), Trouble> {
        let scheme = if dark { "dark" } else { "light" };
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features }))
    }

    /// Takes a picture of what is visible, into target/screenshots.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn look(&self, name: &str) -> Result<PathBuf, Trouble> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots");
        fs::create_dir_all(&folder).map_err(Trouble::file(&folder))?;
        let path = folder.join(format!("{name}.png"));
        let png = self.browser.ask(async |driver| driver.screenshot().await)?;
        fs::write(&path, png).map_err(Trouble::file(&path))?;
        Ok(path)
    }

    /// The warnings and errors of the console so far, violations of the policy among them.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub fn complaints(&self) -> Result<Vec<String>, Trouble> {
        let log = self.browser.ask(async |driver| driver.issue_cmd(Own::Console).await)?;
        let mut complaints = self.complaints.borrow_mut();
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
    pub fn close(self) -> Result<Seen, Trouble> {
        let complaints = self.complaints()?;
        let requests = netlog::requests(&self.browser.close()?);
        Ok(Seen { origin: self.site.origin.clone(), requests, complaints })
    }

    fn find(&self, handle: &str) -> Result<Option<Element>, Trouble> {
        self.browser.ask(async |driver| Ok(driver.find_all(Locator::Css(&css(handle))).await?.into_iter().next()))
    }

    /// Bytes that the page's scripts take after what is not needed any more was given back, in and beside their heap.
    ///
    /// # Errors
    /// Where the browser does not tell.
    pub fn heap(&self) -> Result<f64, Trouble> {
        self.devtools("HeapProfiler.collectGarbage", json!({}))?;
        let told = self
            .browser
            .ask(async |driver| driver.issue_cmd(Own::Devtools("Runtime.getHeapUsage", json!({}))).await)?;
        let bytes = |name: &str| told[name].as_f64().unwrap_or(0.0);
        Ok(bytes("usedSize") + bytes("backingStorageSize"))
    }

    pub(crate) fn devtools(&self, method: &'static str, parameters: Value) -> Result<(), Trouble> {
        self.browser.ask(async |driver| driver.issue_cmd(Own::Devtools(method, parameters)).await.map(drop))
    }

    /// Waits until something that is not of the page is as it should be.
    ///
    /// # Errors
    /// Where it does not become that.
    pub fn wait_until(&self, what: &str, is: impl Fn() -> bool) -> Result<(), Trouble> {
        self.wait(what, || Ok(is().then_some(())))
    }

    pub(crate) fn wait<T>(&self, what: &str, look: impl Fn() -> Result<Option<T>, Trouble>) -> Result<T, Trouble> {
        let start = Instant::now();
        loop {
            if let Some(found) = look()? {
                return Ok(found);
            }
            if start.elapsed() > PATIENCE {
                break;
            }
            thread::sleep(Duration::from_millis(20));
        }
        let error =
            self.script("return document.querySelector('[data-test=error]')?.textContent ?? 'no error'", Vec::new())?;
        let shown = format!("{error}, console {:?}", self.complaints()?);
        Err(Trouble::Waited { what: what.to_owned(), seconds: PATIENCE.as_secs(), shown })
    }
}

/// A plain word is a handle; anything else is a CSS selector already.
pub(crate) fn css(handle: &str) -> String {
    let plain = handle.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-');
    if plain { format!("[data-test={handle}]") } else { handle.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles() {
        for (handle, expected) in [
            ("file-input", "[data-test=file-input]"),
            ("[data-sort=iccid]", "[data-sort=iccid]"),
            ("table td", "table td"),
        ] {
            assert_eq!(css(handle), expected);
        }
    }
}
