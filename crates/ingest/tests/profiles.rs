//! A SIM has the identifiers of all its profiles and of all their subscriptions, and each of them once.

#![allow(clippy::unwrap_used, reason = "a test may")]

use fleet::{Fleet, SourceId, TextField};
use ingest::IngestReader;

/// A record, and its identifiers of each kind.
type ProfileCase = (&'static str, &'static [(TextField, &'static [&'static str])]);

fn read_identifiers(json: &str) -> Vec<(TextField, Vec<String>)> {
    let mut fleet = Fleet::default();
    fleet.begin_source(SourceId(0), "");
    let mut reader = IngestReader::default();
    reader.push(json.as_bytes(), &mut fleet).unwrap();
    let report = reader.finish(&mut fleet).unwrap();
    assert_eq!((report.records_read, report.records_with_rejected_fields), (1, 0), "{json}");
    let columns = fleet.columns();
    let of = |field| (field, columns.identifiers(0, field).map(str::to_owned).collect::<Vec<_>>());
    [TextField::Imsi, TextField::Iccid, TextField::Msisdn]
        .map(of)
        .into_iter()
        .filter(|(_, ids)| !ids.is_empty())
        .collect()
}

#[test]
fn the_identifiers_of_every_profile_and_subscription_are_read() {
    use TextField::{Iccid, Imsi, Msisdn};
    // The record, and what it is called by, the active profile's primary subscription first.
    let cases: [ProfileCase; 9] = [
        (
            r#"{"simId":"89a","profiles":{"89a":{"iccid":"89a","primaryImsi":"1","subscribers":{"1":{"msisdn":"81"}}}}}"#,
            &[(Imsi, &["1"]), (Iccid, &["89a"]), (Msisdn, &["81"])],
        ),
        (
            r#"{"simId":"89a","activeProfileId":"89a","profiles":{"89a":{"iccid":"89a","primaryImsi":"1","subscribers":{
                "1":{"msisdn":"81"},"2":{"msisdn":"82"}}}}}"#,
            &[(Imsi, &["1", "2"]), (Iccid, &["89a"]), (Msisdn, &["81", "82"])],
        ),
        // The primary subscription is the second one.
        (
            r#"{"simId":"89a","profiles":{"89a":{"iccid":"89a","primaryImsi":"2","subscribers":{
                "1":{"msisdn":"81"},"2":{"msisdn":"82"},"3":{}}}}}"#,
            &[(Imsi, &["2", "1", "3"]), (Iccid, &["89a"]), (Msisdn, &["82", "81"])],
        ),
        // An eUICC with two profiles of which the second is active; one has no ICCID but its key.
        (
            r#"{"simId":"89049032000000000000000000000001","activeProfileId":"89b","profiles":{
                "89a":{"primaryImsi":"1","subscribers":{"1":{"msisdn":"81"}}},
                "89b":{"iccid":"89b","primaryImsi":"2","subscribers":{"2":{"msisdn":"82"}}}}}"#,
            &[(Imsi, &["2", "1"]), (Iccid, &["89b", "89a"]), (Msisdn, &["82", "81"])],
        ),
        // No profile is the active one: the first is.
        (
            r#"{"simId":"x","activeProfileId":"nobody","profiles":{"89a":{"subscribers":{"1":{}}},"89b":{"subscribers":{"2":{}}}}}"#,
            &[(Imsi, &["1", "2"]), (Iccid, &["89a", "89b"])],
        ),
        // Fields of the record's own count first, and nothing is there twice.
        (
            r#"{"imsi":"9","iccid":"89a","profiles":{"89a":{"iccid":"89a","primaryImsi":"1","subscribers":{"1":{"msisdn":"81"}}},
                "89b":{"iccid":"89a","primaryImsi":"1","subscribers":{"1":{"msisdn":"81"},"9":{}}}}}"#,
            &[(Imsi, &["9", "1"]), (Iccid, &["89a"]), (Msisdn, &["81"])],
        ),
        // A primary IMSI that is not one of the subscribers.
        (
            r#"{"simId":"x","profiles":{"89a":{"primaryImsi":"7","subscribers":{"1":{"msisdn":"81"}}}}}"#,
            &[(Imsi, &["7", "1"]), (Iccid, &["89a"]), (Msisdn, &["81"])],
        ),
        // Numbers, and nulls.
        (
            r#"{"simId":"x","profiles":{"89":{"iccid":89,"primaryImsi":1,"subscribers":{"1":{"msisdn":null},"2":{"msisdn":82}}}}}"#,
            &[(Imsi, &["1", "2"]), (Iccid, &["89"]), (Msisdn, &["82"])],
        ),
        (r#"{"simId":"x","profiles":null}"#, &[]),
    ];
    for (json, expected) in cases {
        let expected: Vec<(TextField, Vec<String>)> =
            expected.iter().map(|(field, ids)| (*field, ids.iter().map(|id| (*id).to_owned()).collect())).collect();
        assert_eq!(read_identifiers(json), expected, "{json}");
    }
}
