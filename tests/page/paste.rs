//! Tests of pasting: a field keeps what is pasted into it, and the page loads other pastes.

use crate::fixtures::{EXPORT_TIME_MS, four_sims, offline_sim, open_with_records};
use page_tests::{HarnessError, TestPage, TestPageOptions};
use serde_json::{Value, json};

/// Pastes at an element or at the document: texts by their types, and files by their names. Returns whether the page
/// has handled the paste.
const PASTE_SCRIPT: &str = "const [selector, texts, files] = arguments, data = new DataTransfer();
    for (const [kind, text] of Object.entries(texts)) data.setData(kind, text);
    for (const [name, text] of Object.entries(files)) data.items.add(new File([text], name));
    const root = document.querySelector('#shadow')?.shadowRoot;
    const target = selector === 'document' ? document : (root?.querySelector(selector) ?? document.querySelector(selector));
    target.focus?.();
    const event = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true, composed: true});
    target.dispatchEvent(event);
    return event.defaultPrevented;";

fn paste_at(page: &TestPage, selector: &str, texts: Value, files: Value) -> Result<bool, HarnessError> {
    Ok(page.run_script(PASTE_SCRIPT, vec![json!(selector), texts, files])? == json!(true))
}

#[test]
fn a_paste_into_a_field_stays_in_the_field() -> Result<(), HarnessError> {
    let page = open_with_records(&four_sims())?;
    page.run_script("document.body.insertAdjacentHTML('beforeend', '<p id=editable contenteditable>a <b>b</b></p><div id=shadow></div>');
        document.querySelector('#shadow').attachShadow({mode: 'open'}).innerHTML = '<input id=inner>'", vec![])?;
    let text = json!(four_sims()).to_string();
    for selector in [
        "[data-test=query]",
        "[data-test=lookup-text]",
        "[data-test=views-text]",
        "[data-test=view-name]",
        "[data-test=go-to-row]",
        "[data-test=connect-endpoint]",
        "[data-test=connect-auth-key-id]",
        "[data-test=connect-auth-key]",
        "[data-test=date-from]",
        "#editable",
        "#editable b",
        "#inner",
    ] {
        for texts in [json!({"text/plain": text}), json!({"text/plain": text, "text/html": "<b>x</b>"})] {
            assert!(!paste_at(&page, selector, texts.clone(), json!({}))?, "{selector}");
            // Some applications also copy a picture of the text.
            assert!(!paste_at(&page, selector, texts, json!({"image.png": "PNG"}))?, "{selector}");
        }
    }
    assert_eq!(page.data_attributes("report", "source")?.len(), 1);
    page.wait_gone("error")?;
    page.wait_selected(4)
}

#[test]
fn a_list_is_pasted_into_the_look_up_by_keyboard() -> Result<(), HarnessError> {
    let page = open_with_records(&four_sims())?;
    page.click("lookup")?;
    page.copy_text("8900000000000000001\n8900000000000000003")?;
    page.run_script("document.querySelector('[data-test=lookup-text]').focus()", vec![])?;
    page.press_ctrl('v')?;
    page.wait_value("lookup-text", "8900000000000000001\n8900000000000000003")?;
    page.click("lookup-submit")?;
    page.wait_data("lookup-result", "found", "2")?;
    page.wait_data("lookup-result", "missing", "0")?;
    assert_eq!(page.data_attributes("report", "source")?.len(), 1);
    page.close()?.check_console_is_clean()?;
    Ok(())
}

#[test]
fn a_paste_elsewhere_is_loaded() -> Result<(), HarnessError> {
    let one_sim = |imsi: u32| json!([offline_sim(imsi, (440, 10), EXPORT_TIME_MS)]).to_string();
    let page = TestPage::open(&TestPageOptions::default())?;
    page.wait_for("sample")?;
    for (n, (selector, texts, files)) in [
        ("document", json!({"text/plain": one_sim(1)}), json!({})),
        ("body", json!({"text/plain": one_sim(2), "text/html": "<pre>x</pre>"}), json!({})),
        ("body", json!({"text/plain": one_sim(3)}), json!({"image.png": "PNG"})),
        ("body", json!({}), json!({"four.json": one_sim(4)})),
        // A file manager also copies the name of the file.
        ("body", json!({"text/plain": "five.json"}), json!({"five.json": one_sim(5)})),
        ("body", json!({"text/plain": "file:///home/a%20b/six.json\r\n"}), json!({"six.json": one_sim(6)})),
        // A field cannot hold a file.
        ("[data-test=query]", json!({}), json!({"seven.json": one_sim(7)})),
        // Buttons, checkboxes and selects are not text fields.
        ("[data-test=lookup]", json!({"text/plain": one_sim(8)}), json!({})),
        ("[data-test=basis]", json!({"text/plain": one_sim(9)}), json!({})),
    ]
    .into_iter()
    .enumerate()
    {
        assert!(paste_at(&page, selector, texts, files)?, "{selector} {n}");
        page.wait_selected(n as u64 + 1)?;
    }
    page.wait_gone("error")?;
    // While a dialog is open, the page does not load pastes.
    page.click("lookup")?;
    assert!(!paste_at(&page, "[data-test=lookup-submit]", json!({"text/plain": one_sim(10)}), json!({}))?);
    assert_eq!(page.data_attributes("report", "source")?.len(), 9);
    page.close()?.check_console_is_clean()?;
    Ok(())
}
