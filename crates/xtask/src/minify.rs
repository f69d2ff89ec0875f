//! Minifies the JavaScript modules of a build by esbuild: comments and long names are for those who read the source.

use std::fs;
use std::path::{Path, PathBuf};

use crate::content_hash;
use crate::step::{self, XtaskError, file_error};
use crate::tools::Tools;

/// Minifies every module under `dist` in place. What npm packages bring as scripts stays as it is: names at their top are
/// global.
pub fn minify_all(dist: &Path) -> Result<(), XtaskError> {
    let mut modules: Vec<PathBuf> = Vec::new();
    for path in content_hash::list_files(dist)? {
        let is_script = path.extension().is_some_and(|extension| extension == "js");
        if is_script && is_module(&fs::read_to_string(&path).map_err(file_error(&path))?) {
            modules.push(path);
        }
    }
    let mut esbuild = Tools::find_installed()?.command("esbuild");
    esbuild.args(["--minify", "--format=esm", "--charset=utf8", "--log-level=warning", "--allow-overwrite"]);
    esbuild.arg(format!("--outdir={}", dist.display())).arg(format!("--outbase={}", dist.display())).args(&modules);
    step::run_step("Minify the JavaScript", "a second", &mut esbuild)
}

fn is_module(script: &str) -> bool {
    script.lines().any(|line| ["import ", "import{", "export ", "export{"].iter().any(|word| line.starts_with(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_has_imports_or_exports() {
        for (script, expected) in [
            ("import a from './a.js';", true),
            ("// a\nexport function f() {}", true),
            ("export{a as b};", true),
            ("var pmtiles = (() => { return { important: 1 } })();", false),
            ("", false),
        ] {
            assert_eq!(is_module(script), expected, "{script}");
        }
    }
}
