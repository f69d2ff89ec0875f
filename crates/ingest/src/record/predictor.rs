//! How the writer of an export writes: what stood between one value and the next in the records before.
//!
//! A program writes its keys in the same order, with the same blanks, record after record; and most of what simscope does
//! not read is the same in every record too. So a record is a row of steps: bytes that are always the same, then a value.
//! The bytes are compared with those that were met in the same place before, which says at once which value follows. What
//! differs is read byte by byte, and learnt. A value that nobody asks for is part of the bytes until it is met as another
//! one.

use super::schema::{SchemaMember, SchemaObject};
use crate::identifier::is_identifier;
use crate::json::{JsonCursor, simd};

/// How many steps are tried in one place.
const MAX_CANDIDATES: usize = 8;
/// How many steps are learnt. An export of the API has about two hundred.
const MAX_TEMPLATES: usize = 2048;
/// How many keys are told apart in one object; the others of it are all the same.
const MAX_KEYS_PER_OBJECT: usize = 64;
/// A step ends at the next value when it has so many bytes; a longer value is no part of one.
const MAX_INLINE_VALUE_LEN: usize = 400;
/// No longer step is learnt.
const MAX_TEMPLATE_LEN: usize = 4096;

/// A place in the records: behind the value of a path, whose closing quote comes next or does not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PredictorState(u16);

impl PredictorState {
    fn after_value(path: u16, quoted: bool) -> Self {
        Self(path * 2 + u16::from(quoted))
    }

    /// The path of the value that was read last; that of the record itself before its first.
    fn path(self) -> u16 {
        self.0 / 2
    }

    fn is_quoted(self) -> bool {
        self.0 % 2 == 1
    }
}

/// Before a record.
pub const RECORD_START: PredictorState = PredictorState(0);
/// The path of the record itself.
const ROOT_PATH: u16 = 0;
/// No more paths are told apart.
const MAX_PATHS: usize = u16::MAX as usize / 2;

/// How the value is written that comes behind a step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ValueStyle {
    /// A text, whose opening quote is part of the step.
    Text,
    /// A number, as it seems.
    Number,
    /// Anything.
    Any,
    /// A key that is data, whose opening quote is part of the step.
    Key(SchemaObject),
    /// There is none: the record ends.
    End,
}

/// Bytes that are the same as in other records, and what follows them.
#[derive(Clone, Copy, Debug)]
pub struct LayoutTemplate {
    /// The path of the value that follows.
    path: u16,
    /// Where its bytes begin among all that were learnt.
    bytes_start: u32,
    /// How many bytes it has.
    pub len: u16,
    /// Where in them the last key stands.
    pub last_key: (u16, u16),
    /// What is read of the value.
    pub member: SchemaMember,
    /// How it is written.
    pub style: ValueStyle,
    /// Which leaves and objects come with this step: none of them may come twice.
    pub seen_mask: u64,
    /// Which objects begin in it: a bit for each.
    pub opened_mask: u16,
    /// Which are null.
    pub null_mask: u16,
}

impl LayoutTemplate {
    /// Of no bytes, at a record's end.
    const END_OF_RECORD: Self = Self {
        path: ROOT_PATH,
        bytes_start: 0,
        len: 0,
        last_key: (0, 0),
        member: SchemaMember::Other,
        style: ValueStyle::End,
        seen_mask: 0,
        opened_mask: 0,
        null_mask: 0,
    };

    /// The place behind the value.
    #[inline]
    pub fn next_state(&self, quoted: bool) -> PredictorState {
        PredictorState::after_value(self.path, quoted)
    }
}

/// One key, by the keys around it.
#[derive(Clone, Debug)]
struct LayoutPath {
    /// The key.
    name: Box<str>,
    /// The path of the object that it stands in.
    parent: u16,
    /// What stands under it.
    member: SchemaMember,
    /// The value that nobody asks for, as it was met first.
    constant: Option<Box<str>>,
    /// Whether it was met as another one.
    varies: bool,
    /// The paths of its keys, where it is an object.
    keys: Vec<u16>,
    /// The path that stands for all keys past the most.
    overflow_path: Option<u16>,
}

/// No step.
const NO_TEMPLATE: u16 = u16::MAX;

impl LayoutPath {
    fn new(name: &str, parent: u16, member: SchemaMember) -> Self {
        Self { name: name.into(), parent, member, constant: None, varies: false, keys: vec![], overflow_path: None }
    }
}

/// All that was learnt.
#[derive(Clone, Debug)]
pub struct LayoutPredictor {
    paths: Vec<LayoutPath>,
    /// The steps that were met in each place. The last that fitted comes first.
    candidates: Vec<[u16; MAX_CANDIDATES]>,
    templates: Vec<LayoutTemplate>,
    template_bytes: Vec<u8>,
    /// The last one that was not known.
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
    /// What comes at a place of a text: as it was before, or learnt now. `None` where that is nothing that is read here.
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

    /// Whether bytes begin as a step does.
    #[inline]
    fn is_match(&self, bytes: &[u8], step: &LayoutTemplate) -> bool {
        let (from, len) = (step.bytes_start as usize, usize::from(step.len));
        match (self.template_bytes.get(from..from + len), bytes.get(..len)) {
            (Some(step), Some(here)) => simd::is_equal(step, here),
            _ => false,
        }
    }

    /// Reads a step byte by byte.
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
                    mark_seen(&mut step.seen_mask, object_bit(inner))?;
                    if null {
                        if inner == SchemaObject::Subscribers {
                            return None;
                        }
                        step.null_mask |= 1 << inner as u16;
                        cursor.skip_json_value()?;
                    } else if cursor.consume_byte(b'{') {
                        step.opened_mask |= 1 << inner as u16;
                        (object, first) = (path, true);
                    } else {
                        return None;
                    }
                    continue 'step;
                }
                SchemaMember::Scalar(slot) if slot.is_single() => {
                    mark_seen(&mut step.seen_mask, 1 << slot as u64)?;
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

    /// Into the object that follows a place: its path, and whether nothing of it was read.
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

    /// The path of a key, and whether it stands for others too.
    fn find_or_add_path(&mut self, object: u16, inside: SchemaObject, key: &str) -> Option<(u16, bool)> {
        let of = self.paths.get(usize::from(object))?;
        let known = |path: &&u16| self.paths.get(usize::from(**path)).is_some_and(|path| *path.name == *key);
        if let Some(path) = of.keys.iter().find(known) {
            return Some((*path, false));
        }
        let member = inside.member_for_key(key);
        // An object that is keyed by identifiers is no record, whatever else damage made it hold.
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

    /// Whether a value that nobody asks for is as it always was.
    fn is_constant(&mut self, path: u16, place: PredictorState, value: &str) -> Option<bool> {
        let known = self.paths.get_mut(usize::from(path))?;
        if known.constant.as_deref().is_none_or(|constant| constant == value) {
            known.constant.get_or_insert_with(|| value.into());
            return Some(true);
        }
        known.varies = true;
        // The steps over the value as it was would be tried first, in vain.
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

/// Marks one that comes once.
fn mark_seen(seen: &mut u64, bit: u64) -> Option<()> {
    if *seen & bit != 0 {
        return None;
    }
    *seen |= bit;
    Some(())
}

/// The bit of an object that comes once; the others have none.
fn object_bit(object: SchemaObject) -> u64 {
    match object {
        SchemaObject::Profile | SchemaObject::Subscribers | SchemaObject::Subscriber => 0,
        object => 1 << (63 - object as u64),
    }
}
