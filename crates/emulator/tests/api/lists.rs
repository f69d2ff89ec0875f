//! Tests of lists and their pages.

use std::collections::BTreeSet;

use emulator::{EmulatedCoverage, EmulatorSettings, LinkHeaderStyle, PagingHeaders, PopulationCounts, UnknownSimKey};
use sample::{SampleFleet, SampleShape};
use serde_json::{Value, json};

use crate::client::TestClient;
use crate::schema;

fn string_field(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap().to_owned()
}

#[test]
fn pages_have_everybody_exactly_once() {
    let settings = EmulatorSettings { sims: 450, jp_sims: Some(120), ..EmulatorSettings::default() };
    let client = TestClient::new(settings.clone());
    // Five of the 450 records, one in 97, are second subscriptions of the SIM of the record before them.
    for (coverage, list, key, count) in [
        (EmulatedCoverage::Global, "subscribers", "imsi", 450),
        (EmulatedCoverage::Global, "sims", "simId", 445),
        (EmulatedCoverage::Japan, "subscribers", "imsi", 120),
        (EmulatedCoverage::Japan, "sims", "simId", 120),
    ] {
        for (limit, short) in [(100, false), (7, false), (1000, false), (50, true)] {
            client.running.emulator.update_settings(|settings| settings.short_pages = short);
            let pages = client.fetch_all_pages(coverage, list, limit);
            let max = usize::try_from(limit.min(100)).unwrap();
            let before_last = &pages[..pages.len() - 1];
            assert!(pages.iter().all(|page| !page.is_empty() && page.len() <= max), "{list}");
            assert_eq!(before_last.iter().any(|page| page.len() < max), short && before_last.len() > 1, "{list}");
            let keys: Vec<String> = pages.iter().flatten().map(|record| string_field(record, key)).collect();
            let distinct: BTreeSet<&String> = keys.iter().collect();
            assert_eq!((keys.len(), distinct.len()), (count, count), "{coverage:?} {list} by {limit}");
            assert!(list == "sims" || keys.is_sorted(), "subscribers are in the order of their IMSIs");
        }
    }
    let counts = client.running.emulator.count_population(EmulatedCoverage::Global);
    assert_eq!(counts, PopulationCounts { subscriptions: 450, sims: 445 });
}

#[test]
fn global_is_the_sample_fleet_and_japan_another() {
    let client = TestClient::new(EmulatorSettings { seed: 9, sims: 60, ..EmulatorSettings::default() });
    let sample = SampleFleet { seed: 9, now: EmulatorSettings::default().now_ms, shape: SampleShape::Subscribers };
    for i in 0..60 {
        let record = sample.record_at(i);
        let imsi = string_field(&record, "imsi");
        assert_eq!(client.get(&format!("/g/v1/subscribers/{imsi}")).parse_json(), record);
        assert_eq!(client.get(&format!("/jp/v1/subscribers/{imsi}")).status, 404);
    }
    let japan = client.get("/jp/v1/subscribers").records();
    assert_eq!(japan.len(), 60);
    assert!(japan.iter().all(|record| record["subscription"] == "plan-D"));
}

#[test]
fn a_seed_always_gives_the_same_fleet() {
    let everything = |seed| {
        let client =
            TestClient::new(EmulatorSettings { seed, sims: 130, short_pages: true, ..EmulatorSettings::default() });
        let lists = [
            (EmulatedCoverage::Global, "subscribers"),
            (EmulatedCoverage::Global, "sims"),
            (EmulatedCoverage::Japan, "sims"),
        ];
        let lists = lists.map(|(coverage, list)| client.fetch_all_pages(coverage, list, 40));
        let sim = string_field(&lists[1][0][3], "simId");
        (lists, client.get(&format!("/g/v1/sims/{sim}/events/sessions")).records())
    };
    assert_eq!(everything(3), everything(3));
    assert_ne!(everything(3).0, everything(4).0);
}

#[test]
fn records_are_as_the_schemas_have_them() {
    let client = TestClient::new(EmulatorSettings { sims: 300, ..EmulatorSettings::default() });
    for (list, name) in [("subscribers", "Subscriber"), ("sims", "Sim")] {
        for record in client.fetch_all_pages(EmulatedCoverage::Global, list, 100).iter().flatten() {
            assert_eq!(
                schema::schema_violations(name, &schema::with_uppercase_radio_type(record)),
                [""; 0],
                "{record}"
            );
        }
    }
}

#[test]
fn a_sim_has_all_its_subscriptions() {
    let client = TestClient::new(EmulatorSettings { sims: 60, ..EmulatorSettings::default() });
    let sims = client.get("/g/v1/sims").records();
    let with_two_subscriptions: Vec<&Value> = sims
        .iter()
        .filter(|sim| {
            sim["profiles"][string_field(sim, "activeProfileId")]["subscribers"].as_object().unwrap().len() == 2
        })
        .collect();
    let [sim] = with_two_subscriptions[..] else { panic!("one of sixty: {}", with_two_subscriptions.len()) };
    assert_eq!(&client.get(&format!("/g/v1/sims/{}", string_field(sim, "simId"))).parse_json(), sim);
    assert!(sim["moduleType"].is_string(), "it is the primary's record");
}

#[test]
fn the_paging_headers_lead_to_the_next_page() {
    let client = TestClient::new(EmulatorSettings { sims: 10, ..EmulatorSettings::default() });
    let (quoted, absolute) = (true, true);
    let url = client.running.url();
    let imsi = string_field(&client.get("/g/v1/subscribers?limit=4").records()[3], "imsi");
    let next = format!("/g/v1/subscribers?limit=4&tag_name=a+b&last_evaluated_key={imsi}");
    for (paging, link, expected_key, expected_link) in [
        (PagingHeaders::Neither, LinkHeaderStyle::default(), false, None),
        (PagingHeaders::NextKey, LinkHeaderStyle::default(), true, None),
        (
            PagingHeaders::Link,
            LinkHeaderStyle { quoted, absolute },
            false,
            Some(format!("<{url}{next}>; rel=\"next\"")),
        ),
        (
            PagingHeaders::Both,
            LinkHeaderStyle { quoted: false, absolute },
            true,
            Some(format!("<{url}{next}>; rel=next")),
        ),
        (
            PagingHeaders::Both,
            LinkHeaderStyle { quoted, absolute: false },
            true,
            Some(format!("<{next}>; rel=\"next\"")),
        ),
    ] {
        client.running.emulator.update_settings(|settings| (settings.paging, settings.link_style) = (paging, link));
        let page = client.get("/g/v1/subscribers?limit=4&tag_name=a%20b");
        assert_eq!(page.header("x-soracom-next-key"), expected_key.then_some(imsi.as_str()), "{paging:?}");
        assert_eq!(page.header("link"), expected_link.as_deref(), "{paging:?} {link:?}");
    }
    let last = client.get("/g/v1/subscribers?limit=10");
    assert_eq!((last.header("x-soracom-next-key"), last.header("link")), (None, None));
}

#[test]
fn an_unknown_sim_key_is_handled_as_configured() {
    let client = TestClient::new(EmulatorSettings { sims: 10, ..EmulatorSettings::default() });
    let all = client.get("/g/v1/sims").records();
    let path = format!("/g/v1/sims?last_evaluated_key={}", string_field(&all[3], "simId"));
    for (sim_keys, status, records) in [
        (UnknownSimKey::Refuse, 400, &[][..]),
        (UnknownSimKey::AcceptSimId, 200, &all[4..]),
        (UnknownSimKey::StartOver, 200, &all[..]),
    ] {
        client.running.emulator.update_settings(|settings| settings.unknown_sim_key = sim_keys);
        let response = client.get(&path);
        assert_eq!(response.status, status, "{sim_keys:?}");
        assert_eq!(if status == 200 { response.records() } else { vec![] }, records, "{sim_keys:?}");
    }
}

#[test]
fn wrong_parameters_are_refused_and_empty_lists_are_answered() {
    let client = TestClient::new(EmulatorSettings { sims: 0, ..EmulatorSettings::default() });
    for (path, empty_as_404, status) in [
        ("/g/v1/subscribers", false, 200),
        ("/g/v1/sims", false, 200),
        ("/g/v1/sims", true, 404),
        ("/g/v1/subscribers", true, 200),
        ("/g/v1/subscribers?limit=0", false, 400),
        ("/g/v1/subscribers?limit=many", false, 400),
        ("/g/v1/sims?last_evaluated_key=295050910000000", false, 400),
        ("/g/v1/sims/1", false, 404),
        ("/g/v1/subscribers/1", false, 404),
        ("/g/v1/groups", false, 404),
        ("/v1/sims", false, 404),
        ("/g/v1/auth", false, 405),
    ] {
        client.running.emulator.update_settings(|settings| settings.empty_sims_404 = empty_as_404);
        let response = client.get(path);
        assert_eq!(response.status, status, "{path}: {}", response.text);
        if status == 200 {
            assert_eq!(response.parse_json(), json!([]));
        } else {
            assert_eq!(schema::schema_violations("APICallErrorMessage", &response.parse_json()), [""; 0]);
        }
    }
}
