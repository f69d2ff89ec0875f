//! Keys and clicks that go to the page as a whole, and waiting for anything that a script can tell.

use crate::{HarnessError, Key, TestPage};
use serde_json::{Value, json};
use std::path::PathBuf;

impl TestPage {
    /// Presses keys where the focus is.
    ///
    /// # Errors
    /// Where nothing has the focus.
    pub fn press_keys(&self, keys: &str) -> Result<(), HarnessError> {
        self.browser.run_command(async |driver| driver.active_element().await?.send_keys(keys).await)
    }

    /// Clicks at a place of the window, in CSS pixels.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub fn click_at(&self, x: f64, y: f64) -> Result<(), HarnessError> {
        for (kind, buttons) in [("mouseMoved", 0), ("mousePressed", 1), ("mouseReleased", 0)] {
            let button = if kind == "mouseMoved" { "none" } else { "left" };
            let event = json!({ "type": kind, "x": x, "y": y, "button": button, "buttons": buttons, "clickCount": 1 });
            self.send_devtools("Input.dispatchMouseEvent", event)?;
        }
        Ok(())
    }

    /// Presses the mouse at one place of the window and lets it go at another, in CSS pixels.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub fn drag_between(&self, from: (f64, f64), to: (f64, f64)) -> Result<(), HarnessError> {
        self.drag_along(&[from, ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0), to])
    }

    /// Presses the mouse at the first of these places of the window, moves it along them, and lets it go at the last.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub fn drag_along(&self, places: &[(f64, f64)]) -> Result<(), HarnessError> {
        let (Some(first), Some(last)) = (places.first(), places.last()) else { return Ok(()) };
        let moves = places.iter().skip(1).map(|place| ("mouseMoved", *place, 1));
        let begin = [("mouseMoved", *first, 0), ("mousePressed", *first, 1)];
        for (kind, (x, y), buttons) in begin.into_iter().chain(moves).chain([("mouseReleased", *last, 0)]) {
            let button = if kind == "mouseMoved" && buttons == 0 { "none" } else { "left" };
            let event = json!({ "type": kind, "x": x, "y": y, "button": button, "buttons": buttons, "clickCount": 1 });
            self.send_devtools("Input.dispatchMouseEvent", event)?;
        }
        Ok(())
    }

    /// Drops files and folders from outside at a place of the window, in CSS pixels.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub fn drop_at(&self, x: f64, y: f64, paths: &[PathBuf]) -> Result<(), HarnessError> {
        let data = json!({ "items": [], "files": paths, "dragOperationsMask": 1 });
        for kind in ["dragEnter", "dragOver", "drop"] {
            self.send_devtools("Input.dispatchDragEvent", json!({ "type": kind, "x": x, "y": y, "data": data }))?;
        }
        Ok(())
    }

    /// Copies a text as a hand does, for a paste with [`TestPage::press_ctrl`]: selected in a field, which goes again.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub fn copy_text(&self, text: &str) -> Result<(), HarnessError> {
        let select =
            "const field = document.createElement('textarea'); field.id = 'copied'; field.value = arguments[0];
            (document.querySelector('dialog[open]') ?? document.body).append(field); field.select()";
        self.run_script(select, vec![json!(text)])?;
        self.press_ctrl('c')?;
        self.run_script("document.querySelector('#copied').remove()", vec![]).map(drop)
    }

    /// Presses Ctrl and a letter where the focus is.
    ///
    /// # Errors
    /// Where nothing has the focus.
    pub fn press_ctrl(&self, letter: char) -> Result<(), HarnessError> {
        self.press_keys(&format!("{}{letter}{}", char::from(Key::Control), char::from(Key::Null)))
    }

    /// Runs a function body in the page, and gives what it hands to the last of its arguments.
    ///
    /// # Errors
    /// Where it throws, or takes longer than the driver waits (30 s).
    pub fn run_async_script(&self, body: &str, arguments: Vec<Value>) -> Result<Value, HarnessError> {
        self.browser.run_command(async |driver| driver.execute_async(body, arguments).await)
    }

    /// Waits until a function body gives something that is true.
    ///
    /// # Errors
    /// Where it does not.
    pub fn wait_script(&self, body: &str) -> Result<(), HarnessError> {
        self.poll_until_some(body, || Ok((self.run_script(body, vec![])? == Value::Bool(true)).then_some(())))
    }

    /// Waits until the value of an input has a text in it.
    ///
    /// # Errors
    /// Where it does not come.
    pub fn wait_value(&self, handle: &str, text: &str) -> Result<(), HarnessError> {
        self.wait_script(&format!(
            "return document.querySelector('[data-test={handle}]').value.includes({})",
            json!(text)
        ))
    }
}
