//! Lists and their pages.

use std::collections::BTreeSet;

use emulator::{Coverage, LinkStyle, Paging, Settings, SimKeys};
use sample::{SampleFleet, SampleShape};
use serde_json::{Value, json};

use crate::client::Client;
use crate::schema;

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap().to_owned()
}

#[test]
fn pages_have_everybody_exactly_once() {
    let settings = Settings { sims: 450, jp_sims: Some(120), ..Settings::default() };
    let client = Client::new(settings.clone());
    // Five records of the 450, one in 97, are second subscriptions of the SIM before them.
    for (coverage, list, key, count) in [
        (Coverage::Global, "subscribers", "imsi", 450),
        (Coverage::Global, "sims", "simId", 445),
        (Coverage::Japan, "subscribers", "imsi", 120),
        (Coverage::Japan, "sims", "simId", 120),
    ] {
        for (limit, short) in [(100, false), (7, false), (1000, false), (50, true)] {
            client.running.emulator.change(|settings| settings.short_pages = short);
            let pages = client.all(coverage, list, limit);
            let most = usize::try_from(limit.min(100)).unwrap();
            let before_last = &pages[..pages.len() - 1];
            assert!(pages.iter().all(|page| !page.is_empty() && page.len() <= most), "{list}");
            assert_eq!(before_last.iter().any(|page| page.len() < most), short && before_last.len() > 1, "{list}");
            let keys: Vec<String> = pages.iter().flatten().map(|record| text(record, key)).collect();
            let distinct: BTreeSet<&String> = keys.iter().collect();
            assert_eq!((keys.len(), distinct.len()), (count, count), "{coverage:?} {list} by {limit}");
            assert!(list == "sims" || keys.is_sorted(), "subscribers are in the order of their IMSIs");
        }
    }
    assert_eq!(client.running.emulator.population(Coverage::Global), (450, 445));
}

#[test]
fn global_is_the_sample_fleet_and_japan_another() {
    let client = Client::new(Settings { seed: 9, sims: 60, ..Settings::default() });
    let sample = SampleFleet { seed: 9, now: Settings::default().now_ms, shape: SampleShape::Subscribers };
    for i in 0..60 {
        let record = sample.record_at(i);
        let imsi = text(&record, "imsi");
        assert_eq!(client.get(&format!("/g/v1/subscribers/{imsi}")).json(), record);
        assert_eq!(client.get(&format!("/jp/v1/subscribers/{imsi}")).status, 404);
    }
    let japan = client.get("/jp/v1/subscribers").list();
    assert_eq!(japan.len(), 60);
    assert!(japan.iter().all(|record| record["subscription"] == "plan-D"));
}

#[test]
fn the_same_for_a_seed() {
    let everything = |seed| {
        let client = Client::new(Settings { seed, sims: 130, short_pages: true, ..Settings::default() });
        let lists = [(Coverage::Global, "subscribers"), (Coverage::Global, "sims"), (Coverage::Japan, "sims")];
        let lists = lists.map(|(coverage, list)| client.all(coverage, list, 40));
        let sim = text(&lists[1][0][3], "simId");
        (lists, client.get(&format!("/g/v1/sims/{sim}/events/sessions")).list())
    };
    assert_eq!(everything(3), everything(3));
    assert_ne!(everything(3).0, everything(4).0);
}

#[test]
fn records_are_as_the_schemas_have_them() {
    let client = Client::new(Settings { sims: 300, ..Settings::default() });
    for (list, name) in [("subscribers", "Subscriber"), ("sims", "Sim")] {
        for record in client.all(Coverage::Global, list, 100).iter().flatten() {
            assert_eq!(schema::faults(name, &schema::with_capitals(record)), [""; 0], "{record}");
        }
    }
}

#[test]
fn a_sim_has_all_its_subscriptions() {
    let client = Client::new(Settings { sims: 60, ..Settings::default() });
    let sims = client.get("/g/v1/sims").list();
    let two: Vec<&Value> = sims
        .iter()
        .filter(|sim| sim["profiles"][text(sim, "activeProfileId")]["subscribers"].as_object().unwrap().len() == 2)
        .collect();
    let [sim] = two[..] else { panic!("one of sixty: {}", two.len()) };
    assert_eq!(&client.get(&format!("/g/v1/sims/{}", text(sim, "simId"))).json(), sim);
    assert!(sim["moduleType"].is_string(), "it is the primary's record");
}

#[test]
fn what_leads_to_the_next_page() {
    let client = Client::new(Settings { sims: 10, ..Settings::default() });
    let (quoted, absolute) = (true, true);
    let url = client.running.url();
    let imsi = text(&client.get("/g/v1/subscribers?limit=4").list()[3], "imsi");
    let next = format!("/g/v1/subscribers?limit=4&tag_name=a+b&last_evaluated_key={imsi}");
    for (paging, link, expected_key, expected_link) in [
        (Paging::None, LinkStyle::default(), false, None),
        (Paging::NextKey, LinkStyle::default(), true, None),
        (Paging::Link, LinkStyle { quoted, absolute }, false, Some(format!("<{url}{next}>; rel=\"next\""))),
        (Paging::Both, LinkStyle { quoted: false, absolute }, true, Some(format!("<{url}{next}>; rel=next"))),
        (Paging::Both, LinkStyle { quoted, absolute: false }, true, Some(format!("<{next}>; rel=\"next\""))),
    ] {
        client.running.emulator.change(|settings| (settings.paging, settings.link) = (paging, link));
        let page = client.get("/g/v1/subscribers?limit=4&tag_name=a%20b");
        assert_eq!(page.header("x-soracom-next-key"), expected_key.then_some(imsi.as_str()), "{paging:?}");
        assert_eq!(page.header("link"), expected_link.as_deref(), "{paging:?} {link:?}");
    }
    let last = client.get("/g/v1/subscribers?limit=10");
    assert_eq!((last.header("x-soracom-next-key"), last.header("link")), (None, None));
}

#[test]
fn keys_that_were_not_given_out() {
    let client = Client::new(Settings { sims: 10, ..Settings::default() });
    let all = client.get("/g/v1/sims").list();
    let path = format!("/g/v1/sims?last_evaluated_key={}", text(&all[3], "simId"));
    for (sim_keys, status, records) in
        [(SimKeys::Refuse, 400, &[][..]), (SimKeys::SimId, 200, &all[4..]), (SimKeys::Ignore, 200, &all[..])]
    {
        client.running.emulator.change(|settings| settings.sim_keys = sim_keys);
        let answer = client.get(&path);
        assert_eq!(answer.status, status, "{sim_keys:?}");
        assert_eq!(if status == 200 { answer.list() } else { vec![] }, records, "{sim_keys:?}");
    }
}

#[test]
fn wrong_parameters_and_empty_lists() {
    let client = Client::new(Settings { sims: 0, ..Settings::default() });
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
        client.running.emulator.change(|settings| settings.empty_sims_404 = empty_as_404);
        let answer = client.get(path);
        assert_eq!(answer.status, status, "{path}: {}", answer.text);
        if status == 200 {
            assert_eq!(answer.json(), json!([]));
        } else {
            assert_eq!(schema::faults("APICallErrorMessage", &answer.json()), [""; 0]);
        }
    }
}
