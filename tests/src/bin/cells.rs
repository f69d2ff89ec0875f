//! Measures cells on the map of the built page in a real browser: `cargo xtask build && cargo run -p page-tests --bin
//! cells`.
//!
//! The fleet has 100,000 SIMs, each in a cell of its own; the file of towers has three million lines, or as many
//! million as the argument says.

#![allow(clippy::print_stdout, reason = "it prints a table")]

use page_tests::measure::{LOAD_SCRIPT, number_at, open_page_with_file, percentile};
use page_tests::{HarnessError, TestPage};
use serde_json::{Value, json};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

const CELL_COUNT: u32 = 100_000;

/// Returns the MCC, latitude and longitude of a cell: cells are spread over Japan, Europe and America, and denser in
/// cities.
fn cell_position(cell: u32) -> (u16, f64, f64) {
    let mut rng = fastrand::Rng::with_seed(u64::from(cell));
    let (mcc, lat, lon) = [(440, 36.0, 138.0), (262, 50.0, 10.0), (310, 39.0, -98.0)][cell as usize % 3];
    let mut offset = |wide: f64| (rng.f64() - 0.5) * rng.f64() * wide;
    (mcc, lat + offset(12.0), lon + offset(30.0))
}

fn write_fleet(path: &Path) -> std::io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    for cell in 0..CELL_COUNT {
        let (mcc, ..) = cell_position(cell);
        let record = json!({
            "imsi": format!("29505{cell:010}"), "iccid": format!("894231{cell:013}"), "status": "active",
            "sessionStatus": {"online": false, "lastUpdatedAt": 1_759_276_800_000_i64 - i64::from(cell) * 60_000},
            "previousSession": {"cell": {"radioType": "LTE", "mcc": mcc, "mnc": 10, "tac": cell / 100, "eci": cell}},
        });
        writeln!(file, "{record}")?;
    }
    file.flush()
}

fn write_towers(path: &Path, millions: u64) -> std::io::Result<u64> {
    let mut file = BufWriter::with_capacity(1 << 20, File::create(path)?);
    for cell in 0..CELL_COUNT {
        let (mcc, lat, lon) = cell_position(cell);
        writeln!(file, "LTE,{mcc},10,{},{cell},0,{lon:.6},{lat:.6},900,3,1,1459692342,1759276800,0", cell / 100)?;
    }
    // The header of the sample's own towers is skipped, as it would be in the middle of the file.
    let others = millions * 1_000_000 - u64::from(CELL_COUNT);
    sample::tower_csv_chunks(others).skip(1).try_for_each(|chunk| file.write_all(&chunk))?;
    file.flush()?;
    Ok(fs::metadata(path)?.len())
}

/// Drags the map to and fro, one step a frame, or zooms it, and returns the time of each frame.
const MOVE_SCRIPT: &str = "const [zooms, done] = arguments, canvas = document.querySelector('[data-test=map] canvas'), box = canvas.getBoundingClientRect();
    const times = [], at = (x, y) => ({bubbles: true, cancelable: true, clientX: box.x + x, clientY: box.y + y, button: 0, buttons: 1});
    let frame = 0, last = 0, moved = 0;
    const [x, y] = [box.width / 2, box.height / 2];
    if (!zooms) canvas.dispatchEvent(new MouseEvent('mousedown', at(x, y)));
    const step = now => {
        if (last) times.push(now - last);
        moved += document.querySelector('[data-test=map]').dataset.ready ? 0 : 1;
        last = now;
        if (frame++ === 180) {
            if (!zooms) document.dispatchEvent(new MouseEvent('mouseup', at(x, y)));
            return done([times, moved]);
        }
        if (zooms) canvas.dispatchEvent(new WheelEvent('wheel', {...at(x, y), deltaY: frame < 90 ? -40 : 40}));
        else document.dispatchEvent(new MouseEvent('mousemove', at(x + 120 * Math.sin(frame / 15), y + 60 * Math.cos(frame / 15))));
        requestAnimationFrame(step);
    };
    requestAnimationFrame(step);";

/// A way to move the map.
#[derive(Clone, Copy, PartialEq)]
enum MapGesture {
    Pan,
    Zoom,
}

fn measure_frames(page: &TestPage, what: &str, gesture: MapGesture) -> Result<(), HarnessError> {
    let times = page.run_async_script(MOVE_SCRIPT, vec![json!(gesture == MapGesture::Zoom)])?;
    let (times, moved) = (&times[0], &times[1]);
    let mut times: Vec<f64> = times.as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
    let mean = times.iter().sum::<f64>() / times.len() as f64;
    println!(
        "{what}: {:.0} frames a second, median frame {:.1} ms, p95 {:.1} ms, longest {:.0} ms; moving in {moved} of them",
        1000.0 / mean,
        percentile(&mut times, 0.5),
        percentile(&mut times, 0.95),
        percentile(&mut times, 1.0)
    );
    Ok(())
}

fn main() -> Result<(), HarnessError> {
    let millions = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(3);
    let folder = std::env::temp_dir().join("simscope-figures");
    fs::create_dir_all(&folder).map_err(HarnessError::file_error(&folder))?;
    let (fleet, towers) = (folder.join("cells.json"), folder.join("towers.csv"));
    write_fleet(&fleet).map_err(HarnessError::file_error(&fleet))?;
    let bytes = write_towers(&towers, millions).map_err(HarnessError::file_error(&towers))?;
    let page = open_page_with_file(&fleet)?;
    page.run_async_script(LOAD_SCRIPT, vec![json!(CELL_COUNT)])?;
    page.wait_data("map", "ready", "true")?;

    measure_frames(&page, "countries alone, zoomed in and out", MapGesture::Zoom)?;
    let drop_script = "const done = arguments[0], start = performance.now(), long = [];
        new PerformanceObserver(list => long.push(...list.getEntries().map(e => e.duration))).observe({type: 'longtask'});
        const input = document.querySelector('[data-test=file-input]'), data = new DataTransfer();
        data.items.add(document.getElementById('figures').files[0]); input.files = data.files;
        const look = () => {
            const read = document.querySelector('[data-test=towers]');
            if (read) done([performance.now() - start, Number(read.dataset.rows), Number(read.dataset.kept), Math.max(0, ...long)]);
            else setTimeout(look, 4);
        };
        input.dispatchEvent(new Event('change', {bubbles: true})); look();";
    page.type_into("#figures", towers.to_string_lossy())?;
    let report = page.run_async_script(drop_script, vec![])?;
    let seconds = number_at(&report, 0) / 1e3;
    println!(
        "towers: {:.0} lines, {:.0} MB in {seconds:.2} s: {:.1} million lines a minute, {:.0} MB/s; {:.0} kept; longest task of the page's thread {:.0} ms",
        number_at(&report, 1),
        bytes as f64 / 1e6,
        number_at(&report, 1) / seconds * 60.0 / 1e6,
        bytes as f64 / 1e6 / seconds,
        number_at(&report, 2),
        number_at(&report, 3)
    );

    let show_script = "const done = arguments[0], start = performance.now(), map = document.querySelector('[data-test=map]');
        document.querySelector('[data-test=cells]').click();
        const look = () => map.dataset.points > 0 && map.dataset.ready === 'true' ? done([performance.now() - start]) : setTimeout(look, 4);
        look();";
    let shown = page.run_async_script(show_script, vec![])?;
    println!("{CELL_COUNT} cells drawn after {:.0} ms", number_at(&shown, 0));
    measure_frames(&page, "the world, panned", MapGesture::Pan)?;
    measure_frames(&page, "the world, zoomed in and out", MapGesture::Zoom)?;
    page.apply_query("country:JP")?;
    page.wait_selected(33_334)?;
    page.click("map-menu")?;
    page.click("fit")?;
    std::thread::sleep(std::time::Duration::from_secs(4));
    measure_frames(&page, "a country, panned", MapGesture::Pan)?;
    page.apply_query("near:36/138/60km")?;
    std::thread::sleep(std::time::Duration::from_secs(1));
    page.click("map-menu")?;
    page.click("fit")?;
    std::thread::sleep(std::time::Duration::from_secs(4));
    measure_frames(&page, "a city, panned", MapGesture::Pan)?;
    measure_frames(&page, "a city, zoomed in and out", MapGesture::Zoom)?;
    Ok(())
}
