//! Makes a session event of the API into the page's, with what its network means.

use crate::SessionEvent;
use places::{VisitedPlmn, find_network};

impl SessionEvent {
    /// Of an event of the API.
    pub fn from_api(event: &soracom::ApiSessionEvent) -> Self {
        let cell = event.cell.clone().unwrap_or_default();
        let plmn = cell.mcc.map(|mcc| VisitedPlmn { mcc, mnc: cell.mnc.filter(|mnc| *mnc < 1000) });
        let known = plmn.map(find_network);
        let number = |number: Option<u32>| number.map(|number| number.to_string());
        let parts = [
            plmn.map(|plmn| plmn.to_string()),
            number(cell.tac.or(cell.lac)),
            number(cell.eci.or(cell.ci).or(cell.sac)),
        ];
        Self {
            event: event.event.clone().unwrap_or_default(),
            #[expect(clippy::cast_possible_truncation, reason = "a date")]
            time: event.time.map(|time| time as i64),
            country: known.map(|known| known.territory.to_string()).unwrap_or_default(),
            operator: plmn.map(|plmn| plmn.operator_name().into_owned()).unwrap_or_default(),
            radio: cell.radio.unwrap_or_default().to_lowercase(),
            cell: parts.into_iter().flatten().collect::<Vec<_>>().join("-"),
            imei: event.imei.clone().unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_event_names_its_country_and_operator() {
        let json = r#"{"event":"Created","time":1574838919544,"createdTime":"2019-11-27T07:15:19.544Z","imei":"35",
            "cell":{"radioType":"LTE","mcc":334,"mnc":20,"tac":7,"eci":9},"primaryImsi":"1"}"#;
        let event = SessionEvent::from_api(&serde_json::from_str(json).unwrap());
        assert_eq!(
            event,
            SessionEvent {
                event: "Created".into(),
                time: Some(1_574_838_919_544),
                country: "MX".into(),
                operator: "Telcel".into(),
                radio: "lte".into(),
                cell: "334-020-7-9".into(),
                imei: "35".into(),
            }
        );
        let partial = SessionEvent::from_api(
            &serde_json::from_str(r#"{"event":"Created","cell":{"mcc":310,"tac":7,"eci":9}}"#).unwrap(),
        );
        let said = [&partial.country, &partial.operator, &partial.cell].map(String::as_str);
        assert_eq!(said, ["US", "310-unknown", "310-unknown-7-9"]);
        let bare = SessionEvent::from_api(&serde_json::from_str(r#"{"event":"Deleted"}"#).unwrap());
        assert_eq!(bare, SessionEvent { event: "Deleted".into(), ..SessionEvent::default() });
    }
}
