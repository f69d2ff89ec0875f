//! No query panics; what is printed of one that parses is the same query, and selects the same SIMs.
#![no_main]

use sample::{SampleFleet, SampleShape};
use fleet::{Fleet, SourceId};
use libfuzzer_sys::fuzz_target;
use query::{Clock, Filter, complete_query, tokenize_query, parse_query};
use std::cell::OnceCell;

const NOW_MS: i64 = 1_760_000_000_000;

thread_local! {
    static FLEET: OnceCell<Fleet> = const { OnceCell::new() };
}

fn sample_fleet() -> Fleet {
    let mut fleet = Fleet::default();
    fleet.begin_source(SourceId(0), "a");
    let mut reader = ingest::IngestReader::default();
    SampleFleet { seed: 1, now: NOW_MS, shape: SampleShape::Subscribers }.json_chunks(50).for_each(|part| reader.push(&part, &mut fleet).unwrap());
    reader.finish(&mut fleet).unwrap();
    fleet.resolve_duplicates();
    fleet
}

fuzz_target!(|text: &str| {
    FLEET.with(|known| {
        let (fleet, clock) = (known.get_or_init(sample_fleet), Clock::utc(NOW_MS));
        assert_eq!(tokenize_query(text).into_iter().map(|token| token.text).collect::<String>(), text);
        let _ = complete_query(text, text.chars().count() / 2, fleet, &clock);
        let Ok(query) = parse_query(text) else { return };
        let printed = query.to_string();
        let again = parse_query(&printed).unwrap_or_else(|error| panic!("{printed:?}: {error:?}"));
        assert_eq!(again.to_string(), printed);
        let selected = |query| Filter::new(query, fleet, &clock).selected_rows().iter().collect::<Vec<_>>();
        assert_eq!(selected(&again), selected(&query), "{printed}");
    });
});
