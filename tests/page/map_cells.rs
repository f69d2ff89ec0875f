//! Tests of cells on the map: positions from files and from the API, clicks, shapes, movements, and exports.

use crate::account::{RELAY_ENDPOINT, count_requests, open_at_relay, sign_in};
use crate::fixtures::{EXPORT_TIME_MS, offline_sim};
use crate::pmtiles;
use emulator::EmulatorSettings;
use flate2::Compression;
use flate2::write::GzEncoder;
use geojson::GeoJson;
use page_tests::{HarnessError, Key, TestPage, TestPageOptions};
use serde_json::{Value, json};
use std::io::Write;

const DAY_MS: i64 = 86_400_000;

/// Returns six SIMs: two in one cell in Tokyo, one in a neighbouring cell; one in Osaka of which only the area has a
/// position; one somewhere in Mexico; one at sea. The first is also online in Dallas, a minute later.
fn six_sims() -> Vec<Value> {
    let cells = [
        ((440, 10), 1, 256),
        ((440, 10), 1, 256),
        ((440, 10), 1, 257),
        ((440, 20), 5, 9),
        ((334, 20), 7, 1),
        ((901, 12), 1, 1),
    ];
    let mut records: Vec<Value> = cells
        .into_iter()
        .enumerate()
        .map(|(i, (network, area, cell))| {
            let mut record = offline_sim(i as u32 + 1, network, EXPORT_TIME_MS - i as i64 * DAY_MS);
            record["previousSession"]["cell"]["tac"] = area.into();
            record["previousSession"]["cell"]["eci"] = cell.into();
            record["previousSession"]["deletedTime"] = (EXPORT_TIME_MS - i as i64 * DAY_MS - 60_000).into();
            record
        })
        .collect();
    records[2]["previousSession"]["cell"]["radioType"] = "NB-IoT".into();
    records[0]["sessionStatus"]["online"] = true.into();
    records[0]["sessionStatus"]["cell"] = json!({"radioType": "LTE", "mcc": 310, "mnc": 410, "tac": 7, "eci": 300});
    records
}

const TOWERS_CSV: &str = "radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,updated,averageSignal\n\
    LTE,440,10,1,256,0,139.75,35.69,700,12,1,1459692342,1489692342,0\n\
    LTE,440,10,1,257,0,139.77,35.70,900,12,1,1459692342,1489692342,0\n\
    LTE,440,10,1,not a cell,0,139.77,35.70,900,12,1,0,0,0\n\
    LTE,440,20,5,1000,0,135.5,34.69,500,3,1,0,0,0\n\
    LTE,440,20,5,1001,0,135.6,34.79,500,3,1,0,0,0\n\
    LTE,310,410,7,300,0,-96.8,32.78,1500,3,1,0,0,0\n\
    LTE,262,1,9,1,0,13.4,52.5,1500,3,1,0,0,0\n\
    CDMA,310,4,1,5,0,1,2,10,1,1,0,0,0\n\
    LTE,440\n";

fn legend_attribute(page: &TestPage, kind: u8, name: &str) -> Result<Option<String>, HarnessError> {
    page.data_attribute(&format!("[data-test=known][data-kind='{kind}']"), name)
}

/// Opens the page with the six SIMs and their towers, and shows the cells.
fn open_with_towers() -> Result<TestPage, HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    page.drop_bytes("fleet.json", Value::from(six_sims()).to_string())?;
    page.wait_selected(6)?;
    page.wait_data("map", "ready", "true")?;
    page.click("cells")?;
    page.wait_data("map", "view", "cells")?;
    page.drop_bytes("towers.csv", TOWERS_CSV)?;
    page.wait_data("map", "points", "2")?;
    page.wait_data("map", "ready", "true")?;
    Ok(page)
}

fn query_text(page: &TestPage) -> Result<String, HarnessError> {
    let value = page.run_script("return document.querySelector('[data-test=query]').value", vec![])?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}

/// Chooses an item of the map's menu.
fn choose_from_map_menu(page: &TestPage, item: &str) -> Result<(), HarnessError> {
    page.click("map-menu")?;
    page.click(item)
}

/// Applies a query and zooms the map to its selection.
fn select_and_fit(page: &TestPage, text: &str, selected: u64) -> Result<(), HarnessError> {
    page.apply_query(text)?;
    page.wait_selected(selected)?;
    // The cells are updated after the numbers.
    page.wait_script(&format!(
        "return [...document.querySelectorAll('[data-test=known]')].reduce((sum, one) => sum + Number(one.dataset.sims), 0) === {selected}"
    ))?;
    page.wait_data("map", "ready", "true")?;
    page.click("fit")?;
    std::thread::sleep(std::time::Duration::from_millis(200));
    page.wait_data("map", "ready", "true")
}

/// Returns the position in the window of a point of the map, given as fractions of its width and height.
fn map_point(page: &TestPage, x: f64, y: f64) -> Result<(f64, f64), HarnessError> {
    let canvas_box = page.run_script(
        "const box = document.querySelector('[data-test=map] canvas').getBoundingClientRect(); return [box.x, box.y, box.width, box.height]",
        vec![],
    )?;
    let side = |i: usize| canvas_box[i].as_f64().unwrap_or_default();
    Ok((side(0) + side(2) * x, side(1) + side(3) * y))
}

#[test]
fn a_file_of_towers_places_the_cells() -> Result<(), HarnessError> {
    let page = open_with_towers()?;
    for (kind, cells, sims) in [(0, 2, 3), (2, 1, 1), (3, 1, 1), (4, 1, 1)] {
        assert_eq!(legend_attribute(&page, kind, "cells")?, Some(cells.to_string()), "{kind}");
        assert_eq!(legend_attribute(&page, kind, "sims")?, Some(sims.to_string()), "{kind}");
    }
    // Each line that cannot be read is reported with its number, and the file does not count as a source of SIMs.
    page.wait_data("towers", "rows", "7")?;
    for (name, value) in [("kept", "3"), ("bad", "2")] {
        assert_eq!(page.data_attribute("towers", name)?.as_deref(), Some(value), "{name}");
    }
    let report = page.run_script("return document.querySelector('[data-test=towers] details').textContent", vec![])?;
    assert!(report.as_str().is_some_and(|report| report.contains("Line 4") && report.contains("Line 10")), "{report}");
    assert_eq!(page.count_elements("report")?, 1);
    page.wait_data("total", "value", "6")?;
    // OpenCelliD is credited while its positions are visible, and only then.
    assert!(page.element_text("credit")?.contains("OpenCelliD"));
    page.apply_query("country:MX")?;
    page.wait_selected(1)?;
    page.wait_script("return document.querySelector('[data-test=credit]').hidden")?;
    // A click on a kind of position in the legend adds a term.
    page.apply_query("")?;
    page.wait_selected(6)?;
    page.wait_script("return document.querySelector(\"[data-test=known][data-kind='2']\") !== null")?;
    page.click("[data-test=known][data-kind='2']")?;
    page.wait_selected(1)?;
    assert_eq!(query_text(&page)?, "located:area");
    // After the file is removed, its positions are removed too.
    page.apply_query("")?;
    page.click("positions")?;
    page.click("remove-towers")?;
    page.wait_data("map", "points", "0")?;
    page.close()?.check_console_is_clean()?.check_same_origin()?;
    Ok(())
}

#[test]
fn towers_can_be_compressed_and_dropped_before_the_sims() -> Result<(), HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    let mut compressed = GzEncoder::new(Vec::new(), Compression::default());
    compressed.write_all(TOWERS_CSV.as_bytes()).unwrap();
    page.drop_bytes("towers.csv.gz", compressed.finish().unwrap())?;
    page.wait_gone("progress")?;
    page.drop_bytes("fleet.json", Value::from(six_sims()).to_string())?;
    page.wait_selected(6)?;
    page.apply_query("located:cell")?;
    page.wait_selected(3)?;
    page.apply_query("near:35.69/139.75/1km")?;
    page.wait_selected(2)?;
    // Positions of cells that are added later are looked up too.
    let mut later = offline_sim(9, (262, 1), EXPORT_TIME_MS);
    later["previousSession"]["cell"] = json!({"radioType": "LTE", "mcc": 262, "mnc": 1, "tac": 9, "eci": 1});
    page.drop_bytes("later.json", json!([later]).to_string())?;
    page.apply_query("within:52/13..53/14")?;
    page.wait_selected(1)?;
    Ok(())
}

#[test]
fn zooming_in_shows_cells_and_zooming_out_countries() -> Result<(), HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    page.drop_bytes("fleet.json", Value::from(six_sims()).to_string())?;
    page.wait_selected(6)?;
    page.wait_data("map", "ready", "true")?;
    page.wait_data("map", "view", "countries")?;
    let zoom = |steps: &str, times: usize| -> Result<(), HarnessError> {
        for _ in 0..times {
            page.click(&format!(".zoom button:{steps}"))?;
            std::thread::sleep(std::time::Duration::from_millis(250));
        }
        Ok(())
    };
    zoom("first-child", 5)?;
    page.wait_data("map", "view", "cells")?;
    // Only countries are known, so no cell is drawn as a point.
    assert_eq!(legend_attribute(&page, 3, "sims")?.as_deref(), Some("5"));
    page.wait_data("map", "points", "0")?;
    // The button also leads back to the countries.
    page.click("cells")?;
    page.wait_data("map", "view", "countries")?;
    zoom("first-child", 5)?;
    page.wait_data("map", "view", "cells")?;
    zoom("last-child", 1)?;
    page.wait_data("map", "view", "countries")?;
    Ok(())
}

#[test]
fn a_click_on_a_cell_names_it_and_selects_it() -> Result<(), HarnessError> {
    let page = open_with_towers()?;
    select_and_fit(&page, "area:1 country:JP", 3)?;
    // Both cells are visible, east and west of the middle: one of a row of clicks hits one.
    let mut placed = None;
    for step in 0..40 {
        let (x, y) = map_point(&page, 0.05 + f64::from(step % 20) * 0.047, if step < 20 { 0.8 } else { 0.2 })?;
        page.click_at(x, y)?;
        std::thread::sleep(std::time::Duration::from_millis(120));
        placed = page.data_attribute("placed", "cells")?;
        if placed.is_some() {
            break;
        }
    }
    if placed.is_none() {
        // If no click hits a single cell, one in the middle hits the cluster of both.
        select_and_fit(&page, "cell:440-10-1-256", 2)?;
        let (x, y) = map_point(&page, 0.5, 0.5)?;
        page.click_at(x, y)?;
        page.wait_for("placed")?;
    }
    let sims: u64 = page.data_attribute("placed", "sims")?.and_then(|sims| sims.parse().ok()).unwrap_or_default();
    assert!(sims > 0);
    let card = page.element_text("placed")?;
    assert!(card.contains("440-10-1-25") && card.contains("NTT DOCOMO") && card.contains("file"), "{card}");
    let link = page.run_script("return document.querySelector('[data-test=placed] a').href", vec![])?;
    assert!(link.as_str().is_some_and(|link| link.starts_with("https://www.openstreetmap.org/?mlat=35.")), "{link}");
    page.click("placed-select")?;
    page.wait_selected(sims)?;
    assert!(query_text(&page)?.contains("cell:440-10-1-25"), "{}", query_text(&page)?);
    page.close()?.check_console_is_clean()?.check_same_origin()?;
    Ok(())
}

#[test]
fn a_sim_with_only_a_country_is_labelled_so() -> Result<(), HarnessError> {
    let page = open_with_towers()?;
    select_and_fit(&page, "country:MX", 1)?;
    let (x, y) = map_point(&page, 0.5, 0.5)?;
    page.click_at(x, y)?;
    assert!(page.element_text("placed")?.contains("Somewhere in Mexico"));
    page.click("placed-select")?;
    page.wait_script("return document.querySelector('[data-test=query]').value === 'country:MX located:country'")?;
    page.wait_selected(1)?;
    // The SIM itself can be opened with a click.
    select_and_fit(&page, "country:MX", 1)?;
    page.click_at(x, y)?;
    page.click("placed-sim")?;
    page.wait_for("detail-json")?;
    Ok(())
}

#[test]
fn a_box_and_a_lasso_become_terms() -> Result<(), HarnessError> {
    let page = open_with_towers()?;
    select_and_fit(&page, "country:JP", 4)?;
    page.click("draw-box")?;
    page.drag_between(map_point(&page, 0.02, 0.12)?, map_point(&page, 0.98, 0.95)?)?;
    page.wait_script("return document.querySelector('[data-test=query]').value.includes('within:')")?;
    let text = query_text(&page)?;
    assert!(text.starts_with("country:JP within:") && text.contains(".."), "{text}");
    page.wait_selected(4)?;
    // The term is in the address, and a second shape replaces it.
    page.wait_script("return decodeURIComponent(location.hash).includes('within:')")?;
    page.click("draw-lasso")?;
    let corners = [(0.02, 0.12), (0.5, 0.12), (0.5, 0.98), (0.02, 0.95)];
    let corners = corners.into_iter().map(|(x, y)| map_point(&page, x, y)).collect::<Result<Vec<_>, _>>()?;
    page.drag_along(&corners)?;
    page.wait_script("return document.querySelector('[data-test=query]').value.includes(';')")?;
    // The western half contains only Osaka.
    page.wait_selected(1)?;
    let shapes = query_text(&page)?.matches("within:").count();
    assert_eq!(shapes, 1, "{}", query_text(&page)?);
    // Escape cancels the drawing.
    page.click("draw-box")?;
    page.press_keys(&char::from(Key::Escape).to_string())?;
    page.wait_gone(".drawing")?;
    // Coordinates can be entered as text.
    page.apply_query("")?;
    page.wait_selected(6)?;
    page.click("near")?;
    page.type_into("near-point", "35.69, 139.75")?;
    page.run_script("document.querySelector('[data-test=near-radius]').value = '1'", vec![])?;
    page.click("near-apply")?;
    page.wait_selected(2)?;
    assert_eq!(query_text(&page)?, "near:35.69/139.75/1km");
    Ok(())
}

#[test]
fn movements_between_cells_are_drawn_and_impossible_ones_found() -> Result<(), HarnessError> {
    let page = open_with_towers()?;
    choose_from_map_menu(&page, "ways")?;
    page.wait_data("ways-drawn", "count", "1")?;
    let summary = page.run_script("return document.querySelector('[data-test=ways-drawn]').textContent", vec![])?;
    assert!(summary.as_str().is_some_and(|summary| summary.contains("10,3")), "{summary}");
    page.wait_script("return location.hash.includes('map=cells,ways')")?;
    page.click("#tab-insights")?;
    page.wait_data("[data-insight=impossible]", "count", "1")?;
    page.click("[data-insight=impossible]")?;
    page.wait_selected(1)?;
    assert_eq!(query_text(&page)?, "moved:impossible");
    // The SIM's details show where it is and how far it moved.
    page.click("[data-test=row][data-index='0'] [data-col=imsi]")?;
    page.wait_data("leap", "impossible", "true")?;
    assert!(page.element_text("leap")?.starts_with("10,3"), "{}", page.element_text("leap")?);
    page.wait_data("where-cell", "known", "cell")?;
    assert!(page.element_text("where-cell")?.contains("32.7800, -96.8000"));
    page.wait_script("return document.querySelector('[data-test=where] circle') !== null")?;
    Ok(())
}

#[test]
fn the_map_is_exported_as_a_picture_and_as_geojson() -> Result<(), HarnessError> {
    let page = open_with_towers()?;
    choose_from_map_menu(&page, "picture")?;
    let today = page.run_script("return new Date().toISOString().slice(0, 10)", vec![])?;
    let picture = page.wait_download(&format!("simscope-map-{}.png", today.as_str().unwrap_or_default()))?;
    assert!(picture.starts_with(b"\x89PNG\r\n\x1a\n") && picture.len() > 5_000, "{}", picture.len());
    let width = u32::from_be_bytes(picture[16..20].try_into().unwrap());
    let on_screen = page.run_script("return document.querySelector('[data-test=map] canvas').clientWidth", vec![])?;
    assert_eq!(Some(u64::from(width)), on_screen.as_u64().map(|width| 2 * width), "two pixels for each of the screen");
    for (item, name, features, points) in
        [("export-geojson", "simscope-6-sims.geojson", 6, 4), ("export-cells", "simscope-6-sims.cells.geojson", 5, 3)]
    {
        page.click("export")?;
        page.click(item)?;
        let text = String::from_utf8(page.wait_download(name)?).unwrap();
        let GeoJson::FeatureCollection(read) = text.parse().unwrap() else { panic!("{text}") };
        assert_eq!(read.features.len(), features, "{item}");
        assert_eq!(read.features.iter().filter(|feature| feature.geometry.is_some()).count(), points, "{item}");
        let known = |feature: &geojson::Feature| feature.property("known").and_then(Value::as_str).map(str::to_owned);
        assert!(read.features.iter().all(|feature| known(feature).is_some()), "{text}");
    }
    // The globe can be exported as well as the flat map.
    choose_from_map_menu(&page, "globe")?;
    page.wait_data("map", "ready", "true")?;
    choose_from_map_menu(&page, "picture")?;
    page.close()?.check_console_is_clean()?.check_same_origin()?;
    Ok(())
}

#[test]
fn positions_are_saved_kept_and_cleared() -> Result<(), HarnessError> {
    let page = open_with_towers()?;
    page.click("positions")?;
    page.click("save-positions")?;
    let saved = String::from_utf8(page.wait_download("simscope-positions.csv")?).unwrap();
    // The file has a header, three cells and three areas.
    assert_eq!(saved.lines().count(), 1 + 3 + 3, "{saved}");
    assert!(saved.contains("LTE,440,10,1,256,,139.75,35.69,700,0,,,,\n"), "{saved}");
    // The saved positions are the same when the file is dropped again.
    page.click("remove-towers")?;
    page.wait_data("map", "points", "0")?;
    page.drop_bytes("simscope-positions.csv", &saved)?;
    page.wait_data("map", "points", "2")?;
    assert_eq!(legend_attribute(&page, 2, "sims")?.as_deref(), Some("1"));
    // Nothing is stored unless the user allows it.
    let databases_script = "return indexedDB.databases().then(all => all.length)";
    assert_eq!(page.run_script(databases_script, vec![])?, json!(0));
    page.click("keep-positions")?;
    page.wait_script("return indexedDB.databases().then(all => all.length === 1)")?;
    std::thread::sleep(std::time::Duration::from_millis(500));
    page.run_script("location.reload()", vec![])?;
    page.wait_for("sample")?;
    page.drop_bytes("fleet.json", Value::from(six_sims()).to_string())?;
    page.apply_query("located:cell")?;
    page.wait_selected(3)?;
    page.wait_data("map", "ready", "true")?;
    page.click("positions")?;
    page.click("keep-positions")?;
    page.wait_script("return indexedDB.databases().then(all => all.length === 0)")?;
    Ok(())
}

#[test]
fn positions_are_fetched_from_the_api_through_faults() -> Result<(), HarnessError> {
    let settings = EmulatorSettings {
        sims: 700,
        fault_rate: 0.05,
        rate_limit: Some(6),
        rate_window_ms: 300,
        ..EmulatorSettings::default()
    };
    let (emulator, page) = open_at_relay(settings)?;
    sign_in(&page, "g", "subscribers", RELAY_ENDPOINT)?;
    page.wait_selected(700)?;
    page.click("cells")?;
    page.wait_data("map", "view", "cells")?;
    page.wait_data("map", "points", "0")?;
    page.click("positions")?;
    page.click("locate")?;
    page.wait_script("return document.querySelector('[data-test=located]').dataset.found > 0 && !document.querySelector('[data-test=progress]')")?;
    let count = |name: &str| -> Result<u64, HarnessError> {
        Ok(page.data_attribute("located", name)?.and_then(|n| n.parse().ok()).unwrap_or_default())
    };
    let (found, unknown) = (count("found")?, count("unknown")?);
    assert!(found > 300 && unknown > 10 && unknown < found, "{found} {unknown}");
    assert!(legend_attribute(&page, 1, "sims")?.and_then(|n| n.parse::<u64>().ok()).is_some_and(|sims| sims > 250));
    assert!(page.element_text("credit")?.contains("OpenCelliD"));
    // Each distinct cell was requested once, so a second call requests nothing.
    let calls = count_requests(&emulator, "/cell_locations");
    page.click("locate")?;
    page.wait_gone("progress")?;
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(count_requests(&emulator, "/cell_locations"), calls);
    Ok(())
}

#[test]
fn a_missing_permission_for_positions_is_named() -> Result<(), HarnessError> {
    let forbidden = vec![emulator::ApiOperation::CellLocations];
    let (_, page) =
        open_at_relay(EmulatorSettings { sims: 30, forbidden_operations: forbidden, ..EmulatorSettings::default() })?;
    sign_in(&page, "g", "subscribers", RELAY_ENDPOINT)?;
    page.wait_selected(30)?;
    page.wait_data("map", "ready", "true")?;
    // How many cells have no position is known once they are drawn.
    page.click("positions")?;
    page.wait_script("return document.querySelector('[data-test=locate]').disabled")?;
    page.click("cells")?;
    page.click("positions")?;
    page.click("locate")?;
    let error = page.element_text("error")?;
    assert!(error.contains("CellLocation:batchGetCellLocations"), "{error}");
    Ok(())
}

#[test]
fn a_street_map_of_the_users_own_is_drawn_under_the_cells() -> Result<(), HarnessError> {
    let page = open_with_towers()?;
    page.choose_file("streets-input", "town.pmtiles", pmtiles::one_tile_archive())?;
    page.wait_script("return document.querySelector('.knowledge').textContent.includes('Town surveyors')")?;
    page.wait_data("map", "ready", "true")?;
    page.choose_file("streets-input", "none.pmtiles", "this is no archive")?;
    assert!(page.element_text("error")?.contains("PMTiles"));
    page.close()?.check_same_origin()?;
    Ok(())
}
