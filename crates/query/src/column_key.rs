//! What names a column of the table: a field, or one of a family of fields.

use crate::key::QueryKey;
use crate::schema::Field;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cell::RefCell;
use std::fmt;

/// A column of the table. It is one of [`Field::columns`], a tag or a column of the operator's own lists.
///
/// ```
/// use query::{ColumnKey, Field};
///
/// assert_eq!(ColumnKey::from_name("imsi"), Some(Field::Imsi.into()));
/// assert_eq!(ColumnKey::from_name("list.site").map(ColumnKey::name), Some("list.site"));
/// assert_eq!(ColumnKey::from_name("mcc"), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnKey {
    field: Field,
    name: &'static str,
}

thread_local! {
    /// The names of columns that are not fields. Columns are copied everywhere, as fields are, so that their names live as
    /// long as the program: the few that lists and tags have.
    static NAMES: RefCell<FxHashSet<&'static str>> = RefCell::default();
}

fn intern_name(name: &str) -> &'static str {
    NAMES.with_borrow_mut(|names| match names.get(name) {
        Some(name) => name,
        None => {
            let name: &'static str = Box::leak(name.into());
            names.insert(name);
            name
        }
    })
}

impl ColumnKey {
    /// The column with a name; `None` for fields that are no columns.
    pub fn from_name(name: &str) -> Option<Self> {
        if let Some(field) = Field::from_column_key(name) {
            return Some(field.into());
        }
        let key = QueryKey::from_name(name).ok().filter(|key| key.member().is_some())?;
        Some(Self { field: key.field, name: intern_name(key.name()) })
    }

    /// The column of a column of the operator's own lists.
    pub fn from_joined_column(column: &str) -> Self {
        Self { field: Field::Joined, name: intern_name(QueryKey::from_joined_column(column).name()) }
    }

    /// The field, or the family.
    pub fn field(self) -> Field {
        self.field
    }

    /// The name, which is the key of the query language.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// What follows the key of the family; `None` where this is a field of its own.
    pub fn member(self) -> Option<&'static str> {
        self.name.strip_prefix(self.field.key()).filter(|_| self.field.is_family())
    }
}

impl From<Field> for ColumnKey {
    fn from(field: Field) -> Self {
        Self { field, name: field.key() }
    }
}

impl PartialEq<Field> for ColumnKey {
    fn eq(&self, field: &Field) -> bool {
        self.field == *field && !field.is_family()
    }
}

impl fmt::Debug for ColumnKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl Serialize for ColumnKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name)
    }
}

impl<'de> Deserialize<'de> for ColumnKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::from_name(&name).ok_or_else(|| serde::de::Error::custom("no such column"))
    }
}
