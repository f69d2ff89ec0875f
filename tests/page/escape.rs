//! Escape closes what is in front at the first press, and the focus goes back to what opened it.

use page_tests::{Key, Opening, Page, Trouble};
use serde_json::json;

/// Something that opens: its opener, what is then to be seen, and a place in it that takes the focus, a text field where
/// there is one.
struct Front {
    opener: &'static str,
    shown: &'static str,
    field: &'static str,
}

const FRONTS: [Front; 12] = [
    Front { opener: "lookup", shown: "dialog.lookup[open]", field: "lookup-text" },
    Front { opener: "lookup", shown: "dialog.lookup[open]", field: "lookup-submit" },
    Front { opener: "connect", shown: "dialog.connect[open]", field: "connect-endpoint" },
    Front { opener: "connect", shown: "dialog.connect[open]", field: "connect-auth-key" },
    Front { opener: "connect", shown: "dialog.connect[open]", field: "connect-list" },
    Front { opener: "[aria-keyshortcuts='?']", shown: "dialog.keys[open]", field: "dialog.keys button" },
    Front {
        opener: "views",
        shown: ".menu:has([data-test=views]) > .panel:not([hidden])",
        field: ".query .save input",
    },
    Front {
        opener: "compare",
        shown: ".menu:has([data-test=compare]) > .panel:not([hidden])",
        field: "[data-test=compare]",
    },
    Front { opener: "export", shown: ".menu:has([data-test=export]) > .panel:not([hidden])", field: "export-csv" },
    Front { opener: "sources", shown: ".menu:has([data-test=sources]) > .panel:not([hidden])", field: "remove" },
    Front { opener: "near", shown: ".menu:has([data-test=near]) > .panel:not([hidden])", field: ".near input" },
    Front { opener: "dates", shown: ".menu:has([data-test=dates]) > .panel:not([hidden])", field: "date-from" },
];

fn css(handle: &str) -> String {
    if handle.contains(['[', '.', ' ']) { handle.to_owned() } else { format!("[data-test={handle}]") }
}

fn focus(page: &Page, handle: &str) -> Result<(), Trouble> {
    page.script("document.querySelector(arguments[0]).focus()", vec![json!(css(handle))])?;
    wait_focused(page, handle)
}

fn wait_focused(page: &Page, handle: &str) -> Result<(), Trouble> {
    page.wait_script(&format!("return document.activeElement === document.querySelector({})", json!(css(handle))))
}

fn escape(page: &Page) -> Result<(), Trouble> {
    page.keys(&char::from(Key::Escape).to_string())
}

fn fleet() -> Result<Page, Trouble> {
    let page = Page::open(&Opening::default())?;
    page.click("sample")?;
    page.wait_selected(10_000)?;
    page.wait_data("map", "ready", "true")?;
    Ok(page)
}

#[test]
fn one_press_closes_what_is_in_front() -> Result<(), Trouble> {
    let page = fleet()?;
    for front in FRONTS {
        page.click(front.opener)?;
        page.wait_for(front.shown)?;
        focus(&page, front.field)?;
        escape(&page)?;
        page.wait_gone(front.shown)
            .and_then(|()| wait_focused(&page, front.opener))
            .map_err(|trouble| Trouble::Wrong(format!("Escape in {} of {}: {trouble}", front.field, front.shown)))?;
    }
    page.close()?.no_complaints()?;
    Ok(())
}

#[test]
fn a_menu_closes_wherever_the_focus_is() -> Result<(), Trouble> {
    let page = fleet()?;
    page.click("export")?;
    page.script("document.activeElement.blur()", vec![])?;
    escape(&page)?;
    page.wait_gone("[data-test=export][aria-expanded=true]")?;
    wait_focused(&page, "export")
}

#[test]
fn a_menu_closes_before_the_sim_behind_it_and_a_dialog_before_both() -> Result<(), Trouble> {
    let page = fleet()?;
    page.click("[data-test=row][data-index='1'] [data-col=imsi]")?;
    page.wait_for("detail-json")?;
    wait_focused(&page, "detail-close")?;
    // The keyboard reaches the menus of the page while the drawer is open.
    page.script("document.querySelector('[data-test=views]').click()", vec![])?;
    page.wait_for("[data-test=views][aria-expanded=true]")?;
    page.keys("?")?;
    page.wait_for("dialog.keys[open]")?;
    escape(&page)?;
    page.wait_gone("dialog.keys[open]")?;
    assert_eq!(page.count("[data-test=views][aria-expanded=true]")?, 1);
    escape(&page)?;
    page.wait_gone("[data-test=views][aria-expanded=true]")?;
    assert_eq!(page.count("detail")?, 1);
    escape(&page)?;
    page.wait_gone("detail")
}

#[test]
fn a_sim_closes_from_its_text_field_and_gives_the_focus_back() -> Result<(), Trouble> {
    let page = fleet()?;
    for opened_by_key in [false, true] {
        if opened_by_key {
            focus(&page, "table")?;
            page.keys(&format!("{}{}", char::from(Key::Down), char::from(Key::Enter)))?;
        } else {
            page.click("[data-test=row][data-index='1'] [data-col=imsi]")?;
        }
        page.wait_for("detail-json")?;
        wait_focused(&page, "detail-close")?;
        focus(&page, "[data-test=detail] input")?;
        page.keys("sim")?;
        escape(&page)?;
        page.wait_gone("detail")?;
        wait_focused(&page, "table")?;
    }
    Ok(())
}

#[test]
fn keys_of_the_page_do_nothing_behind_a_dialog() -> Result<(), Trouble> {
    let page = fleet()?;
    page.click("lookup")?;
    focus(&page, "lookup-submit")?;
    page.keys("jev4")?;
    assert_eq!(page.count("[aria-expanded=true].button, .row.active, [data-panel=filters]")?, 0);
    escape(&page)?;
    page.wait_gone("dialog.lookup[open]")?;
    // And they do something again.
    page.keys("j")?;
    page.wait_for(".row.active")?;
    Ok(())
}

#[test]
fn a_menu_closes_with_its_button_and_with_a_click_elsewhere() -> Result<(), Trouble> {
    let page = fleet()?;
    for (menu, elsewhere) in [("export", "export"), ("export", "query"), ("near", "near"), ("columns", "query")] {
        page.click(menu)?;
        page.wait_for(&format!("[data-test={menu}][aria-expanded=true]"))?;
        page.click(elsewhere)?;
        page.wait_gone(&format!("[data-test={menu}][aria-expanded=true]"))?;
    }
    Ok(())
}
