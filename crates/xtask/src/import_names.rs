//! Short names for what the wasm takes from its JavaScript: wasm-bindgen ends each with 16 digits of a hash, which no gzip packs.

use std::collections::HashMap;
use std::convert::Infallible;
use std::fs;
use std::path::Path;

use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{ImportSection, Module};
use wasmparser::{ImportSectionReader, Parser};

use crate::content_hash;
use crate::step::{XtaskError, file_error};

/// Shortens the names in every `NAME_bg.wasm` under `dist` and in the `NAME.js` beside it.
pub fn shorten_all(dist: &Path) -> Result<(), XtaskError> {
    for path in content_hash::list_files(dist)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let Some(name) = name.strip_suffix("_bg.wasm") else { continue };
        let script_path = path.with_file_name(format!("{name}.js"));
        let wasm = fs::read(&path).map_err(file_error(&path))?;
        let script = fs::read_to_string(&script_path).map_err(file_error(&script_path))?;
        let (wasm, script) =
            shorten_names(&wasm, &script).map_err(|error| XtaskError::Other(format!("{}: {error}", path.display())))?;
        fs::write(&path, wasm).map_err(file_error(&path))?;
        fs::write(&script_path, script).map_err(file_error(&script_path))?;
    }
    Ok(())
}

/// The wasm and its script with short names for the functions that the script gives.
fn shorten_names(wasm: &[u8], script: &str) -> Result<(Vec<u8>, String), String> {
    let mut renamed = RenamedImports::default();
    let mut module = Module::new();
    renamed.parse_core_module(&mut module, Parser::new(0), wasm).map_err(|error| error.to_string())?;
    let mut script = script.to_owned();
    for (long, short) in &renamed.short_names {
        let key = format!(" {long}: ");
        if script.matches(&key).count() != 1 {
            return Err(format!("the script does not give `{long}` once"));
        }
        script = script.replace(&key, &format!(" {short}: "));
    }
    Ok((module.finish(), script))
}

/// The names met so far, each with its short one.
#[derive(Default)]
struct RenamedImports {
    short_names: HashMap<String, String>,
}

impl Reencode for RenamedImports {
    type Error = Infallible;

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: ImportSectionReader<'_>,
    ) -> Result<(), reencode::Error<Infallible>> {
        for import in section.into_imports() {
            let import = import?;
            let next = format!("i{}", self.short_names.len());
            // Other modules are files of our own, whose names are their exports.
            let name = match import.module.ends_with("_bg.js") {
                true => self.short_names.entry(import.name.to_owned()).or_insert(next).clone(),
                false => import.name.to_owned(),
            };
            imports.import(import.module, &name, self.entity_type(import.ty)?);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{EntityType, MemoryType, TypeSection};

    /// A module that takes `imports` (module and name), and nothing else.
    fn encode_module(imports: &[(&str, &str)]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut section = ImportSection::new();
        for (module, name) in imports {
            section.import(module, name, EntityType::Function(0));
        }
        let memory = MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None };
        section.import("./page.js", "memory", EntityType::Memory(memory));
        let mut module = Module::new();
        module.section(&types).section(&section);
        module.finish()
    }

    #[test]
    fn both_sides_have_the_short_names() {
        let wasm = encode_module(&[
            ("./a_bg.js", "__wbg_now_0123456789abcdef"),
            ("./a_bg.js", "__wbg_log_1"),
            ("./b.js", "keep"),
        ]);
        let script = "{ __wbg_log_1: function() {}, __wbg_now_0123456789abcdef: __wbg_now_0123456789abcdef2 }";
        let (wasm, script) = shorten_names(&wasm, script).unwrap();
        assert_eq!(wasm, encode_module(&[("./a_bg.js", "i0"), ("./a_bg.js", "i1"), ("./b.js", "keep")]));
        assert_eq!(script, "{ i1: function() {}, i0: __wbg_now_0123456789abcdef2 }");
    }

    #[test]
    fn a_name_that_the_script_does_not_give_once_is_an_error() {
        for script in ["", "{ log: 1 }", "{ __wbg_log_1: 1, __wbg_log_1: 2 }"] {
            assert!(shorten_names(&encode_module(&[("./a_bg.js", "__wbg_log_1")]), script).is_err(), "{script}");
        }
        assert!(shorten_names(b"no wasm", "").is_err());
    }
}
