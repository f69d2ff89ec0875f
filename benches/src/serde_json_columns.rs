//! Reads the same columns with serde_json: records as borrowed structs, one after another, each dropped after its
//! values are copied.

use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TypedSim<'a> {
    #[serde(borrow)]
    imsi: Option<Cow<'a, str>>,
    iccid: Option<Cow<'a, str>>,
    sim_id: Option<Cow<'a, str>>,
    msisdn: Option<Cow<'a, str>>,
    serial_number: Option<Cow<'a, str>>,
    status: Option<Cow<'a, str>>,
    subscription: Option<Cow<'a, str>>,
    speed_class: Option<Cow<'a, str>>,
    module_type: Option<Cow<'a, str>>,
    group_id: Option<Cow<'a, str>>,
    last_modified_time: Option<i64>,
    tags: Option<BTreeMap<Cow<'a, str>, Cow<'a, str>>>,
    session_status: Option<TypedSession<'a>>,
    previous_session: Option<TypedSession<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TypedSession<'a> {
    online: Option<bool>,
    last_updated_at: Option<i64>,
    created_time: Option<i64>,
    deleted_time: Option<i64>,
    #[serde(borrow)]
    imei: Option<Cow<'a, str>>,
    cell: Option<TypedCell<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TypedCell<'a> {
    #[serde(borrow)]
    radio_type: Option<Cow<'a, str>>,
    mcc: Option<u16>,
    mnc: Option<u16>,
    tac: Option<u32>,
    lac: Option<u32>,
    eci: Option<u32>,
    ci: Option<u32>,
    sac: Option<u32>,
}

/// Numbers and texts without dictionary codes and search text, which is less than simscope does.
#[derive(Default)]
struct TypedColumns {
    numbers: Vec<[i64; 12]>,
    text: String,
    text_ends: Vec<usize>,
}

impl TypedColumns {
    fn push(&mut self, sim: &TypedSim) {
        for text in [
            &sim.imsi,
            &sim.iccid,
            &sim.sim_id,
            &sim.msisdn,
            &sim.serial_number,
            &sim.status,
            &sim.subscription,
            &sim.speed_class,
            &sim.module_type,
            &sim.group_id,
        ] {
            self.text.push_str(text.as_deref().unwrap_or_default());
            self.text.push('\u{1F}');
        }
        sim.tags.iter().flatten().for_each(|(key, value)| self.text.extend([key.as_ref(), value.as_ref()]));
        for session in [&sim.session_status, &sim.previous_session] {
            let cell = session.as_ref().and_then(|session| session.cell.as_ref());
            let number = |n: Option<u32>| n.map_or(-1, i64::from);
            let time = |time: fn(&TypedSession) -> Option<i64>| session.as_ref().and_then(time).unwrap_or(-1);
            self.text.push_str(session.as_ref().and_then(|s| s.imei.as_deref()).unwrap_or_default());
            self.text.push_str(cell.and_then(|c| c.radio_type.as_deref()).unwrap_or_default());
            self.numbers.push([
                session.as_ref().and_then(|s| s.online).map_or(-1, i64::from),
                time(|s| s.last_updated_at),
                time(|s| s.created_time),
                time(|s| s.deleted_time),
                sim.last_modified_time.unwrap_or(-1),
                cell.and_then(|c| c.mcc).map_or(-1, i64::from),
                cell.and_then(|c| c.mnc).map_or(-1, i64::from),
                number(cell.and_then(|c| c.tac)),
                number(cell.and_then(|c| c.lac)),
                number(cell.and_then(|c| c.eci)),
                number(cell.and_then(|c| c.ci)),
                number(cell.and_then(|c| c.sac)),
            ]);
        }
        self.text_ends.push(self.text.len());
    }
}

struct SimListVisitor(TypedColumns);

impl<'a> Visitor<'a> for SimListVisitor {
    type Value = TypedColumns;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an array of SIMs")
    }

    fn visit_seq<S: SeqAccess<'a>>(mut self, mut seq: S) -> Result<TypedColumns, S::Error> {
        while let Some(sim) = seq.next_element::<TypedSim>()? {
            self.0.push(&sim);
        }
        Ok(self.0)
    }
}

/// Reads an array of SIMs and returns their number; 0 if the text is no such array.
pub fn count_typed_sims(text: &[u8]) -> usize {
    let mut json = serde_json::Deserializer::from_slice(text);
    json.deserialize_seq(SimListVisitor(TypedColumns::default())).map_or(0, |columns| columns.text_ends.len())
}
