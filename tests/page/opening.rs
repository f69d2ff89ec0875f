//! The page opens: quietly, from any folder of any host, and asks nobody else for anything.

use page_tests::{HarnessError, TestPage, TestPageOptions};

fn check_opening(opening: &TestPageOptions) -> Result<(), HarnessError> {
    let page = TestPage::open(opening)?;
    page.wait_for("sample")?;
    let asked = page.host().requested_paths();
    assert!(asked.iter().any(|path| path.ends_with(".wasm")), "no wasm among {asked:?}");
    let seen = page.close()?;
    // The log is proven to work: what our host was asked for stands in it.
    let logged = |path: &String| seen.requests.iter().any(|request| request.url == format!("{}{path}", seen.origin));
    assert!(asked.iter().filter(|path| path.ends_with(".wasm")).all(logged), "{asked:?} against {:?}", seen.requests);
    seen.check_console_is_clean()?.check_same_origin()?;
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
    check_opening(&TestPageOptions { language: "ja", size: (390, 844), dark: true, ..TestPageOptions::default() })
}
