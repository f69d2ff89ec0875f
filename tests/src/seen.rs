//! What a person sees of an element.

use crate::{HarnessError, TestPage};
use serde_json::json;

/// Says why an element is not seen: it has no text and no name, is small print, lies outside of the window or under
/// something else.
const SEEN_SCRIPT: &str = "const [selector] = arguments;
    const elements = [...document.querySelectorAll(selector)];
    if (!elements.length) return 'there is none';
    const faults = elements.map((one) => {
        const box = one.getBoundingClientRect();
        if (!one.checkVisibility({ visibilityProperty: true }) || !box.width || !box.height) return 'it is hidden';
        if (!(one.textContent || one.value || one.ariaLabel || one.title || '').trim()) return 'it says nothing';
        if (parseFloat(getComputedStyle(one).fontSize) < 11) return 'its text is too small';
        const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
        if (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
            return `it lies outside of the window: ${[box.left, box.top, box.right, box.bottom].map(Math.round)}`;
        const top = document.elementFromPoint(x, y);
        return one.contains(top) || top?.contains(one) ? '' : `it is covered by ${top?.outerHTML.slice(0, 80)}`;
    });
    return faults.includes('') ? '' : faults[0];";

impl TestPage {
    /// Waits until a person sees an element: inside the window, not covered, with a text or a name that is large enough.
    ///
    /// # Errors
    /// Returns an error with the reason if it is not seen in time.
    pub fn wait_seen(&self, handle: &str) -> Result<(), HarnessError> {
        let is_plain = handle.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let selector = if is_plain { format!("[data-test={handle}]") } else { handle.to_owned() };
        let why = || self.run_script(SEEN_SCRIPT, vec![json!(selector)]);
        self.poll_until(&format!("{handle} is seen"), || Ok(why()? == json!("")))
            .map_err(|timeout| HarnessError::Failed(format!("{timeout}: {}", why().unwrap_or_default())))
    }
}
