//! Tests of the query box: a late response does not change the text being typed, and keys of an input method are not
//! handled by the page.

use crate::fixtures::open_with_records;
use crate::query_controls::{three_sims, wait_query};
use page_tests::{HarnessError, Key, TestPage, TestPageOptions};
use serde_json::{Value, json};

/// Delays all messages of the worker.
const SLOW_WORKER_SCRIPT: &str =
    "const post = self.postMessage.bind(self); self.postMessage = (...all) => setTimeout(() => post(...all), 400);";

/// Defines functions that type into the query box and press keys in it, and records all texts that the page writes into
/// it.
const TYPING_SCRIPT: &str = "const box = document.querySelector('[data-test=query]');
    const plain = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
    if (!window.writes) Object.defineProperty(box, 'value', {
        get() { return plain.get.call(this) }, set(text) { window.writes.push(text); plain.set.call(this, text) } });
    window.writes = [];
    const type = text => { plain.set.call(box, text); box.dispatchEvent(new InputEvent('input', {bubbles: true})) };
    const key = name => box.dispatchEvent(new KeyboardEvent('keydown', {key: name, bubbles: true, cancelable: true}));
    const enter = () => box.form.requestSubmit();
    box.focus();";

fn open_with_slow_worker() -> Result<TestPage, HarnessError> {
    let page = TestPage::open(&TestPageOptions { worker_prelude: SLOW_WORKER_SCRIPT, ..TestPageOptions::default() })?;
    page.drop_bytes("fleet.json", Value::from(three_sims()).to_string())?;
    page.wait_selected(3)?;
    Ok(page)
}

fn run_typing(page: &TestPage, actions: &str) -> Result<Value, HarnessError> {
    page.run_script(&format!("{TYPING_SCRIPT} {actions}"), vec![])
}

#[test]
fn a_response_keeps_the_text_typed_meanwhile() -> Result<(), HarnessError> {
    let page = open_with_slow_worker()?;
    for (typed, then, selected) in
        [("country:us", "status:ready sim", 1), ("GROUP:g2", "group:g2 -osaka", 1), ("group:g2", "country:", 2)]
    {
        run_typing(&page, &format!("type('{typed}'); enter(); type('{then}')"))?;
        page.wait_selected(selected).map_err(|error| HarnessError::Failed(format!("{then}: {error}")))?;
        wait_query(&page, then)?;
        assert_eq!(page.run_script("return window.writes", vec![])?, json!([]), "{then}");
    }
    Ok(())
}

#[test]
fn a_response_keeps_the_caret_and_the_selection() -> Result<(), HarnessError> {
    let page = open_with_slow_worker()?;
    for (typed, (from, to), written, (start, end)) in [
        ("country:us", (0, 10), "country:US", (0, 10)),
        ("country:jp", (0, 0), "country:JP", (0, 0)),
        ("country:fr", (2, 5), "country:FR", (2, 5)),
        ("  country:us", (12, 12), "country:US", (10, 10)),
    ] {
        run_typing(&page, &format!("type('{typed}'); enter(); box.setSelectionRange({from}, {to})"))?;
        wait_query(&page, written)?;
        let selected = page.run_script(
            "const box = document.querySelector('[data-test=query]'); return [box.selectionStart, box.selectionEnd]",
            vec![],
        )?;
        assert_eq!(selected, json!([start, end]), "{typed}");
    }
    Ok(())
}

#[test]
fn a_click_keeps_what_was_typed_just_before() -> Result<(), HarnessError> {
    let page = open_with_slow_worker()?;
    run_typing(&page, "type('osaka'); document.querySelector('[data-facet=radio] [data-key=nb-iot]').click()")?;
    wait_query(&page, "osaka radio:nb-iot")?;
    page.wait_selected(1)?;
    // Two clicks before the first response both take effect.
    page.apply_query("")?;
    page.wait_selected(3)?;
    run_typing(
        &page,
        "for (const key of ['g1', 'g2']) document.querySelector(`[data-facet=group] [data-key=${key}]`).click()",
    )?;
    wait_query(&page, "group:g1,g2")
}

#[test]
fn a_suggestion_for_an_earlier_text_is_not_inserted_into_a_later_one() -> Result<(), HarnessError> {
    let page = open_with_slow_worker()?;
    run_typing(&page, "type('stat')")?;
    page.wait_for("completion")?;
    let handled = run_typing(&page, "key('ArrowDown'); type('status:act'); return !key('Enter') || !key('Tab')")?;
    assert_eq!(handled, json!(false), "the keys selected a suggestion");
    wait_query(&page, "status:act")?;
    // An earlier query from the history is not completed with suggestions for the previous text.
    run_typing(&page, "type('country:US'); enter(); type('stat'); key('ArrowUp')")?;
    wait_query(&page, "country:US")?;
    page.wait_selected(1)?;
    page.wait_gone("completion")
}

/// Dispatches a key event with the properties of an input method at an element, and returns whether the page has
/// handled it.
const COMPOSED_KEY_SCRIPT: &str =
    "const [selector, key, properties] = arguments, target = document.querySelector(selector);
    target.focus();
    const event = new KeyboardEvent('keydown', {key, ...properties, bubbles: true, cancelable: true});
    target.dispatchEvent(event);
    return event.defaultPrevented;";

#[test]
fn keys_of_an_input_method_are_not_handled() -> Result<(), HarnessError> {
    let page = open_with_records(&three_sims())?;
    page.wait_for("[data-test=row]")?;
    page.click("#tab-operator")?;
    let state = || {
        page.run_script(
            "return [document.querySelector('[data-test=query]').value,
        document.querySelector('[data-test=query]').getAttribute('aria-activedescendant'), location.hash,
        document.querySelectorAll('dialog[open]').length, !!document.querySelector('[data-test=detail]'),
        document.querySelector('[role=tab][aria-selected=true]').id,
        document.querySelector('[data-test=completion]') !== null]",
            vec![],
        )
    };
    page.type_into("query", "co")?;
    page.wait_for("completion")?;
    let targets: [(&str, &[&str]); 6] = [
        ("[data-test=query]", &["ArrowDown", "ArrowUp", "Enter", "Tab", "Escape"]),
        ("body", &["/", "?", "j", "k", "[", "]", "e", "l", "v", "c", "1", "Escape"]),
        ("[data-test=table]", &["ArrowDown", "ArrowUp", "PageDown", "Home", "End", "Enter"]),
        ("[data-test=bar]", &["ArrowLeft", "ArrowRight"]),
        ("[role=tab]", &["ArrowLeft", "ArrowRight"]),
        (".split", &["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]),
    ];
    let compositions =
        [json!({"isComposing": true, "keyCode": 229}), json!({"isComposing": true}), json!({"keyCode": 229})];
    // The address changes shortly after the view.
    page.wait_script("return location.hash.includes('q=co')")?;
    let open_state = state()?;
    for (target, keys) in targets {
        if target != "[data-test=query]" {
            // Only the query box itself shows suggestions.
            page.run_script("document.activeElement.blur()", vec![])?;
            page.wait_gone("completion")?;
        }
        let before = state()?;
        for key in keys {
            for properties in &compositions {
                let handled =
                    page.run_script(COMPOSED_KEY_SCRIPT, vec![json!(target), json!(key), properties.clone()])?;
                assert_eq!(handled, json!(false), "{target} {key} {properties}");
            }
        }
        assert_eq!(state()?, before, "{target}");
    }
    // The same keys are handled outside of a composition.
    assert_eq!(open_state[6], json!(true));
    for (target, key) in [
        ("[data-test=table]", "ArrowDown"),
        ("[role=tab]", "ArrowRight"),
        ("[data-test=bar]", "ArrowRight"),
        ("body", "?"),
    ] {
        let handled = page.run_script(COMPOSED_KEY_SCRIPT, vec![json!(target), json!(key), json!({})])?;
        assert_eq!(handled, json!(true), "{target} {key}");
    }
    // Dialogs and menus do not close either.
    let handled =
        page.run_script(COMPOSED_KEY_SCRIPT, vec![json!("#keyboard"), json!("Escape"), compositions[0].clone()])?;
    assert_eq!(handled, json!(false));
    page.wait_for("#keyboard[open]")?;
    page.click("#keyboard button")?;
    page.click("views")?;
    page.run_script(
        COMPOSED_KEY_SCRIPT,
        vec![json!("[data-test=view-name]"), json!("Escape"), compositions[0].clone()],
    )?;
    page.wait_for("[data-test=views][aria-expanded=true]")?;
    page.type_into("view-name", char::from(Key::Escape).to_string())?;
    page.wait_for("[data-test=views][aria-expanded=false]")?;
    page.close()?.check_console_is_clean()?;
    Ok(())
}

#[test]
fn a_column_in_the_query_is_offered_to_be_looked_up() -> Result<(), HarnessError> {
    let page = open_with_records(&three_sims())?;
    let (one, two) = ("8900000000000000001", "8900000000000000002");
    // The column is typed, or pasted and reduced to one line.
    page.apply_query(&format!("{one} {two}"))?;
    page.wait_selected(0)?;
    page.click("lookup-offer")?;
    page.wait_data("lookup-result", "found", "2")?;
    page.wait_value("lookup-text", two)?;
    page.click("lookup-select")?;
    page.wait_selected(2)?;
    wait_query(&page, "list:1")?;
    page.wait_gone("lookup-offer")?;
    // The column is pasted by keyboard: only the paste event has the line breaks.
    for (text, found) in [(format!("{one}\n{two}"), "2"), (format!("{two}\r\n{one}\r\n999990000000000000\r\n"), "2")] {
        page.copy_text(&text)?;
        page.run_script("const box = document.querySelector('[data-test=query]'); box.focus(); box.select()", vec![])?;
        page.press_ctrl('v')?;
        page.click("lookup-offer")?;
        page.wait_data("lookup-result", "found", found)?;
        page.click("dialog.lookup .actions button:last-child")?;
    }
    // A browser that removes the line breaks leaves one long word in the box.
    let paste_script = "const box = document.querySelector('[data-test=query]'), data = new DataTransfer(); data.setData('text/plain', arguments[0]);
        const event = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true});
        box.dispatchEvent(event); box.value = arguments[0].replaceAll('\\n', '');
        box.dispatchEvent(new InputEvent('input', {bubbles: true})); return event.defaultPrevented";
    assert_eq!(page.run_script(paste_script, vec![json!(format!("{one}\n{two}"))])?, json!(false));
    page.click("lookup-offer")?;
    page.wait_data("lookup-result", "missing", "0")?;
    page.click("dialog.lookup .actions button:last-child")?;
    // A single identifier and other queries are not offered.
    for text in ["country:US", one, "imsi:1 imsi:2", ""] {
        page.apply_query(text)?;
        page.wait_gone("lookup-offer")?;
    }
    page.close()?.check_console_is_clean()?;
    Ok(())
}
