//! Tests that the page opens without errors, from any folder of any host, and only sends requests to its own origin.

use page_tests::{ColorScheme, HarnessError, TestPage, TestPageOptions};

fn check_opening(options: &TestPageOptions) -> Result<(), HarnessError> {
    let page = TestPage::open(options)?;
    page.wait_for("sample")?;
    let requested = page.host().requested_paths();
    assert!(requested.iter().any(|path| path.ends_with(".wasm")), "no wasm among {requested:?}");
    let log = page.close()?;
    // The log is known to work, because it contains the requests that the host has received.
    let logged = |path: &String| log.requests.iter().any(|request| request.url == format!("{}{path}", log.origin));
    assert!(
        requested.iter().filter(|path| path.ends_with(".wasm")).all(logged),
        "{requested:?} against {:?}",
        log.requests
    );
    log.check_console_is_clean()?.check_same_origin()?;
    Ok(())
}

#[test]
fn the_page_opens_at_the_root_of_a_host() -> Result<(), HarnessError> {
    check_opening(&TestPageOptions::default())
}

#[test]
fn the_page_opens_under_a_folder_of_a_host_that_sends_no_headers() -> Result<(), HarnessError> {
    check_opening(&TestPageOptions { base_path: "/some/folder/", send_headers: false, ..TestPageOptions::default() })
}

#[test]
fn the_page_opens_in_japanese_on_a_dark_phone() -> Result<(), HarnessError> {
    check_opening(&TestPageOptions {
        language: "ja",
        size: (390, 844),
        color_scheme: ColorScheme::Dark,
        ..TestPageOptions::default()
    })
}
