//! Tests of queries in the page's own words, and of what the page offers for a text that is being typed.

use crate::query_controls::wait_query;
use page_tests::{HarnessError, Key, TestPage, TestPageOptions};
use serde_json::json;

fn open_with_sample(language: &'static str) -> Result<TestPage, HarnessError> {
    let page = TestPage::open(&TestPageOptions { language, ..TestPageOptions::default() })?;
    page.click("sample")?;
    page.wait_selected(10_000)?;
    Ok(page)
}

/// Returns the suggestions that are visible: the text of each and what stands beside it.
fn offers(page: &TestPage) -> Result<Vec<String>, HarnessError> {
    let texts = page.run_script(
        "return [...document.querySelectorAll('[data-test=completion]')].filter(e => e.checkVisibility()).map(e => [...e.children].map(part => part.textContent).join(' '))",
        vec![],
    )?;
    Ok(texts.as_array().into_iter().flatten().filter_map(|text| text.as_str().map(str::to_owned)).collect())
}

#[test]
fn values_are_typed_as_the_page_shows_them_in_both_languages() -> Result<(), HarnessError> {
    for language in ["en-US", "ja"] {
        let page = open_with_sample(language)?;
        for (typed, written) in [
            ("country:germany", "country:DE"),
            ("country:ドイツ", "country:DE"),
            ("country:united kingdom session:online", "country:GB session:online"),
            ("-country:\"アメリカ合衆国\"", "-country:US"),
            ("session:オフライン", "session:offline"),
            ("session:\"never connected\"", "session:never"),
            ("radio:2G,4g", "radio:gsm,lte"),
        ] {
            page.apply_query(written)?;
            wait_query(&page, written)?;
            page.wait_script("return document.querySelector('[data-test=selected]').dataset.value !== '10000'")?;
            let count = page.data_attribute("selected", "value")?.unwrap_or_default();
            assert_ne!(count, "0", "{written}");
            page.apply_query("")?;
            page.wait_selected(10_000)?;
            page.apply_query(typed)?;
            wait_query(&page, written)?;
            page.wait_data("selected", "value", &count)?;
        }
        // No SIM of the sample is there.
        for (typed, written) in
            [("country:cote d'ivoire", "country:CI"), ("country:TURKIYE,コートジボワール", "country:TR,CI")]
        {
            page.apply_query(typed)?;
            wait_query(&page, written)?;
        }
    }
    Ok(())
}

#[test]
fn a_part_of_a_name_selects_where_no_whole_name_does() -> Result<(), HarnessError> {
    let page = open_with_sample("en-US")?;
    let count = page.data_attribute("[data-facet=operator] [data-key='NTT DOCOMO']", "count")?.unwrap_or_default();
    page.apply_query("operator:docomo")?;
    page.wait_data("selected", "value", &count)?;
    page.apply_query("name:vend")?;
    page.wait_script(
        "const names = [...document.querySelectorAll('[data-test=row] [data-col=name]')].map(e => e.textContent);
        return names.length > 5 && names.every(name => name.includes('vend'))",
    )
}

#[test]
fn a_value_that_is_half_typed_is_not_applied() -> Result<(), HarnessError> {
    let page = open_with_sample("en-US")?;
    page.click("query")?;
    // At once: a hand that rests after "count" means the word, which is applied.
    page.run_script("document.execCommand('insertText', false, 'country:ge')", vec![])?;
    page.wait_script(
        "return [...document.querySelectorAll('[data-test=completion]')].some(e => e.textContent.includes('Germany'))",
    )?;
    page.press_keys("r")?;
    page.wait_script("return document.querySelectorAll('[data-test=completion]').length === 1")?;
    assert!(offers(&page)?[0].starts_with("DE Germany"), "{:?}", offers(&page)?);
    assert_eq!(page.data_attribute("selected", "value")?.as_deref(), Some("10000"), "nothing is applied yet");
    // The only value that it may become is meant.
    page.press_keys(&char::from(Key::Enter).to_string())?;
    wait_query(&page, "country:DE")?;
    page.wait_script("return Number(document.querySelector('[data-test=selected]').dataset.value) < 10000")
}

#[test]
fn a_word_that_is_a_name_of_a_value_is_offered_as_its_term() -> Result<(), HarnessError> {
    for (language, word, expected) in [
        ("en-US", "germany", "country:DE Germany"),
        ("ja", "ドイツ", "country:DE ドイツ"),
        ("en-US", "docomo", "operator:\"NTT DOCOMO\""),
    ] {
        let page = open_with_sample(language)?;
        page.click("query")?;
        page.press_keys(word)?;
        page.wait_script("return document.querySelectorAll('[data-test=completion]').length > 0")?;
        page.wait_until(expected, || offers(&page).is_ok_and(|all| all.iter().any(|one| one.starts_with(expected))))?;
        let counted = offers(&page)?.into_iter().find(|one| one.starts_with(expected)).unwrap_or_default();
        assert!(counted.ends_with(|c: char| c.is_ascii_digit()), "{counted}");
    }
    Ok(())
}

#[test]
fn an_empty_box_offers_examples_and_recent_queries() -> Result<(), HarnessError> {
    let page = open_with_sample("en-US")?;
    page.click("query")?;
    page.wait_until("examples", || offers(&page).is_ok_and(|all| all.len() > 20))?;
    assert!(offers(&page)?[0].starts_with("country:US session:offline seen:>90d Offline in the United States"));
    // Each example is a query that can be read.
    for example in page
        .run_script(
            "return [...document.querySelectorAll('[data-test=completion] .text')].slice(0, 6).map(e => e.textContent)",
            vec![],
        )?
        .as_array()
        .into_iter()
        .flatten()
    {
        page.apply_query(example.as_str().unwrap_or_default())?;
        page.wait_gone("query-error")?;
    }
    page.apply_query("")?;
    page.wait_selected(10_000)?;
    page.run_script(
        "document.querySelector('[data-test=query]').blur(); document.querySelector('[data-test=query]').focus()",
        vec![],
    )?;
    page.wait_until("recent queries", || {
        offers(&page).is_ok_and(|all| all.first().is_some_and(|one| one.starts_with("operator:docomo")))
    })
}

#[test]
fn an_error_lies_over_the_page_and_says_what_is_still_shown() -> Result<(), HarnessError> {
    let page = open_with_sample("en-US")?;
    page.apply_query("country:JP")?;
    wait_query(&page, "country:JP")?;
    page.wait_script("return document.querySelector('[data-test=selected]').dataset.value !== '10000'")?;
    let place = "return document.querySelector('[data-test=table]').getBoundingClientRect().top";
    let before = page.run_script(place, vec![])?;
    page.apply_query("contry:US")?;
    page.wait_for("query-error")?;
    assert_eq!(page.run_script(place, vec![])?, before, "nothing moves");
    let text = page.element_text("query-error")?;
    assert!(text.contains("country") && text.contains("Still showing: country:JP"), "{text}");
    assert_eq!(
        page.run_script("return document.querySelector('[data-test=export]').ariaDisabled", vec![])?,
        json!("true")
    );
    page.apply_query("country:US")?;
    page.wait_gone("query-error")
}

#[test]
fn each_number_of_the_line_is_a_term() -> Result<(), HarnessError> {
    let page = open_with_sample("en-US")?;
    let online = page.data_attribute(".states [data-key=online]", "count")?.unwrap_or_default();
    page.click(".states [data-key=online]")?;
    wait_query(&page, "session:online")?;
    page.wait_data("selected", "value", &online)?;
    assert!(!page.element_text("total")?.contains("distinct"), "the fleet's SIM IDs are not the selection's");
    page.click("countries")?;
    page.wait_script("return document.activeElement?.closest('.ranking') !== null")
}
