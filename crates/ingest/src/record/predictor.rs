//! Predicts the layout of records: what is between one value and the next, from the records before.
//!
//! A program writes its keys in the same order, with the same blanks, record after record; and most of what simscope does
//! not read is the same in every record too. So a record is a sequence of templates, bytes that are always the same, and a
//! value after each. The bytes are compared with those that were met in the same state before, which says at once which
//! value follows. What differs is read byte by byte, and learned. A value that is not read is part of a template until it
//! is met as another one.

use super::schema::{OBJECT_COUNT, SINGLE_FIELD_COUNT, SchemaMember, SchemaObject};
use crate::identifier::is_identifier;
use crate::json::{JsonCursor, simd};

/// Maximum number of templates that are tried in one state.
const MAX_CANDIDATES: usize = 8;
/// Maximum number of templates. An export of the API has about two hundred.
const MAX_TEMPLATES: usize = 2048;
/// Maximum number of keys of one object that have a path of their own; the others share one.
const MAX_KEYS_PER_OBJECT: usize = 64;
/// Maximum number of bytes of a value within a template. A template with more bytes ends at the next value.
const MAX_INLINE_VALUE_LEN: usize = 400;
/// Maximum number of bytes of a template that is kept.
const MAX_TEMPLATE_LEN: usize = 4096;

/// A position in the layout: after the value of a path, whose closing quote comes next or does not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PredictorState(u16);

impl PredictorState {
    fn after_value(path: u16, quoted: bool) -> Self {
        Self(path * 2 + u16::from(quoted))
    }

    /// The path of the last value; before the first value, that of the record itself.
    fn path(self) -> u16 {
        self.0 / 2
    }

    fn is_quoted(self) -> bool {
        self.0 % 2 == 1
    }
}

/// The state before a record.
pub const RECORD_START: PredictorState = PredictorState(0);
/// The path of the record itself.
const ROOT_PATH: u16 = 0;
/// Maximum number of paths.
const MAX_PATHS: usize = u16::MAX as usize / 2;

/// How the value after a template is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ValueStyle {
    /// A text, whose opening quote is part of the template.
    Text,
    /// A number, by its first byte.
    Number,
    /// Any value.
    Any,
    /// A key that is data, whose opening quote is part of the template.
    Key(SchemaObject),
    /// There is no value: the record ends.
    End,
}

/// Bytes that are the same in many records, and what follows them.
#[derive(Clone, Copy, Debug)]
pub struct LayoutTemplate {
    /// The path of the value that follows.
    path: u16,
    /// Where its bytes begin among those of all templates.
    bytes_start: u32,
    /// Number of its bytes.
    pub len: u16,
    /// Where the last key is within them.
    pub last_key: (u16, u16),
    /// What the value is in the schema.
    pub member: SchemaMember,
    /// How it is written.
    pub style: ValueStyle,
    /// Which scalars are in it that come once in a record: a bit for each [`FieldId`](super::schema::FieldId).
    pub scalar_mask: u64,
    /// Which objects begin in it: a bit for each [`SchemaObject`].
    pub opened_mask: u16,
    /// Which of them are null.
    pub null_mask: u16,
}

// Each scalar that comes once, and each object, has a bit of its own: two that shared one would look like a key that stands
// twice, and every record would be declined.
const _: () = assert!(SINGLE_FIELD_COUNT <= u64::BITS as usize && OBJECT_COUNT <= u16::BITS as usize);

impl LayoutTemplate {
    /// The template without bytes at a record's end.
    const END_OF_RECORD: Self = Self {
        path: ROOT_PATH,
        bytes_start: 0,
        len: 0,
        last_key: (0, 0),
        member: SchemaMember::Other,
        style: ValueStyle::End,
        scalar_mask: 0,
        opened_mask: 0,
        null_mask: 0,
    };

    /// The objects that it says something of: a bit for each.
    #[inline]
    pub fn object_mask(&self) -> u16 {
        self.opened_mask | self.null_mask
    }

    /// Returns the state after the value.
    #[inline]
    pub fn next_state(&self, quoted: bool) -> PredictorState {
        PredictorState::after_value(self.path, quoted)
    }
}

/// A key with the keys of the objects around it.
#[derive(Clone, Debug)]
struct LayoutPath {
    /// The key.
    name: Box<str>,
    /// The path of the object that has it.
    parent: u16,
    /// What its value is in the schema.
    member: SchemaMember,
    /// Its value as it was met first, where that is not read.
    constant: Option<Box<str>>,
    /// Whether another value was met.
    varies: bool,
    /// The paths of its keys, where it is an object.
    keys: Vec<u16>,
    /// The path that its keys past [`MAX_KEYS_PER_OBJECT`] share.
    overflow_path: Option<u16>,
}

/// No template.
const NO_TEMPLATE: u16 = u16::MAX;

impl LayoutPath {
    fn new(name: &str, parent: u16, member: SchemaMember) -> Self {
        Self { name: name.into(), parent, member, constant: None, varies: false, keys: vec![], overflow_path: None }
    }
}

/// Everything that was learned of a layout.
#[derive(Clone, Debug)]
pub struct LayoutPredictor {
    paths: Vec<LayoutPath>,
    /// The templates that were met in each state. The last one that matched is the first.
    candidates: Vec<[u16; MAX_CANDIDATES]>,
    templates: Vec<LayoutTemplate>,
    template_bytes: Vec<u8>,
    /// The last template that was learned.
    last_learned: LayoutTemplate,
}

impl Default for LayoutPredictor {
    fn default() -> Self {
        let record = LayoutPath::new("", ROOT_PATH, SchemaMember::Object(SchemaObject::Record));
        Self {
            paths: vec![record],
            candidates: vec![[NO_TEMPLATE; MAX_CANDIDATES]; 2],
            templates: vec![],
            template_bytes: vec![],
            last_learned: LayoutTemplate::END_OF_RECORD,
        }
    }
}

impl LayoutPredictor {
    /// Returns the template at a byte of a text: one that was met before, or one that is learned now. `None` where it is
    /// not written as exports are.
    #[inline]
    pub fn predict_template(&mut self, place: PredictorState, text: &str, at: usize) -> Option<&LayoutTemplate> {
        let [first, ..] = self.candidates.get(usize::from(place.0))?;
        let here = text.as_bytes().get(at..)?;
        let first = usize::from(*first);
        if self.templates.get(first).is_some_and(|step| self.is_match(here, step)) {
            return self.templates.get(first);
        }
        self.try_other_candidates(place, text, at)
    }

    #[inline(never)]
    fn try_other_candidates(&mut self, place: PredictorState, text: &str, at: usize) -> Option<&LayoutTemplate> {
        let here = text.as_bytes().get(at..)?;
        let tries = self.candidates.get(usize::from(place.0))?;
        let fits = |step: &u16| self.templates.get(usize::from(*step)).is_some_and(|step| self.is_match(here, step));
        if let Some(i) = tries.iter().skip(1).take_while(|step| **step != NO_TEMPLATE).position(fits) {
            let tries = self.candidates.get_mut(usize::from(place.0))?;
            tries[..=i + 1].rotate_right(1);
            return self.templates.get(usize::from(tries[0]));
        }
        self.last_learned = self.learn_template(place, text, at)?;
        Some(&self.last_learned)
    }

    /// Whether bytes begin with a template.
    #[inline]
    fn is_match(&self, bytes: &[u8], step: &LayoutTemplate) -> bool {
        let (from, len) = (step.bytes_start as usize, usize::from(step.len));
        match (self.template_bytes.get(from..from + len), bytes.get(..len)) {
            (Some(step), Some(here)) => simd::is_equal(step, here),
            _ => false,
        }
    }

    /// Reads a template byte by byte.
    #[cold]
    fn learn_template(&mut self, place: PredictorState, text: &str, from: usize) -> Option<LayoutTemplate> {
        let mut cursor = JsonCursor::new(text, from);
        let mut step = LayoutTemplate::END_OF_RECORD;
        let mut kept = true;
        let (mut object, mut first) = self.enter_object(place, &mut cursor)?;
        'step: loop {
            cursor.skip_whitespace();
            if cursor.consume_byte(b'}') {
                if object == ROOT_PATH {
                    break;
                }
                object = self.paths.get(usize::from(object))?.parent;
                first = false;
                continue;
            }
            if !std::mem::replace(&mut first, false) {
                if !cursor.consume_byte(b',') {
                    return None;
                }
                cursor.skip_whitespace();
            }
            let SchemaMember::Object(inside) = self.paths.get(usize::from(object))?.member else { return None };
            if let SchemaObject::Profiles | SchemaObject::Subscribers = inside {
                let (path, _) = self.find_or_add_path(object, inside, "")?;
                let SchemaMember::Object(entry) = self.paths.get(usize::from(path))?.member else { return None };
                if !cursor.consume_byte(b'"') {
                    return None;
                }
                (step.path, step.style) = (path, ValueStyle::Key(entry));
                break;
            }
            let key = cursor.read_key()?;
            step.last_key = (u16::try_from(key.start - from).ok()?, u16::try_from(key.end - from).ok()?);
            let key = text.get(key)?;
            let (path, many) = self.find_or_add_path(object, inside, key)?;
            let member = self.paths.get(usize::from(path))?.member;
            let null = text.get(cursor.offset..)?.starts_with("null");
            match member {
                SchemaMember::Object(inner) => {
                    if step.object_mask() & inner.single_bit() != 0 {
                        return None;
                    }
                    if null {
                        if inner == SchemaObject::Subscribers {
                            return None;
                        }
                        step.null_mask |= inner.bit();
                        cursor.skip_json_value()?;
                    } else if cursor.consume_byte(b'{') {
                        step.opened_mask |= inner.bit();
                        (object, first) = (path, true);
                    } else {
                        return None;
                    }
                    continue 'step;
                }
                SchemaMember::Scalar(field) if field.is_single() => {
                    if step.scalar_mask & field.bit() != 0 {
                        return None;
                    }
                    step.scalar_mask |= field.bit();
                    if null {
                        cursor.skip_json_value()?;
                        continue 'step;
                    }
                }
                SchemaMember::Other
                    if !self.paths.get(usize::from(path))?.varies && cursor.offset - from < MAX_INLINE_VALUE_LEN =>
                {
                    let before = cursor.offset;
                    let value = cursor.read_raw_value()?;
                    if value.len() <= MAX_INLINE_VALUE_LEN && self.is_constant(path, place, value)? {
                        continue 'step;
                    }
                    cursor.offset = before;
                }
                _ => {}
            }
            kept = !many;
            (step.path, step.member) = (path, member);
            step.style = match cursor.peek()? {
                b'"' => {
                    cursor.offset += 1;
                    ValueStyle::Text
                }
                b'0'..=b'9' => ValueStyle::Number,
                _ => ValueStyle::Any,
            };
            break;
        }
        let bytes = text.as_bytes().get(from..cursor.offset)?;
        step.len = u16::try_from(bytes.len()).ok()?;
        if kept {
            self.store_template(place, &mut step, bytes);
        }
        Some(step)
    }

    /// Enters the object after a state. Returns its path, and whether nothing of it was read yet.
    fn enter_object(&self, place: PredictorState, cursor: &mut JsonCursor) -> Option<(u16, bool)> {
        if place == RECORD_START {
            return cursor.consume_byte(b'{').then_some((ROOT_PATH, true));
        }
        let path = self.paths.get(usize::from(place.path()))?;
        if place.is_quoted() && !cursor.consume_byte(b'"') {
            return None;
        }
        let SchemaMember::Object(_) = path.member else { return Some((path.parent, false)) };
        cursor.consume_colon()?;
        cursor.consume_byte(b'{').then_some((place.path(), true))
    }

    /// Returns the path of a key, and whether other keys share it.
    fn find_or_add_path(&mut self, object: u16, inside: SchemaObject, key: &str) -> Option<(u16, bool)> {
        let of = self.paths.get(usize::from(object))?;
        let known = |path: &&u16| self.paths.get(usize::from(**path)).is_some_and(|path| *path.name == *key);
        if let Some(path) = of.keys.iter().find(known) {
            return Some((*path, false));
        }
        let member = inside.member_for_key(key);
        // An object that is keyed by identifiers is not a record, whatever else damage put into it.
        if member == SchemaMember::Other && is_identifier(key) {
            return None;
        }
        let many = of.keys.len() >= MAX_KEYS_PER_OBJECT && matches!(member, SchemaMember::Tag | SchemaMember::Other);
        if let Some(path) = of.overflow_path.filter(|_| many) {
            return Some((path, true));
        }
        if self.paths.len() >= MAX_PATHS {
            return None;
        }
        let path = self.paths.len() as u16;
        self.candidates.extend([[NO_TEMPLATE; MAX_CANDIDATES]; 2]);
        self.paths.push(LayoutPath { varies: many, ..LayoutPath::new(key, object, member) });
        let of = self.paths.get_mut(usize::from(object))?;
        if many {
            of.overflow_path = Some(path);
        } else {
            of.keys.push(path);
        }
        Some((path, many))
    }

    /// Whether a value that is not read is the same as ever.
    fn is_constant(&mut self, path: u16, place: PredictorState, value: &str) -> Option<bool> {
        let known = self.paths.get_mut(usize::from(path))?;
        if known.constant.as_deref().is_none_or(|constant| constant == value) {
            known.constant.get_or_insert_with(|| value.into());
            return Some(true);
        }
        known.varies = true;
        // The templates with the old value would be tried first, in vain.
        *self.candidates.get_mut(usize::from(place.0))? = [NO_TEMPLATE; MAX_CANDIDATES];
        Some(false)
    }

    fn store_template(&mut self, place: PredictorState, step: &mut LayoutTemplate, bytes: &[u8]) {
        if self.templates.len() >= MAX_TEMPLATES || bytes.len() > MAX_TEMPLATE_LEN {
            return;
        }
        step.bytes_start = self.template_bytes.len() as u32;
        self.template_bytes.extend_from_slice(bytes);
        if let Some(tries) = self.candidates.get_mut(usize::from(place.0)) {
            tries.rotate_right(1);
            tries[0] = self.templates.len() as u16;
            self.templates.push(*step);
        }
    }
}
