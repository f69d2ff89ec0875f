//! Sends keys and clicks to the page as a whole, and waits for conditions that scripts check.

use crate::{HarnessError, Key, TestPage};
use serde_json::{Value, json};
use std::path::PathBuf;

/// A key that is held down during a click, with the number that the DevTools protocol has for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HeldKey {
    /// No key.
    None = 0,
    /// Ctrl.
    Ctrl = 2,
    /// Shift.
    Shift = 8,
}

impl TestPage {
    /// Presses keys in the focused element.
    ///
    /// # Errors
    /// Returns an error if nothing has the focus.
    pub fn press_keys(&self, keys: &str) -> Result<(), HarnessError> {
        self.browser.run_command(async |driver| driver.active_element().await?.send_keys(keys).await)
    }

    /// Clicks at a point of the window in CSS pixels.
    ///
    /// # Errors
    /// Returns an error if the browser returns an error.
    pub fn click_at(&self, x: f64, y: f64) -> Result<(), HarnessError> {
        self.click_at_holding(x, y, HeldKey::None)
    }

    /// Clicks at a point of the window in CSS pixels while a key is held down.
    ///
    /// # Errors
    /// Returns an error if the browser returns an error.
    pub fn click_at_holding(&self, x: f64, y: f64, key: HeldKey) -> Result<(), HarnessError> {
        for (kind, buttons) in [("mouseMoved", 0), ("mousePressed", 1), ("mouseReleased", 0)] {
            let button = if kind == "mouseMoved" { "none" } else { "left" };
            let event = json!({
                "type": kind, "x": x, "y": y, "button": button, "buttons": buttons, "clickCount": 1, "modifiers": key as u8
            });
            self.send_devtools("Input.dispatchMouseEvent", event)?;
        }
        Ok(())
    }

    /// Drags the mouse from one point of the window to another, in CSS pixels.
    ///
    /// # Errors
    /// Returns an error if the browser returns an error.
    pub fn drag_between(&self, from: (f64, f64), to: (f64, f64)) -> Result<(), HarnessError> {
        self.drag_along(&[from, ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0), to])
    }

    /// Drags the mouse from the first of these points of the window along the others, in CSS pixels.
    ///
    /// # Errors
    /// Returns an error if the browser returns an error.
    pub fn drag_along(&self, points: &[(f64, f64)]) -> Result<(), HarnessError> {
        let (Some(first), Some(last)) = (points.first(), points.last()) else { return Ok(()) };
        let moves = points.iter().skip(1).map(|point| ("mouseMoved", *point, 1));
        let begin = [("mouseMoved", *first, 0), ("mousePressed", *first, 1)];
        for (kind, (x, y), buttons) in begin.into_iter().chain(moves).chain([("mouseReleased", *last, 0)]) {
            let button = if kind == "mouseMoved" && buttons == 0 { "none" } else { "left" };
            let event = json!({ "type": kind, "x": x, "y": y, "button": button, "buttons": buttons, "clickCount": 1 });
            self.send_devtools("Input.dispatchMouseEvent", event)?;
        }
        Ok(())
    }

    /// Drops files and folders at a point of the window in CSS pixels.
    ///
    /// # Errors
    /// Returns an error if the browser returns an error.
    pub fn drop_at(&self, x: f64, y: f64, paths: &[PathBuf]) -> Result<(), HarnessError> {
        let data = json!({ "items": [], "files": paths, "dragOperationsMask": 1 });
        for kind in ["dragEnter", "dragOver", "drop"] {
            self.send_devtools("Input.dispatchDragEvent", json!({ "type": kind, "x": x, "y": y, "data": data }))?;
        }
        Ok(())
    }

    /// Copies a text by keyboard, for a paste with [`TestPage::press_ctrl`]. It is selected in a field that is removed
    /// afterwards.
    ///
    /// # Errors
    /// Returns an error if the browser returns an error.
    pub fn copy_text(&self, text: &str) -> Result<(), HarnessError> {
        let select_script =
            "const field = document.createElement('textarea'); field.id = 'copied'; field.value = arguments[0];
            (document.querySelector('dialog[open]') ?? document.body).append(field); field.select()";
        self.run_script(select_script, vec![json!(text)])?;
        self.press_ctrl('c')?;
        self.run_script("document.querySelector('#copied').remove()", vec![]).map(drop)
    }

    /// Presses Ctrl and a letter in the focused element.
    ///
    /// # Errors
    /// Returns an error if nothing has the focus.
    pub fn press_ctrl(&self, letter: char) -> Result<(), HarnessError> {
        self.press_keys(&format!("{}{letter}{}", char::from(Key::Control), char::from(Key::Null)))
    }

    /// Runs a function body in the page, and returns the value that it passes to its last argument.
    ///
    /// # Errors
    /// Returns an error if the script throws, or takes longer than the driver waits (30 s).
    pub fn run_async_script(&self, body: &str, arguments: Vec<Value>) -> Result<Value, HarnessError> {
        self.browser.run_command(async |driver| driver.execute_async(body, arguments).await)
    }

    /// Waits until a function body returns `true`.
    ///
    /// # Errors
    /// Returns an error if that does not happen in time.
    pub fn wait_script(&self, body: &str) -> Result<(), HarnessError> {
        self.poll_until(body, || Ok(self.run_script(body, vec![])? == Value::Bool(true)))
    }

    /// Waits until the value of an input contains a text.
    ///
    /// # Errors
    /// Returns an error if it does not appear in time.
    pub fn wait_value(&self, handle: &str, text: &str) -> Result<(), HarnessError> {
        self.wait_script(&format!(
            "return document.querySelector('[data-test={handle}]').value.includes({})",
            json!(text)
        ))
    }
}
