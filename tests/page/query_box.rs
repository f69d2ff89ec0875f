//! What a hand types is its own: no answer that comes late takes it away, and an input method's keys are left to it.

use crate::fixtures::open_with_records;
use crate::query_controls::{three_sims, wait_query};
use page_tests::{HarnessError, Key, TestPage, TestPageOptions};
use serde_json::{Value, json};

/// Every word of the worker comes late.
const SLOW_WORKER_SCRIPT: &str =
    "const post = self.postMessage.bind(self); self.postMessage = (...all) => setTimeout(() => post(...all), 400);";

/// What a script types, and what else it does; and every text that the page writes into the query box.
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

fn run_typing(page: &TestPage, does: &str) -> Result<Value, HarnessError> {
    page.run_script(&format!("{TYPING_SCRIPT} {does}"), vec![])
}

#[test]
fn an_answer_leaves_what_was_typed_meanwhile() -> Result<(), HarnessError> {
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
fn an_answer_leaves_the_caret_and_what_is_selected() -> Result<(), HarnessError> {
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
    // Two clicks before the first is answered are both meant.
    page.apply_query("")?;
    page.wait_selected(3)?;
    run_typing(
        &page,
        "for (const key of ['g1', 'g2']) document.querySelector(`[data-facet=group] [data-key=${key}]`).click()",
    )?;
    wait_query(&page, "group:g1,g2")
}

#[test]
fn a_suggestion_for_an_earlier_text_is_not_put_into_a_later_one() -> Result<(), HarnessError> {
    let page = open_with_slow_worker()?;
    run_typing(&page, "type('stat')")?;
    page.wait_for("completion")?;
    let taken = run_typing(&page, "key('ArrowDown'); type('status:act'); return !key('Enter') || !key('Tab')")?;
    assert_eq!(taken, json!(false), "the keys were taken for a suggestion");
    wait_query(&page, "status:act")?;
    // An earlier query that is fetched back is not completed by what was asked for the text before.
    run_typing(&page, "type('country:US'); enter(); type('stat'); key('ArrowUp')")?;
    wait_query(&page, "country:US")?;
    page.wait_selected(1)?;
    page.wait_gone("completion")
}

/// A key that an input method has: dispatched at an element, with what is looked at afterwards.
const COMPOSED_KEY_SCRIPT: &str = "const [selector, key, how] = arguments, target = document.querySelector(selector);
    target.focus();
    const event = new KeyboardEvent('keydown', {key, ...how, bubbles: true, cancelable: true});
    target.dispatchEvent(event);
    return event.defaultPrevented;";

#[test]
fn keys_of_an_input_method_are_left_to_it() -> Result<(), HarnessError> {
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
    let ways = [json!({"isComposing": true, "keyCode": 229}), json!({"isComposing": true}), json!({"keyCode": 229})];
    // The address follows a moment later.
    page.wait_script("return location.hash.includes('q=co')")?;
    let open = state()?;
    for (target, keys) in targets {
        if target != "[data-test=query]" {
            // Only the box itself keeps its suggestions.
            page.run_script("document.activeElement.blur()", vec![])?;
            page.wait_gone("completion")?;
        }
        let before = state()?;
        for key in keys {
            for how in &ways {
                let taken = page.run_script(COMPOSED_KEY_SCRIPT, vec![json!(target), json!(key), how.clone()])?;
                assert_eq!(taken, json!(false), "{target} {key} {how}");
            }
        }
        assert_eq!(state()?, before, "{target}");
    }
    // The same keys do act where nothing is composed.
    assert_eq!(open[6], json!(true));
    for (target, key) in [
        ("[data-test=table]", "ArrowDown"),
        ("[role=tab]", "ArrowRight"),
        ("[data-test=bar]", "ArrowRight"),
        ("body", "?"),
    ] {
        let taken = page.run_script(COMPOSED_KEY_SCRIPT, vec![json!(target), json!(key), json!({})])?;
        assert_eq!(taken, json!(true), "{target} {key}");
    }
    // Nor does a dialog or a menu close.
    let sheet = page.run_script(COMPOSED_KEY_SCRIPT, vec![json!("#keyboard"), json!("Escape"), ways[0].clone()])?;
    assert_eq!(sheet, json!(false));
    page.wait_for("#keyboard[open]")?;
    page.click("#keyboard button")?;
    page.click("views")?;
    page.run_script(COMPOSED_KEY_SCRIPT, vec![json!("[data-test=view-name]"), json!("Escape"), ways[0].clone()])?;
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
    // Typed, or pasted and made one line of.
    page.apply_query(&format!("{one} {two}"))?;
    page.wait_selected(0)?;
    page.click("lookup-offer")?;
    page.wait_data("lookup-result", "found", "2")?;
    page.wait_value("lookup-text", two)?;
    page.click("lookup-select")?;
    page.wait_selected(2)?;
    wait_query(&page, "list:1")?;
    page.wait_gone("lookup-offer")?;
    // Pasted by a hand: only the paste itself has the lines.
    for (text, found) in [(format!("{one}\n{two}"), "2"), (format!("{two}\r\n{one}\r\n999990000000000000\r\n"), "2")] {
        page.copy_text(&text)?;
        page.run_script("const box = document.querySelector('[data-test=query]'); box.focus(); box.select()", vec![])?;
        page.press_ctrl('v')?;
        page.click("lookup-offer")?;
        page.wait_data("lookup-result", "found", found)?;
        page.click("dialog.lookup .actions button:last-child")?;
    }
    // A browser that drops the line breaks has one long word in the box.
    let paste = "const box = document.querySelector('[data-test=query]'), data = new DataTransfer(); data.setData('text/plain', arguments[0]);
        const event = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true});
        box.dispatchEvent(event); box.value = arguments[0].replaceAll('\\n', '');
        box.dispatchEvent(new InputEvent('input', {bubbles: true})); return event.defaultPrevented";
    assert_eq!(page.run_script(paste, vec![json!(format!("{one}\n{two}"))])?, json!(false));
    page.click("lookup-offer")?;
    page.wait_data("lookup-result", "missing", "0")?;
    page.click("dialog.lookup .actions button:last-child")?;
    // What is no list is none.
    for text in ["country:US", one, "imsi:1 imsi:2", ""] {
        page.apply_query(text)?;
        page.wait_gone("lookup-offer")?;
    }
    page.close()?.check_console_is_clean()?;
    Ok(())
}
