//! Measures when the page is seen and when it can be used on a slow network:
//! `cargo xtask build && cargo run -p page-tests --bin opening`.

#![allow(clippy::print_stdout, reason = "it prints figures")]

use page_tests::measure::{number_at, percentile};
use page_tests::{HarnessError, TestPage, TestPageOptions};

const ROUNDS: usize = 5;
/// Slow 4G as WebPageTest and Lighthouse have it.
const LATENCY_MS: u32 = 150;
const BITS_PER_SECOND: u32 = 1_600_000;

fn main() -> Result<(), HarnessError> {
    let page = TestPage::open(&TestPageOptions { packs: true, ..TestPageOptions::default() })?;
    page.throttle_network(LATENCY_MS, BITS_PER_SECOND)?;
    let (mut painted, mut usable) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        page.reopen()?;
        page.wait_for("sample")?;
        let times = page.run_script(
            "return [performance.getEntriesByName('first-contentful-paint')[0].startTime, performance.now()]",
            vec![],
        )?;
        painted.push(number_at(&times, 0));
        usable.push(number_at(&times, 1));
    }
    println!(
        "slow 4G, {ROUNDS} times: first contentful paint median {:.0} ms (highest {:.0}), usable after {:.0} ms",
        percentile(&mut painted, 0.5),
        percentile(&mut painted, 1.0),
        percentile(&mut usable, 0.5)
    );
    Ok(())
}
