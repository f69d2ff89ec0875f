//! The files of an action: written SIM by SIM, in as many files as the form needs.

use crate::{ActionForm, ActionPlan, ActionSummary, SimAction, SimTarget};
use serde::{Deserialize, Serialize};

/// A file is handed over in parts of about so many bytes, so that it is never one buffer.
const PART_BYTES: usize = 1 << 20;

/// Where the SIMs of an action came from.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ActionOrigin {
    /// The query that selects them.
    pub query: String,
    /// The names of the sources.
    pub sources: Vec<String>,
    /// When the action was written, as ISO 8601 has it.
    pub written: String,
    /// The coverage that a script signs in at, where it is not told another one: `g` or `jp`.
    pub coverage: String,
}

/// What the writer of a form knows of the file that it writes.
pub(crate) struct FileContext<'a> {
    pub action: &'a SimAction,
    pub summary: &'a ActionSummary,
    pub origin: &'a ActionOrigin,
    /// The group that all SIMs are in.
    pub shared_group: Option<&'a str>,
    /// The name of the file without what it ends in.
    pub stem: String,
}

/// A part of one of the files.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FilePart {
    /// The name of the file. Parts of one file follow one another.
    pub name: String,
    /// What follows the parts before.
    pub bytes: Vec<u8>,
}

/// Writes the files of an action. All SIMs of its plan are pushed, in any order.
pub struct ActionFile {
    action: SimAction,
    form: ActionForm,
    summary: ActionSummary,
    origin: ActionOrigin,
    shared_group: Option<String>,
    /// Number of SIMs that were pushed.
    pushed: usize,
    parts: Vec<FilePart>,
}

impl ActionFile {
    /// Before the first SIM.
    pub fn new(plan: &ActionPlan, origin: &ActionOrigin) -> Self {
        Self {
            action: plan.action().clone(),
            form: plan.form(),
            summary: plan.summary(),
            origin: origin.clone(),
            shared_group: plan.shared_group().map(str::to_owned),
            pushed: 0,
            parts: Vec::new(),
        }
    }

    /// Whether they leave in an archive: several do, and scripts, since browsers hold those back that are saved as they are
    /// (Chromium 156 keeps a `.sh` as an unconfirmed download, 2026-11).
    pub fn is_archive(&self) -> bool {
        self.file_count() > 1 || (self.form.is_script() && self.file_count() > 0)
    }

    /// The name of the one file that has all of them.
    pub fn archive_name(&self) -> String {
        let extension = if self.is_archive() { "zip" } else { self.form.extension() };
        format!("{}-{}-sims.{extension}", self.action.kind().key(), self.summary.targets)
    }

    /// Number of files that the SIMs of the plan take.
    pub fn file_count(&self) -> usize {
        self.summary.targets.div_ceil(self.sims_per_file())
    }

    fn sims_per_file(&self) -> usize {
        let one_handler = self.form == ActionForm::EventHandler && self.shared_group.is_some();
        if one_handler { usize::MAX } else { self.form.max_targets() }
    }

    /// Writes a SIM that the plan has accepted.
    pub fn push(&mut self, sim: &SimTarget) {
        let (file, place) = (self.pushed / self.sims_per_file(), self.pushed % self.sims_per_file());
        let stem = self.stem(file);
        let name = format!("{stem}.{}", self.form.extension());
        let mut bytes = Vec::new();
        let context = FileContext {
            action: &self.action,
            summary: &self.summary,
            origin: &self.origin,
            shared_group: self.shared_group.as_deref(),
            stem,
        };
        let writer = self.form.writer();
        if place == 0 {
            writer.begin(&context, &mut bytes);
        }
        writer.add(&context, sim, place == 0, &mut bytes);
        self.pushed += 1;
        let is_full = self.pushed == self.summary.targets || place + 1 == self.sims_per_file();
        if is_full {
            writer.end(&context, &mut bytes);
        }
        match self.parts.last_mut() {
            Some(part) if part.name == name && part.bytes.len() < PART_BYTES => part.bytes.extend(bytes),
            _ => self.parts.push(FilePart { name, bytes }),
        }
    }

    /// The name of a file, by its place among all of them.
    fn stem(&self, file: usize) -> String {
        let stem = format!("{}-{}-sims", self.action.kind().key(), self.summary.targets);
        match self.file_count() {
            0 | 1 => stem,
            files => format!("{stem}-{:0width$}-of-{files}", file + 1, width = files.to_string().len()),
        }
    }

    /// The parts that are whole; the last one may not be.
    pub fn take_parts(&mut self) -> Vec<FilePart> {
        let last = self.parts.pop();
        let whole = std::mem::take(&mut self.parts);
        self.parts.extend(last);
        whole
    }

    /// All parts that were not taken, when the last SIM has been pushed.
    pub fn take_all_parts(&mut self) -> Vec<FilePart> {
        std::mem::take(&mut self.parts)
    }
}
