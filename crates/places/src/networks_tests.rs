//! Tests of difficult PLMNs, and of properties of the whole table.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::{country_centre, has_dot};

/// The columns are PLMN, territory and operator.
#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn known_plmns_have_their_territory_and_operator() {
    for (plmn, territory, operator) in [
        // One MCC is shared by several territories.
        ("310-410", "US", Some("AT&T")),
        ("310-260", "US", Some("T-Mobile")),
        ("311-480", "US", Some("Verizon")),
        ("310-370", "GU", Some("Docomo Pacific")),
        ("310-032", "GU", Some("IT&E Wireless")),
        ("310-140", "GU", Some("GTA Wireless")),
        ("310-110", "MP", Some("IT&E Wireless")),
        ("310-059", "BM", Some("Cellular One")),
        ("350-00", "BM", Some("One")),
        ("311-780", "AS", Some("ASTCA")),
        ("311-470", "VI", Some("Viya")),
        ("234-10", "GB", Some("O2")),
        ("234-15", "GB", Some("Vodafone")),
        ("235-94", "GB", Some("Hutchison 3G UK Ltd")),
        ("234-03", "JE", Some("Airtel-Vodafone")),
        ("234-50", "JE", Some("JT")),
        ("234-55", "GG", Some("Sure Mobile")),
        ("234-36", "IM", Some("Sure Mobile")),
        ("234-58", "IM", Some("Manx Telecom")),
        ("340-01", "GP", Some("Orange")),
        ("340-03", "MF", Some("FLOW")),
        ("340-08", "MF", Some("Dauphin")),
        ("340-11", "GF", Some("Guyane Téléphone Mobile")),
        ("340-12", "MQ", Some("Martinique Téléphone Mobile")),
        ("742-04", "GF", Some("Free")),
        ("425-01", "IL", Some("Partner")),
        ("425-05", "PS", Some("Jawwal")),
        ("425-06", "PS", Some("Ooredoo")),
        ("505-01", "AU", Some("Telstra")),
        ("505-10", "NF", Some("Norfolk Telecom")),
        ("647-00", "RE", Some("Orange")),
        ("647-01", "YT", Some("Maoré Mobile")),
        ("647-10", "RE", Some("SFR Réunion")),
        ("362-51", "SX", Some("Telcell")),
        ("362-69", "CW", Some("Digicel")),
        ("362-78", "BQ", Some("Telbo")),
        ("270-99", "LU", Some("Orange")),
        ("289-67", "GE", Some("Aquafon")),
        ("221-01", "XK", Some("Vala")),
        // The network belongs to no country.
        ("995-01", "IO", Some("FonePlus")),
        ("901-40", "international", Some("1NCE")),
        ("901-28", "international", Some("Vodafone")),
        ("901-999", "international", None),
        ("902-01", "international", Some("MulteFire Alliance")),
        ("888-01", "international", None),
        ("991-50", "international", None),
        ("001-01", "test", None),
        ("001-05", "test", None),
        ("999-99", "private", None),
        ("999-01", "private", None),
        // The MCC belongs to one country.
        ("334-020", "MX", Some("Telcel")),
        ("334-050", "MX", Some("AT&T / Unefon")),
        ("440-10", "JP", Some("NTT DOCOMO")),
        ("440-20", "JP", Some("SoftBank")),
        ("440-51", "JP", Some("au")),
        ("441-200", "JP", Some("Soracom")),
        ("302-720", "CA", Some("Rogers")),
        ("295-05", "LI", Some("FL1")),
        ("295-10", "LI", Some("Soracom")),
        ("525-01", "SG", Some("SingTel")),
        ("454-00", "HK", Some("1O1O / One2Free / New World Mobility / SUNMobile")),
        ("455-00", "MO", Some("SmarTone")),
        ("278-01", "MT", Some("Epic")),
        ("212-10", "MC", Some("Office des Telephones")),
        // The network broadcasts two digits where the list has three, or the other way round.
        ("334-03", "MX", Some("Movistar")),
        ("334-02", "MX", Some("Telcel")),
        ("334-14", "MX", Some("Red Compartida")),
        ("302-72", "CA", Some("Rogers")),
        ("310-26", "US", Some("T-Mobile")),
        ("310-37", "GU", Some("Docomo Pacific")),
        ("311-48", "US", Some("Verizon")),
        ("330-11", "PR", Some("Claro Puerto Rico")),
        ("338-18", "JM", Some("FLOW")),
        ("346-14", "KY", Some("FLOW")),
        ("722-31", "AR", Some("Claro")),
        ("722-07", "AR", Some("Movistar")),
        ("364-390", "BS", Some("BTC")),
        // A code that is listed itself is not converted.
        ("310-30", "US", Some("AT&T")),
        ("310-04", "US", Some("Verizon")),
        ("722-34", "AR", Some("Personal")),
        ("374-130", "TT", Some("Digicel")),
        // No digit is added or removed where both widths are in use, or where two digits are enough.
        ("208-260", "FR", None),
        ("440-100", "JP", None),
        ("405-40", "IN", None),
        ("334-00", "MX", None),
        ("334-41", "MX", None),
        ("334-415", "MX", None),
        // No network is listed under these MCCs: the country is the one that ITU-T E.212 names.
        ("332-01", "VI", None),
        ("406-20", "IN", None),
        ("430-02", "AE", None),
        ("431-02", "AE", None),
        ("461-00", "CN", None),
        ("534-01", "MP", None),
        ("289-01", "GE", None),
        // The network is not listed: it is in the country of its MCC and has no operator.
        ("310-999", "US", None),
        ("316-999", "US", None),
        ("234-99", "GB", None),
        ("425-98", "IL", None),
        ("340-99", "GP", None),
        ("225-01", "VA", None),
        ("535-01", "GU", None),
        // The MCC is not assigned.
        ("000-00", "unknown", None),
        ("100-01", "unknown", None),
        ("899-10", "unknown", None),
    ] {
        let found = find_network(Plmn::parse(plmn).expect(plmn));
        assert_eq!((found.territory.query_key(), found.operator), (territory, operator), "{plmn}");
    }
    let beyond = find_network(Plmn { mcc: 1310, mnc: 410 });
    assert_eq!(beyond, Network { territory: Territory::Unknown, operator: None });
    assert_eq!(find_network(Plmn { mcc: 310, mnc: 1410 }).territory.query_key(), "US");
}

/// The list of the MCCs to which [`convert_mnc_width`] applies.
#[test]
fn other_digits_are_read_under_these_mccs_and_never_in_place_of_a_listed_network() {
    let mut applied = BTreeSet::new();
    for (mcc, mnc) in table_rows(MCCS).flat_map(|(mcc, _)| (0..1000).map(|mnc| (mcc.parse().unwrap(), mnc))) {
        let plmn = Plmn { mcc, mnc };
        match find_listed_row(plmn) {
            Some(row) => assert_eq!(Some(find_network(plmn)), parse_network_row(row), "{plmn}"),
            None if find_network(plmn).operator.is_some() => _ = applied.insert(mcc),
            None => {}
        }
    }
    let mut expected = BTreeSet::from([302, 310, 311, 312, 313, 314, 315, 316, 330, 334, 338, 342, 344, 346, 348, 352]);
    expected.extend([354, 356, 358, 360, 365, 366, 376, 708, 722, 732]);
    // The MNCs of these MCCs have two digits.
    expected.extend([340, 350, 362, 364, 374]);
    assert_eq!(applied, expected);
}

#[test]
fn mnc_widths_follow_the_mcc() {
    for (mcc, width) in
        [(334, 3), (310, 3), (316, 3), (302, 3), (338, 3), (722, 3), (732, 3), (440, 2), (441, 2), (405, 2), (295, 2)]
    {
        assert_eq!(mnc_width(mcc), width, "{mcc}");
    }
    for unknown in [0, 100, 899, 1000, u16::MAX] {
        assert_eq!(mnc_width(unknown), 2, "{unknown}");
    }
}

#[test]
fn every_listed_network_is_complete_and_found() {
    assert!(table_rows(NETWORKS).count() > 2500);
    assert_eq!(listed_networks().count(), table_rows(NETWORKS).count());
    for (plmn, listed) in listed_networks() {
        assert_eq!(find_network(plmn), listed, "{plmn}");
        assert_eq!(listed.operator.map(str::trim), listed.operator, "{plmn}");
        assert_ne!(find_mcc(plmn.mcc), None, "{plmn}");
        assert_eq!(Plmn::parse(&plmn.to_digits()), Some(plmn));
    }
    for (key, row) in table_rows(MCCS) {
        let territory = row.split_once('\t').map(|(_, territory)| territory);
        assert_eq!(territory.and_then(Territory::from_query_key).map(|t| t.to_string()).as_deref(), territory, "{key}");
    }
}

#[test]
fn an_operator_is_spelled_one_way() {
    let mut spellings = BTreeMap::<String, BTreeSet<&str>>::new();
    for (_, network) in listed_networks() {
        if let Some(name) = network.operator {
            spellings.entry(name.to_lowercase()).or_default().insert(name);
        }
    }
    let several: Vec<_> = spellings.values().filter(|names| names.len() > 1).collect();
    assert!(several.is_empty(), "{several:?}");
}

#[test]
fn every_country_of_a_network_is_on_the_map() {
    let outlined: BTreeSet<&str> = map_outline_codes();
    let of_mccs =
        table_rows(MCCS).filter_map(|(_, row)| Territory::from_query_key(row.split_once('\t')?.1)?.country_code());
    for country in listed_networks().filter_map(|(_, network)| network.territory.country_code()).chain(of_mccs) {
        let (longitude, latitude) = country_centre(country).unwrap_or_else(|| panic!("{country} is nowhere"));
        assert!((-180.0..=180.0).contains(&longitude) && (-90.0..=90.0).contains(&latitude), "{country}");
        assert!(has_dot(country) || outlined.contains(country.as_str()), "{country} cannot be seen");
    }
    for small in ["SG", "HK", "MO", "MT", "MC", "GU", "GI", "RE", "BM", "JE", "GG", "IM", "TV", "TK", "VA", "NF", "BQ"]
    {
        assert!(Territory::from_query_key(small).and_then(Territory::country_code).is_some_and(has_dot), "{small}");
    }
    for large in ["US", "JP", "GF", "XK", "PS", "FR"] {
        assert!(outlined.contains(large), "{large}");
    }
}

/// Returns the country codes of the outlines in the file that the page draws.
fn map_outline_codes() -> BTreeSet<&'static str> {
    const MAP: &str = include_str!("../../../assets/countries.json");
    MAP.split("\"id\":\"").skip(1).filter_map(|rest| rest.get(..2)).collect()
}
