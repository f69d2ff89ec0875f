//! Takes screenshots of the page: every view, wide and narrow, light and dark, in English and Japanese.

use page_tests::{ColorScheme, HarnessError, TestPage, TestPageOptions};

const WINDOW_SIZES: [(&str, (u32, u32)); 3] = [("wide", (1440, 900)), ("low", (720, 450)), ("narrow", (390, 844))];
const LANGUAGES: [(&str, &str); 2] = [("en", "en-US"), ("ja", "ja")];
const COLOR_SCHEMES: [(&str, ColorScheme); 2] = [("light", ColorScheme::Light), ("dark", ColorScheme::Dark)];

fn main() -> Result<(), HarnessError> {
    for (language_name, language) in LANGUAGES {
        for (width, size) in WINDOW_SIZES {
            let page = TestPage::open(&TestPageOptions { language, size, ..TestPageOptions::default() })?;
            let take_screenshots = |view: &str| -> Result<(), HarnessError> {
                for (scheme_name, scheme) in COLOR_SCHEMES {
                    page.set_color_scheme(scheme)?;
                    print_line(
                        &page
                            .take_screenshot(&format!("{view}-{width}-{scheme_name}-{language_name}"))?
                            .display()
                            .to_string(),
                    );
                }
                Ok(())
            };
            page.wait_for("sample")?;
            take_screenshots("landing")?;
            page.click("sample")?;
            page.wait_selected(10_000)?;
            page.wait_data("map", "ready", "true")?;
            take_screenshots("loaded")?;
            page.click("cells")?;
            page.wait_data("map", "view", "cells")?;
            page.wait_data("map", "ready", "true")?;
            take_screenshots("cells-without-positions")?;
            page.drop_bytes("towers.csv", sample::tower_csv_chunks(0).flatten().collect::<Vec<_>>())?;
            page.wait_script("return document.querySelector('[data-test=map]').dataset.points > 1000")?;
            page.wait_data("map", "ready", "true")?;
            take_screenshots("cells")?;
            page.click("map-menu")?;
            page.click("ways")?;
            page.wait_data("map", "ready", "true")?;
            std::thread::sleep(std::time::Duration::from_secs(1));
            take_screenshots("movement")?;
            page.click("map-menu")?;
            page.click("ways")?;
            for (query, view) in [("country:JP", "cells-of-a-country"), ("near:35.69/139.75/20km", "cells-of-a-city")] {
                page.apply_query(query)?;
                std::thread::sleep(std::time::Duration::from_secs(1));
                page.click("map-menu")?;
                page.click("fit")?;
                std::thread::sleep(std::time::Duration::from_secs(2));
                page.wait_data("map", "ready", "true")?;
                take_screenshots(view)?;
            }
            page.click("cells")?;
            page.apply_query("country:US session:offline")?;
            page.wait_gone("[data-test=selected][data-value='10000']")?;
            take_screenshots("filtered")?;
            if width != "wide" {
                for panel in ["ranking", "filters", "table"] {
                    page.click(&format!("[data-tab={panel}]"))?;
                    take_screenshots(panel)?;
                }
            }
            page.click("[data-test=row]")?;
            page.wait_for("detail-json")?;
            take_screenshots("detail")?;
            page.click("detail-close")?;
            page.drop_bytes("photo.png", b"\x89PNG\r\n\x1a\n")?;
            page.wait_for("error")?;
            take_screenshots("error")?;
        }
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "a command line tool speaks to its terminal")]
fn print_line(line: &str) {
    println!("{line}");
}
