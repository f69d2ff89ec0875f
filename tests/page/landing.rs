//! Tests of the landing that stands in index.html: it is read before the page runs, and the page takes its place without a
//! shift.

use page_tests::{HarnessError, TestPage, TestPageOptions};
use serde_json::Value;

const WAITS_FOR_EVER: &str = "WebAssembly.instantiateStreaming = () => new Promise(() => {});";
const LANGUAGES: [&str; 2] = ["en-US", "ja"];
const SIZES: [(u32, u32); 3] = [(1440, 900), (720, 450), (390, 844)];

/// Returns a line for each element of the header and of the landing that is seen: its name, its box in pixels and its text.
fn landing_boxes(page: &TestPage) -> Result<String, HarnessError> {
    let boxes = page.run_script(
        "const parts = [...document.querySelectorAll('.header, .header *, .landing, .landing *')];
        const own = parts.filter((one) => !one.matches('.starting, .no-script, .broken, svg *'));
        return own.flatMap((one) => {
            const { x, y, width, height } = one.getBoundingClientRect();
            if (!width || one.checkVisibility() === false) return [];
            const text = one.children.length ? '' : one.textContent;
            return [[one.tagName, ...[x, y, width, height].map(Math.round), one.checked ?? '', text].join(' ')];
        }).join('\\n')",
        vec![],
    )?;
    Ok(boxes.as_str().unwrap_or_default().to_owned())
}

#[test]
fn the_page_takes_the_place_of_the_landing_without_a_shift() -> Result<(), HarnessError> {
    for language in LANGUAGES {
        for size in SIZES {
            let options = TestPageOptions { language, size, ..TestPageOptions::default() };
            let before = TestPage::open_with_script(&options, WAITS_FOR_EVER)?;
            before.wait_script(
                "return document.readyState !== 'loading' && document.querySelector('.first .trust') !== null",
            )?;
            let first = landing_boxes(&before)?;
            drop(before);
            let page = TestPage::open(&options)?;
            page.wait_for("sample")?;
            assert!(first.lines().count() > 30, "{first}");
            assert_eq!(first, landing_boxes(&page)?, "{language} {size:?}");
            assert_eq!(page.run_script("return document.querySelectorAll('.first').length", vec![])?, Value::from(0));
        }
    }
    Ok(())
}

#[test]
fn everything_that_the_landing_says_is_there_before_the_page_runs() -> Result<(), HarnessError> {
    const ALL_TEXT: &str = "const root = document.querySelector(arguments[0]).cloneNode(true);
        root.querySelectorAll('.starting, .no-script, .broken').forEach((one) => one.remove());
        return root.textContent.replace(/\\s+/g, '')";
    for (language, lang) in LANGUAGES.into_iter().zip(["en", "ja"]) {
        let options = TestPageOptions { language, ..TestPageOptions::default() };
        let before = TestPage::open_with_script(&options, WAITS_FOR_EVER)?;
        before.wait_for(&format!(".first[lang={lang}] .landing"))?;
        let first = before.run_script(ALL_TEXT, vec![format!(".first[lang={lang}] .landing").into()])?;
        drop(before);
        let page = TestPage::open(&options)?;
        page.wait_for("sample")?;
        assert_eq!(first, page.run_script(ALL_TEXT, vec![".landing".into()])?, "{language}");
    }
    Ok(())
}

#[test]
fn a_page_that_cannot_run_says_so() -> Result<(), HarnessError> {
    let page = TestPage::open_with_script(&TestPageOptions::default(), "delete window.WebAssembly;")?;
    page.wait_script(
        "const line = document.querySelector('.first[lang=en] .broken');
        return line && line.checkVisibility() && line.textContent.includes('WebAssembly')",
    )
}

#[test]
fn a_link_is_told_before_the_page_runs_and_a_broken_one_is_passed_over() -> Result<(), HarnessError> {
    for (fragment, told) in [("v2?q=country:DE%20seen:%3E90d", "country:DE seen:>90d"), ("v2?q=%zz", ""), ("top", "")] {
        let script = format!("{WAITS_FOR_EVER} if (!location.hash) location.hash = '{fragment}';");
        let page = TestPage::open_with_script(&TestPageOptions::default(), &script)?;
        page.wait_for(".first[lang=en] .trust")?;
        let line = page.run_script(
            "const line = document.querySelector('.first[lang=en] .linked');
            return [line.hidden ? '' : line.querySelector('code').textContent, document.querySelector('.first .broken').hidden]",
            vec![],
        )?;
        assert_eq!(line, serde_json::json!([told, true]), "{fragment}");
    }
    Ok(())
}
