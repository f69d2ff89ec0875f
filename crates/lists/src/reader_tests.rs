use super::*;
use fleet::{Fleet, Record, RecordSpan};
use proptest::prelude::*;

fn fleet_of_two_sims() -> Fleet {
    let mut fleet = Fleet::default();
    fleet.begin_source(SourceId(0), "");
    for (imsi, iccid) in [("295050000000001", "8942310022000000001"), ("295050000000002", "8942310022000000019")] {
        let record = Record { imsi: imsi.into(), iccid: iccid.into(), ..Record::default() };
        fleet.push(&record, RecordSpan::default()).unwrap();
    }
    fleet.resolve_duplicates();
    fleet
}

fn read(text: &[u8], chunk: usize, key: Option<usize>) -> Result<(JoinedListBuilder, ListReport), ListError> {
    let mut reader = ListReader::new(SourceId(1), "list.csv", key);
    text.chunks(chunk).for_each(|chunk| reader.push(chunk));
    reader.finish()
}

/// The fields of the two SIMs as `name=first,second`, after a table is joined.
fn joined_fields(text: &str) -> Vec<String> {
    let mut fleet = fleet_of_two_sims();
    let (list, _) = read(text.as_bytes(), 7, None).unwrap();
    fleet.join_list(list);
    let lists = fleet.joined_lists();
    let fields = lists.columns().map(|(name, column)| format!("{name}={},{}", column.text(0), column.text(1)));
    let sums = [ColumnRole::Usage, ColumnRole::Amount].into_iter().flat_map(|role| lists.columns_of_role(role));
    fields
        .chain(sums.map(|column| format!("{:?}={:?},{:?}", column.column().role(), column.number(0), column.number(1))))
        .collect()
}

#[test]
fn tables_are_read_as_people_have_them() {
    for (text, expected) in [
        ("iccid,site\n8942310022000000001,Tokyo\n8942310022000000019,Osaka\n", &["site=Tokyo,Osaka"][..]),
        ("\u{FEFF}site\tICCID\r\nTokyo\t8942 3100 2200 0000 001\r\n", &["site=Tokyo,"]),
        ("IMSI;Preis\n295050000000001;1.234,50\n295050000000002;2\n", &["Preis=1234.5,2"]),
        (
            "8942310022000000019,\"a, \"\"b\"\"\",3\n8942310022000000001,c,007\n",
            &["column 1=c,a, \"b\"", "column 2=007,3"],
        ),
        ("iccid,site\n8942310022000000001\n8942310022000000019,Osaka,more\n", &["site=,Osaka"]),
        (
            "imsi,date,type,uploadByteSizeTotal,uploadPacketCountTotal,downloadByteSizeTotal,downloadPacketCountTotal\n\
             295050000000001,20261101,s1.fast,100,1,20,1\n295050000000001,20261102,s1.fast,3,1,,1\n295050000000002,20261101,s1.slow,0,0,0,0\n",
            &["Usage=Some(123.0),Some(0.0)"],
        ),
        (
            "imsi,simId,date,billItemName,unitPrice,quantity,amount\n295050000000001,,20261101,basic,0.06,1,0.06\n\
             295050000000001,,20261102,basic,0.06,1,0.06\n",
            &["Amount=Some(0.12),None"],
        ),
    ] {
        assert_eq!(joined_fields(text), expected, "{text}");
    }
}

#[test]
fn a_report_says_what_was_read() {
    let text = "imei,iccid,site\n356938035643809,8942310022000000001\n356938035643809,8942310022000000019,b\n";
    let (_, report) = read(text.as_bytes(), 1000, Some(0)).unwrap();
    assert_eq!((report.key.column, report.key.field), (0, crate::KeyField::Imei));
    assert_eq!(report.possible_keys.iter().map(|key| key.column).collect::<Vec<_>>(), [1, 0]);
    assert_eq!((report.rows, report.irregular_rows, report.first_irregular_rows), (2, 1, vec![1]));
    let bill =
        "imsi,date,billItemName,amount\n295050000000001,20261101,basic,1.5\n295050000000001,20261102,basic,1.2.3.4\n";
    let (_, report) = read(bill.as_bytes(), 1000, None).unwrap();
    assert_eq!((report.rows, report.first_irregular_rows), (2, vec![2]));
    assert!(matches!(read(b"site,floor\nTokyo,1\n", 1000, None), Err(ListError::NoKey { .. })));
}

#[test]
fn a_long_table_is_read_beyond_its_head() {
    let mut text = String::from("iccid,site\n");
    (0..20_000).for_each(|at| text.push_str(&format!("89423100330000{at:05},site {at}\n")));
    text.push_str("8942310022000000001,last\n");
    assert!(text.len() > MAX_HEAD_BYTES);
    assert_eq!(joined_fields(&text), ["site=last,"]);
}

proptest! {
    #[test]
    fn anything_is_read_and_chunks_do_not_matter(text in "(8942310022000000001|295050000000001|[a-c0-9\",;\t\n\r\u{3042}=+-]){0,60}", chunk in 1usize..40) {
        let report = |chunk| read(text.as_bytes(), chunk, None).map(|(_, report)| report);
        prop_assert_eq!(report(chunk), report(1000));
    }
}
