//! How the writer of an export writes: what stood between one value and the next in the records before.
//!
//! A program writes its keys in the same order, with the same blanks, record after record; and most of what simscope does
//! not read is the same in every record too. So a record is a row of steps: bytes that are always the same, then a value.
//! The bytes are compared with those that were met in the same place before, which says at once which value follows. What
//! differs is read byte by byte, and learnt. A value that nobody asks for is part of the bytes until it is met as another
//! one.

use crate::block;
use crate::json::Cursor;
use crate::resync::is_identifier;
use crate::shape::{Member, Object};

/// How many steps are tried in one place.
const TRIES: usize = 8;
/// How many steps are learnt. An export of the API has about two hundred.
const STEPS: usize = 2048;
/// How many keys are told apart in one object; the others of it are all the same.
const KEYS: usize = 64;
/// A step ends at the next value when it has so many bytes; a longer value is no part of one.
const LONG: usize = 400;
/// No longer step is learnt.
const LONGEST: usize = 4096;

/// A place in the records: behind the value of a path, whose closing quote comes next or does not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place(u16);

impl Place {
    fn behind(path: u16, quoted: bool) -> Self {
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
pub const RECORD: Place = Place(0);
/// The path of the record itself.
const WHOLE: u16 = 0;
/// No more paths are told apart.
const PATHS: usize = u16::MAX as usize / 2;

/// How the value is written that comes behind a step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// A text, whose opening quote is part of the step.
    Text,
    /// A number, as it seems.
    Number,
    /// Anything.
    Any,
    /// A key that is data, whose opening quote is part of the step.
    Key(Object),
    /// There is none: the record ends.
    End,
}

/// Bytes that are the same as in other records, and what follows them.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// The path of the value that follows.
    path: u16,
    /// Where its bytes begin among all that were learnt.
    from: u32,
    /// How many bytes it has.
    pub len: u16,
    /// Where in them the last key stands.
    pub key: (u16, u16),
    /// What is read of the value.
    pub member: Member,
    /// How it is written.
    pub style: Style,
    /// Which leaves and objects come with this step: none of them may come twice.
    pub seen: u64,
    /// Which objects begin in it: a bit for each.
    pub opens: u16,
    /// Which are null.
    pub nulls: u16,
}

impl Step {
    /// Of no bytes, at a record's end.
    const END: Self = Self {
        path: WHOLE,
        from: 0,
        len: 0,
        key: (0, 0),
        member: Member::Other,
        style: Style::End,
        seen: 0,
        opens: 0,
        nulls: 0,
    };

    /// The place behind the value.
    #[inline]
    pub fn behind(&self, quoted: bool) -> Place {
        Place::behind(self.path, quoted)
    }
}

/// One key, by the keys around it.
#[derive(Clone, Debug)]
struct Path {
    /// The key.
    name: Box<str>,
    /// The path of the object that it stands in.
    parent: u16,
    /// What stands under it.
    member: Member,
    /// The value that nobody asks for, as it was met first.
    constant: Option<Box<str>>,
    /// Whether it was met as another one.
    varies: bool,
    /// The paths of its keys, where it is an object.
    keys: Vec<u16>,
    /// The path that stands for all keys past the most.
    others: Option<u16>,
}

/// No step.
const NONE: u16 = u16::MAX;

impl Path {
    fn new(name: &str, parent: u16, member: Member) -> Self {
        Self { name: name.into(), parent, member, constant: None, varies: false, keys: vec![], others: None }
    }
}

/// All that was learnt.
#[derive(Clone, Debug)]
pub struct Habits {
    paths: Vec<Path>,
    /// The steps that were met in each place. The last that fitted comes first.
    tries: Vec<[u16; TRIES]>,
    steps: Vec<Step>,
    bytes: Vec<u8>,
    /// The last one that was not known.
    strange: Step,
}

impl Default for Habits {
    fn default() -> Self {
        let record = Path::new("", WHOLE, Member::Object(Object::Record));
        Self { paths: vec![record], tries: vec![[NONE; TRIES]; 2], steps: vec![], bytes: vec![], strange: Step::END }
    }
}

impl Habits {
    /// What comes at a place of a text: as it was before, or learnt now. `None` where that is nothing that is read here.
    #[inline]
    pub fn follow(&mut self, place: Place, text: &str, at: usize) -> Option<&Step> {
        let [first, ..] = self.tries.get(usize::from(place.0))?;
        let here = text.as_bytes().get(at..)?;
        let first = usize::from(*first);
        if self.steps.get(first).is_some_and(|step| self.begins(here, step)) {
            return self.steps.get(first);
        }
        self.follow_rarer(place, text, at)
    }

    #[inline(never)]
    fn follow_rarer(&mut self, place: Place, text: &str, at: usize) -> Option<&Step> {
        let here = text.as_bytes().get(at..)?;
        let tries = self.tries.get(usize::from(place.0))?;
        let fits = |step: &u16| self.steps.get(usize::from(*step)).is_some_and(|step| self.begins(here, step));
        if let Some(i) = tries.iter().skip(1).take_while(|step| **step != NONE).position(fits) {
            let tries = self.tries.get_mut(usize::from(place.0))?;
            tries[..=i + 1].rotate_right(1);
            return self.steps.get(usize::from(tries[0]));
        }
        self.strange = self.learn(place, text, at)?;
        Some(&self.strange)
    }

    /// Whether bytes begin as a step does.
    #[inline]
    fn begins(&self, bytes: &[u8], step: &Step) -> bool {
        let (from, len) = (step.from as usize, usize::from(step.len));
        match (self.bytes.get(from..from + len), bytes.get(..len)) {
            (Some(step), Some(here)) => block::same(step, here),
            _ => false,
        }
    }

    /// Reads a step byte by byte.
    #[cold]
    fn learn(&mut self, place: Place, text: &str, from: usize) -> Option<Step> {
        let mut cursor = Cursor::new(text, from);
        let mut step = Step::END;
        let mut kept = true;
        let (mut object, mut first) = self.enter(place, &mut cursor)?;
        'step: loop {
            cursor.space();
            if cursor.takes(b'}') {
                if object == WHOLE {
                    break;
                }
                object = self.paths.get(usize::from(object))?.parent;
                first = false;
                continue;
            }
            if !std::mem::replace(&mut first, false) {
                if !cursor.takes(b',') {
                    return None;
                }
                cursor.space();
            }
            let Member::Object(inside) = self.paths.get(usize::from(object))?.member else { return None };
            if let Object::Profiles | Object::Subscribers = inside {
                let (path, _) = self.path(object, inside, "")?;
                let Member::Object(entry) = self.paths.get(usize::from(path))?.member else { return None };
                if !cursor.takes(b'"') {
                    return None;
                }
                (step.path, step.style) = (path, Style::Key(entry));
                break;
            }
            let key = cursor.key()?;
            step.key = (u16::try_from(key.start - from).ok()?, u16::try_from(key.end - from).ok()?);
            let key = text.get(key)?;
            let (path, many) = self.path(object, inside, key)?;
            let member = self.paths.get(usize::from(path))?.member;
            let null = text.get(cursor.at..)?.starts_with("null");
            match member {
                Member::Object(inner) => {
                    once(&mut step.seen, object_bit(inner))?;
                    if null {
                        if inner == Object::Subscribers {
                            return None;
                        }
                        step.nulls |= 1 << inner as u16;
                        cursor.skip()?;
                    } else if cursor.takes(b'{') {
                        step.opens |= 1 << inner as u16;
                        (object, first) = (path, true);
                    } else {
                        return None;
                    }
                    continue 'step;
                }
                Member::Leaf(slot) if slot.is_once() => {
                    once(&mut step.seen, 1 << slot as u64)?;
                    if null {
                        cursor.skip()?;
                        continue 'step;
                    }
                }
                Member::Other if !self.paths.get(usize::from(path))?.varies && cursor.at - from < LONG => {
                    let before = cursor.at;
                    let value = cursor.written()?;
                    if value.len() <= LONG && self.is_constant(path, place, value)? {
                        continue 'step;
                    }
                    cursor.at = before;
                }
                _ => {}
            }
            kept = !many;
            (step.path, step.member) = (path, member);
            step.style = match cursor.peek()? {
                b'"' => {
                    cursor.at += 1;
                    Style::Text
                }
                b'0'..=b'9' => Style::Number,
                _ => Style::Any,
            };
            break;
        }
        let bytes = text.as_bytes().get(from..cursor.at)?;
        step.len = u16::try_from(bytes.len()).ok()?;
        if kept {
            self.keep(place, &mut step, bytes);
        }
        Some(step)
    }

    /// Into the object that follows a place: its path, and whether nothing of it was read.
    fn enter(&self, place: Place, cursor: &mut Cursor) -> Option<(u16, bool)> {
        if place == RECORD {
            return cursor.takes(b'{').then_some((WHOLE, true));
        }
        let path = self.paths.get(usize::from(place.path()))?;
        if place.is_quoted() && !cursor.takes(b'"') {
            return None;
        }
        let Member::Object(_) = path.member else { return Some((path.parent, false)) };
        cursor.colon()?;
        cursor.takes(b'{').then_some((place.path(), true))
    }

    /// The path of a key, and whether it stands for others too.
    fn path(&mut self, object: u16, inside: Object, key: &str) -> Option<(u16, bool)> {
        let of = self.paths.get(usize::from(object))?;
        let known = |path: &&u16| self.paths.get(usize::from(**path)).is_some_and(|path| *path.name == *key);
        if let Some(path) = of.keys.iter().find(known) {
            return Some((*path, false));
        }
        let member = inside.member(key);
        // An object that is keyed by identifiers is no record, whatever else damage made it hold.
        if member == Member::Other && is_identifier(key) {
            return None;
        }
        let many = of.keys.len() >= KEYS && matches!(member, Member::Tag | Member::Other);
        if let Some(path) = of.others.filter(|_| many) {
            return Some((path, true));
        }
        if self.paths.len() >= PATHS {
            return None;
        }
        let path = self.paths.len() as u16;
        self.tries.extend([[NONE; TRIES]; 2]);
        self.paths.push(Path { varies: many, ..Path::new(key, object, member) });
        let of = self.paths.get_mut(usize::from(object))?;
        if many {
            of.others = Some(path);
        } else {
            of.keys.push(path);
        }
        Some((path, many))
    }

    /// Whether a value that nobody asks for is as it always was.
    fn is_constant(&mut self, path: u16, place: Place, value: &str) -> Option<bool> {
        let known = self.paths.get_mut(usize::from(path))?;
        if known.constant.as_deref().is_none_or(|constant| constant == value) {
            known.constant.get_or_insert_with(|| value.into());
            return Some(true);
        }
        known.varies = true;
        // The steps over the value as it was would be tried first, in vain.
        *self.tries.get_mut(usize::from(place.0))? = [NONE; TRIES];
        Some(false)
    }

    fn keep(&mut self, place: Place, step: &mut Step, bytes: &[u8]) {
        if self.steps.len() >= STEPS || bytes.len() > LONGEST {
            return;
        }
        step.from = self.bytes.len() as u32;
        self.bytes.extend_from_slice(bytes);
        if let Some(tries) = self.tries.get_mut(usize::from(place.0)) {
            tries.rotate_right(1);
            tries[0] = self.steps.len() as u16;
            self.steps.push(*step);
        }
    }
}

/// Marks one that comes once.
fn once(seen: &mut u64, bit: u64) -> Option<()> {
    if *seen & bit != 0 {
        return None;
    }
    *seen |= bit;
    Some(())
}

/// The bit of an object that comes once; the others have none.
fn object_bit(object: Object) -> u64 {
    match object {
        Object::Profile | Object::Subscribers | Object::Subscriber => 0,
        object => 1 << (63 - object as u64),
    }
}
