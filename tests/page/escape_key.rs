//! Tests that one press of Escape closes the topmost overlay and returns the focus to the element that opened it.

use page_tests::{HarnessError, Key, TestPage, TestPageOptions};
use serde_json::json;

/// An overlay: the element that opens it, the visible overlay, and an element in it that takes the focus, a text field
/// if there is one.
struct OverlayCase {
    opener: &'static str,
    shown: &'static str,
    field: &'static str,
}

const OVERLAYS: [OverlayCase; 12] = [
    OverlayCase { opener: "lookup", shown: "dialog.lookup[open]", field: "lookup-text" },
    OverlayCase { opener: "lookup", shown: "dialog.lookup[open]", field: "lookup-submit" },
    OverlayCase { opener: "connect", shown: "dialog.connect[open]", field: "connect-endpoint" },
    OverlayCase { opener: "connect", shown: "dialog.connect[open]", field: "connect-auth-key" },
    OverlayCase { opener: "connect", shown: "dialog.connect[open]", field: "connect-list" },
    OverlayCase { opener: "[aria-keyshortcuts='?']", shown: "dialog.keys[open]", field: "dialog.keys button" },
    OverlayCase {
        opener: "views",
        shown: ".menu:has([data-test=views]) > .panel:not([hidden])",
        field: ".query .save input",
    },
    OverlayCase {
        opener: "compare",
        shown: ".menu:has([data-test=compare]) > .panel:not([hidden])",
        field: "[data-test=compare]",
    },
    OverlayCase {
        opener: "export",
        shown: ".menu:has([data-test=export]) > .panel:not([hidden])",
        field: "export-csv",
    },
    OverlayCase { opener: "sources", shown: ".menu:has([data-test=sources]) > .panel:not([hidden])", field: "remove" },
    OverlayCase { opener: "near", shown: ".menu:has([data-test=near]) > .panel:not([hidden])", field: ".near input" },
    OverlayCase { opener: "dates", shown: ".menu:has([data-test=dates]) > .panel:not([hidden])", field: "date-from" },
];

fn css_selector(handle: &str) -> String {
    if handle.contains(['[', '.', ' ']) { handle.to_owned() } else { format!("[data-test={handle}]") }
}

fn focus_on(page: &TestPage, handle: &str) -> Result<(), HarnessError> {
    page.run_script("document.querySelector(arguments[0]).focus()", vec![json!(css_selector(handle))])?;
    wait_focused(page, handle)
}

fn wait_focused(page: &TestPage, handle: &str) -> Result<(), HarnessError> {
    page.wait_script(&format!(
        "return document.activeElement === document.querySelector({})",
        json!(css_selector(handle))
    ))
}

fn press_escape(page: &TestPage) -> Result<(), HarnessError> {
    page.press_keys(&char::from(Key::Escape).to_string())
}

fn open_with_sample() -> Result<TestPage, HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    page.click("sample")?;
    page.wait_selected(10_000)?;
    page.wait_data("map", "ready", "true")?;
    Ok(page)
}

#[test]
fn one_press_closes_the_topmost_overlay() -> Result<(), HarnessError> {
    let page = open_with_sample()?;
    for overlay in OVERLAYS {
        page.click(overlay.opener)?;
        page.wait_for(overlay.shown)?;
        focus_on(&page, overlay.field)?;
        press_escape(&page)?;
        page.wait_gone(overlay.shown).and_then(|()| wait_focused(&page, overlay.opener)).map_err(|error| {
            HarnessError::Failed(format!("Escape in {} of {}: {error}", overlay.field, overlay.shown))
        })?;
    }
    page.close()?.check_console_is_clean()?;
    Ok(())
}

#[test]
fn a_dialog_that_is_opened_again_at_once_stays_open() -> Result<(), HarnessError> {
    let page = open_with_sample()?;
    for (opener, dialog) in [("lookup", "dialog.lookup"), ("connect", "dialog.connect")] {
        page.click(opener)?;
        page.wait_for(&format!("{dialog}[open]"))?;
        // Browsers say with the next frame that a dialog was closed.
        let reopen = "document.querySelector(arguments[0]).close();
            document.querySelector(arguments[1]).click();
            window.framesLater = false;
            requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => { window.framesLater = true }, 50)))";
        page.run_script(reopen, vec![json!(dialog), json!(css_selector(opener))])?;
        page.wait_script("return window.framesLater")?;
        assert_eq!(page.count_elements(&format!("{dialog}[open]"))?, 1, "{dialog}");
        press_escape(&page)?;
        page.wait_gone(&format!("{dialog}[open]"))?;
        wait_focused(&page, opener)?;
    }
    Ok(())
}

#[test]
fn a_menu_closes_wherever_the_focus_is() -> Result<(), HarnessError> {
    let page = open_with_sample()?;
    page.click("export")?;
    page.run_script("document.activeElement.blur()", vec![])?;
    press_escape(&page)?;
    page.wait_gone("[data-test=export][aria-expanded=true]")?;
    wait_focused(&page, "export")
}

#[test]
fn a_dialog_closes_before_a_menu_and_a_menu_before_a_sim() -> Result<(), HarnessError> {
    let page = open_with_sample()?;
    page.click("[data-test=row][data-index='1'] [data-col=imsi]")?;
    page.wait_for("detail-json")?;
    wait_focused(&page, "detail-close")?;
    // The keyboard can open the menus of the page while the drawer is open.
    page.run_script("document.querySelector('[data-test=views]').click()", vec![])?;
    page.wait_for("[data-test=views][aria-expanded=true]")?;
    page.press_keys("?")?;
    page.wait_for("dialog.keys[open]")?;
    press_escape(&page)?;
    page.wait_gone("dialog.keys[open]")?;
    assert_eq!(page.count_elements("[data-test=views][aria-expanded=true]")?, 1);
    press_escape(&page)?;
    page.wait_gone("[data-test=views][aria-expanded=true]")?;
    assert_eq!(page.count_elements("detail")?, 1);
    press_escape(&page)?;
    page.wait_gone("detail")
}

#[test]
fn a_sim_closes_from_its_text_field_and_gives_the_focus_back() -> Result<(), HarnessError> {
    let page = open_with_sample()?;
    for opened_by_key in [false, true] {
        if opened_by_key {
            focus_on(&page, "table")?;
            page.press_keys(&format!("{}{}", char::from(Key::Down), char::from(Key::Enter)))?;
        } else {
            page.click("[data-test=row][data-index='1'] [data-col=imsi]")?;
        }
        page.wait_for("detail-json")?;
        wait_focused(&page, "detail-close")?;
        focus_on(&page, "[data-test=detail] input")?;
        page.press_keys("sim")?;
        press_escape(&page)?;
        page.wait_gone("detail")?;
        wait_focused(&page, "table")?;
    }
    Ok(())
}

#[test]
fn shortcuts_of_the_page_do_nothing_while_a_dialog_is_open() -> Result<(), HarnessError> {
    let page = open_with_sample()?;
    page.click("lookup")?;
    focus_on(&page, "lookup-submit")?;
    page.press_keys("jev4")?;
    assert_eq!(page.count_elements("[aria-expanded=true].button, .row.active, [data-panel=filters]")?, 0);
    press_escape(&page)?;
    page.wait_gone("dialog.lookup[open]")?;
    // After the dialog is closed, they work again.
    page.press_keys("j")?;
    page.wait_for(".row.active")?;
    Ok(())
}

#[test]
fn a_menu_closes_with_its_button_and_with_a_click_elsewhere() -> Result<(), HarnessError> {
    let page = open_with_sample()?;
    for (menu, elsewhere) in [("export", "export"), ("export", "query"), ("near", "near"), ("columns", "query")] {
        page.click(menu)?;
        page.wait_for(&format!("[data-test={menu}][aria-expanded=true]"))?;
        page.click(elsewhere)?;
        page.wait_gone(&format!("[data-test={menu}][aria-expanded=true]"))?;
        // An empty query box offers what can be asked, over the page.
        if elsewhere == "query" {
            press_escape(&page)?;
        }
    }
    Ok(())
}
