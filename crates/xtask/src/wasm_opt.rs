//! Optimises wasm by Binaryen and caches the results, because npm's wasm-opt is slow.

use std::path::{Path, PathBuf};
use std::{fs, thread};

use crate::step::{self, XtaskError, file_error};
use crate::tools::Tools;
use crate::{content_hash, workspace_root};

/// Nothing lies in the first kilobyte of the memory, where the stack ends: so an address and a constant may be added by the
/// load itself, which makes 3 KB less, packed. Optimising for size would make 1 KB less.
const OPTIONS: [&str; 2] = ["-O3", "--low-memory-unused"];

struct WasmFile {
    path: PathBuf,
    /// Path of the result in the cache, whose name depends on the content, the options and the versions of the npm
    /// packages.
    cached: PathBuf,
}

/// Optimises all wasm under `dist` in place: for speed, since the compiler has made small what need not be fast.
pub fn optimise_all(dist: &Path) -> Result<(), XtaskError> {
    let cache = workspace_root().join("target/wasm-opt");
    fs::create_dir_all(&cache).map_err(file_error(&cache))?;
    let lock = workspace_root().join("package-lock.json");
    let version = fs::read(&lock).map_err(file_error(&lock))?;
    let mut files: Vec<WasmFile> = Vec::new();
    for path in content_hash::list_files(dist)?
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "wasm"))
    {
        let mut key = fs::read(&path).map_err(file_error(&path))?;
        key.extend_from_slice(&version);
        key.extend(OPTIONS.concat().into_bytes());
        let cached = cache.join(format!("{}.wasm", content_hash::short_hash(&key)));
        files.push(WasmFile { path, cached });
    }
    // wasm-opt keeps one core busy, so the files are optimised at the same time.
    thread::scope(|scope| {
        let new = files.iter().filter(|file| !file.cached.is_file());
        let running: Vec<_> = new.map(|file| scope.spawn(|| optimise_wasm(file))).collect();
        running
            .into_iter()
            .try_for_each(|one| one.join().unwrap_or_else(|_| Err(XtaskError::Other("wasm-opt was lost".to_owned()))))
    })?;
    for WasmFile { path, cached, .. } in &files {
        fs::copy(cached, path).map_err(file_error(path))?;
    }
    for old in content_hash::list_files(&cache)?.iter().filter(|path| !files.iter().any(|file| file.cached == **path)) {
        fs::remove_file(old).map_err(file_error(old))?;
    }
    Ok(())
}

fn optimise_wasm(file: &WasmFile) -> Result<(), XtaskError> {
    // The output has another name until it is complete, so that an interrupted run leaves nothing that looks like a
    // result.
    let unfinished = file.cached.with_extension("half");
    let mut wasm_opt = Tools::find_installed()?.command("wasm-opt");
    wasm_opt.args(OPTIONS).arg(&file.path).arg("--output").arg(&unfinished);
    let name = file.path.file_name().unwrap_or_default().to_string_lossy();
    step::run_step(&format!("Optimise {name}"), "seconds to a minute, once for each version of it", &mut wasm_opt)?;
    fs::rename(&unfinished, &file.cached).map_err(file_error(&file.cached))
}
