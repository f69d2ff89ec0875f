//! The page opens: quietly, from any folder of any host, and asks nobody else for anything.

use page_tests::{Opening, Page, Trouble};

fn opens(opening: &Opening) -> Result<(), Trouble> {
    let page = Page::open(opening)?;
    page.wait_for("sample")?;
    let asked = page.site().asked();
    assert!(asked.iter().any(|path| path.ends_with(".wasm")), "no wasm among {asked:?}");
    let seen = page.close()?;
    // The log is proven to work: what our host was asked for stands in it.
    let logged = |path: &String| seen.requests.iter().any(|request| request.url == format!("{}{path}", seen.origin));
    assert!(asked.iter().filter(|path| path.ends_with(".wasm")).all(logged), "{asked:?} against {:?}", seen.requests);
    seen.no_complaints()?.nothing_foreign()?;
    Ok(())
}

#[test]
fn at_the_root_of_a_host() -> Result<(), Trouble> {
    opens(&Opening::default())
}

#[test]
fn under_a_folder_of_a_host_that_sends_no_headers() -> Result<(), Trouble> {
    opens(&Opening { under: "/some/folder/", headers: false, ..Opening::default() })
}

#[test]
fn in_japanese_on_a_phone_in_the_dark() -> Result<(), Trouble> {
    opens(&Opening { language: "ja", size: (390, 844), dark: true, ..Opening::default() })
}
