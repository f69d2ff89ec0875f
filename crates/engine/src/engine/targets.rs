//! The SIMs of a selection, as actions need to know them.

use super::Engine;
use actions::SimTarget;
use fleet::{Basis, DictField, TextField};
use query::Field;

impl Engine {
    /// The SIMs of some rows. `tag` is the tag that an action is about.
    pub fn action_targets(&self, rows: &[u32], tag: Option<&str>) -> Vec<SimTarget> {
        let columns = self.fleet.columns();
        let tags = tag.map(|key| self.fleet.tag_column(key));
        let target = |row: usize| {
            let text = |field| columns.text(row, field).to_owned();
            let dict = |field| columns.dict_column(field).text(row).to_owned();
            let country = Field::Country.row_text(&self.fleet, row, Basis::Last).into_owned();
            SimTarget {
                sim_id: text(TextField::SimId),
                imsi: text(TextField::Imsi),
                status: dict(DictField::Status).to_lowercase(),
                country: if country.len() == 2 { country } else { String::new() },
                group_id: dict(DictField::GroupId),
                speed_class: dict(DictField::SpeedClass),
                device: columns.last_device(row).map(fleet::DeviceId::digits).unwrap_or_default(),
                tag: tags.as_ref().map(|tags| tags.text(row).to_owned()).filter(|value| !value.is_empty()),
                is_online: columns.is_online(row),
            }
        };
        rows.iter().map(|row| target(*row as usize)).collect()
    }

    /// The query of the last view.
    pub fn last_query(&self) -> String {
        self.last_view.as_ref().map(|view| view.query.to_string()).unwrap_or_default()
    }

    /// The query of the last view, for programs that do not know which names there are in the fleet.
    pub fn command_query(&self) -> String {
        let query = self.last_view.as_ref().map(|view| view.query.clone().with_widened_names(&self.fleet));
        query.map(|query| query.to_string()).unwrap_or_default()
    }

    /// Which rows there are: while this stays the same, a row is the same SIM.
    pub fn revision(&self) -> u64 {
        self.revision
    }
}
