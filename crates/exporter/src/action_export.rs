//! The files of an action as one file: an archive where the form needs several.

use crate::ExportError;
use actions::{ActionFile, ActionOrder, ActionOrigin, ActionPlan, FilePart, SimAction, SimTarget};
use workbook::ZipWriter;

/// Writes an action. All SIMs are counted first, and then written, in the same order.
pub struct ActionExport {
    plan: ActionPlan,
    /// Whether the action is for a SIM, in the order in which they were counted.
    accepted: Vec<bool>,
    origin: ActionOrigin,
    writer: Option<Writer>,
}

/// The file that is being written.
struct Writer {
    files: ActionFile,
    /// Number of SIMs that were looked at.
    seen: usize,
    /// The archive, where there are several files.
    archive: Option<ZipWriter>,
    /// The file of the archive that is not whole yet.
    open: Option<FilePart>,
}

impl ActionExport {
    /// Before the first SIM.
    ///
    /// # Errors
    /// Where what was typed is no action, or the form cannot say it.
    pub fn new(order: &ActionOrder) -> Result<Self, ExportError> {
        let action = SimAction::parse(order.kind, &order.value)?;
        order.form.check(order.kind)?;
        let plan = ActionPlan::new(action, order.form);
        Ok(Self { plan, accepted: Vec::new(), origin: order.origin.clone(), writer: None })
    }

    /// Counts some SIMs.
    ///
    /// # Errors
    /// Where the bytes are no list of [`SimTarget`].
    pub fn count_sims(&mut self, sims: &[u8]) -> Result<(), ExportError> {
        for sim in postcard::from_bytes::<Vec<SimTarget>>(sims)? {
            self.accepted.push(self.plan.add(&sim).is_none());
        }
        Ok(())
    }

    /// What was counted, an [`actions::ActionSummary`].
    ///
    /// # Errors
    /// None that is known: a summary can always be encoded.
    pub fn encode_summary(&self) -> Result<Vec<u8>, ExportError> {
        Ok(postcard::to_allocvec(&self.plan.summary())?)
    }

    /// Writes the next SIMs, and returns what follows in the file.
    ///
    /// # Errors
    /// Where the bytes are no list of [`SimTarget`].
    pub fn write_sims(&mut self, sims: &[u8]) -> Result<Vec<u8>, ExportError> {
        let sims: Vec<SimTarget> = postcard::from_bytes(sims)?;
        let writer = self.writer.get_or_insert_with(|| {
            let files = ActionFile::new(&self.plan, &self.origin);
            let archive = files.is_archive().then(ZipWriter::default);
            Writer { files, seen: 0, archive, open: None }
        });
        let mut out = Vec::new();
        for sim in &sims {
            if self.accepted.get(writer.seen) == Some(&true) {
                writer.files.push(sim);
            }
            writer.seen += 1;
        }
        writer.take_parts(&mut out);
        Ok(out)
    }

    /// What ends the file.
    pub fn finish_file(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        if let Some(writer) = self.writer.take() {
            writer.finish(&mut out);
        }
        out
    }

    /// The name of the file.
    pub fn file_name(&self) -> String {
        ActionFile::new(&self.plan, &self.origin).archive_name()
    }
}

impl Writer {
    fn take_parts(&mut self, out: &mut Vec<u8>) {
        for part in self.files.take_parts() {
            self.add_part(part, out);
        }
    }

    fn add_part(&mut self, part: FilePart, out: &mut Vec<u8>) {
        let Some(archive) = &mut self.archive else { return out.extend(part.bytes) };
        match &mut self.open {
            Some(open) if open.name == part.name => open.bytes.extend(part.bytes),
            open => {
                if let Some(whole) = open.replace(part) {
                    out.extend(archive.add_file(&whole.name, &whole.bytes));
                }
            }
        }
    }

    fn finish(mut self, out: &mut Vec<u8>) {
        for part in self.files.take_all_parts() {
            self.add_part(part, out);
        }
        if let Some(mut archive) = self.archive {
            if let Some(whole) = self.open {
                out.extend(archive.add_file(&whole.name, &whole.bytes));
            }
            out.extend(archive.finish());
        }
    }
}
