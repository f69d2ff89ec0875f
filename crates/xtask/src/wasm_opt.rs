//! wasm made smaller and faster by Binaryen, once for each version of it: npm's wasm-opt takes its time.

use std::path::Path;
use std::{fs, thread};

use crate::step::{self, XtaskError, file_error};
use crate::tools::Tools;
use crate::{content_hash, workspace_root};

/// Optimises every wasm under `dist` in place: the page's for its size, as it comes first, and a worker's for its speed.
pub fn optimise_all(dist: &Path) -> Result<(), XtaskError> {
    let cache = workspace_root().join("target/wasm-opt");
    fs::create_dir_all(&cache).map_err(file_error(&cache))?;
    let lock = workspace_root().join("package-lock.json");
    let version = fs::read(&lock).map_err(file_error(&lock))?;
    let mut all = Vec::new();
    for path in
        content_hash::list_files(dist)?.into_iter().filter(|path| path.extension().is_some_and(|kind| kind == "wasm"))
    {
        let level = if path.parent() == Some(dist) { "-Os" } else { "-O3" };
        let mut key = fs::read(&path).map_err(file_error(&path))?;
        key.extend_from_slice(&version);
        let known = cache.join(format!("{}{level}.wasm", content_hash::short_hash(&key)));
        all.push((path, level, known));
    }
    // At the same time: each keeps one core busy.
    thread::scope(|scope| {
        let new = all.iter().filter(|(.., known)| !known.is_file());
        let running: Vec<_> =
            new.map(|(path, level, known)| scope.spawn(|| optimise_wasm(path, level, known))).collect();
        running
            .into_iter()
            .try_for_each(|one| one.join().unwrap_or_else(|_| Err(XtaskError::Other("wasm-opt was lost".to_owned()))))
    })?;
    for (path, _, known) in &all {
        fs::copy(known, path).map_err(file_error(path))?;
    }
    for old in content_hash::list_files(&cache)?.iter().filter(|path| !all.iter().any(|(.., known)| known == *path)) {
        fs::remove_file(old).map_err(file_error(old))?;
    }
    Ok(())
}

fn optimise_wasm(path: &Path, level: &str, into: &Path) -> Result<(), XtaskError> {
    // Under another name until it is whole: an interrupted run leaves nothing that looks like a result.
    let half = into.with_extension("half");
    let mut wasm_opt = Tools::find_installed()?.command("wasm-opt");
    wasm_opt.arg(level).arg(path).arg("--output").arg(&half);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    step::run_step(&format!("Optimise {name}"), "seconds to a minute, once for each version of it", &mut wasm_opt)?;
    fs::rename(&half, into).map_err(file_error(into))
}
