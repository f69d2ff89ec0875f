//! Finalizes a build of Trunk: no inline code, a policy that forbids it, and names that change with the contents.

use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};
use std::{env, fs};

use lol_html::html_content::{Attribute, ContentType};
use lol_html::{RewriteStrSettings, element, rewrite_str, text};

use crate::step::{XtaskError, file_error, print_line};
use crate::wasm_build::BuildProfile;
use crate::{content_hash, import_names, minify, policy, style_sheets, wasm_opt};

/// The wasms that write files which few ask for.
const LAZY_MODULES: [&str; 2] = ["exporter", "parquet_writer"];

/// Finalizes the staging folder that Trunk is about to publish and names to its hooks.
pub fn run_finalize_hook() -> Result<(), XtaskError> {
    let Some(staging) = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from) else {
        return Err(XtaskError::Other("`finalize` is a hook: Trunk calls it in `cargo xtask build`".to_owned()));
    };
    let profile = BuildProfile::from_trunk_env();
    if profile == BuildProfile::Release {
        wasm_opt::optimise_all(&staging)?;
        import_names::shorten_all(&staging)?;
        minify::minify_all(&staging)?;
    }
    finalize_build(&staging, profile)
}

fn finalize_build(dist: &Path, profile: BuildProfile) -> Result<(), XtaskError> {
    let index = dist.join("index.html");
    let mut html = fs::read_to_string(&index).map_err(file_error(&index))?;
    remove_unused_snippets(dist)?;
    if profile == BuildProfile::Release {
        html = extract_inline_scripts(&html, dist)?;
        html = style_sheets::merge_style_sheets(&html, dist)?;
    }
    name_page_script(dist)?;
    for module in LAZY_MODULES {
        move_lazy_module(dist, module)?;
    }
    html = hash_runtime_folders(&html, dist)?;
    html = insert_policy(&html, profile)?;
    if profile == BuildProfile::Release {
        let inline_code = find_inline_code(&html)?;
        if !inline_code.is_empty() {
            return Err(XtaskError::Other(format!(
                "index.html: inline code is left, which the policy forbids: {}",
                inline_code.join(", ")
            )));
        }
    }
    fs::write(&index, html).map_err(file_error(&index))?;
    let headers = dist.join("_headers");
    fs::write(&headers, policy::headers_file_text(profile)).map_err(file_error(&headers))?;
    print_line("  finalized: no inline code, policy written");
    Ok(())
}

/// Moves every inline script into a file of its own, next to index.html so that its relative imports still resolve.
fn extract_inline_scripts(html: &str, dist: &Path) -> Result<String, XtaskError> {
    let scripts = RefCell::new(Vec::<String>::new());
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(element!("script:not([src])", |_| {
            scripts.borrow_mut().push(String::new());
            Ok(())
        }))
        .append_element_content_handler(text!("script:not([src])", |chunk| {
            if let Some(script) = scripts.borrow_mut().last_mut() {
                script.push_str(chunk.as_str());
            }
            Ok(())
        }));
    rewrite_str(html, settings).map_err(rewriting_error)?;
    let mut names = Vec::new();
    for script in scripts.into_inner() {
        let script = script.trim();
        let name = format!("boot-{}.js", content_hash::short_hash(script.as_bytes()));
        let path = dist.join(&name);
        fs::write(&path, format!("{script}\n")).map_err(file_error(&path))?;
        names.push(name);
    }
    let mut names = names.into_iter();
    let settings = RewriteStrSettings::new().append_element_content_handler(element!("script:not([src])", |script| {
        if let Some(name) = names.next() {
            script.set_attribute("src", &format!("./{name}"))?;
            script.set_inner_content("", ContentType::Text);
        }
        Ok(())
    }));
    rewrite_str(html, settings).map_err(rewriting_error)
}

/// Names the page's script, which Trunk has given a name with a hash, in the worker's: both run the same wasm.
fn name_page_script(dist: &Path) -> Result<(), XtaskError> {
    let names = list_root_scripts(dist)?.into_iter().filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()));
    let Some(page) = names.into_iter().find(|name| name.starts_with("simscope")) else {
        return Err(XtaskError::Other("the page's script is not in the build".to_owned()));
    };
    replace_in_worker(dist, "\"./simscope.js\"", &format!("\"../{page}\""))
}

/// Moves a module that the engine loads when it is first needed into a folder that is named by its contents, and names that in the
/// worker's script.
fn move_lazy_module(dist: &Path, module: &str) -> Result<(), XtaskError> {
    let folder = dist.join(module);
    fs::create_dir_all(&folder).map_err(file_error(&folder))?;
    for name in [format!("{module}.js"), format!("{module}_bg.wasm")] {
        let (from, to) = (dist.join(&name), folder.join(&name));
        fs::rename(&from, &to).map_err(file_error(&from))?;
    }
    let folder = content_hash::rename_to_content_hash(&folder)?;
    replace_in_worker(dist, &format!("\"./{module}.js\""), &format!("\"../{folder}/{module}.js\""))
}

/// Replaces the name of a module in the worker's script, which has it.
fn replace_in_worker(dist: &Path, name: &str, other: &str) -> Result<(), XtaskError> {
    let worker = dist.join("engine/worker.js");
    let script = fs::read_to_string(&worker).map_err(file_error(&worker))?;
    if !script.contains(name) {
        return Err(XtaskError::Other(format!("worker.js does not import {name}")));
    }
    fs::write(&worker, script.replace(name, other)).map_err(file_error(&worker))
}

/// Renames each folder whose file the page finds at run time, by a `<meta name="simscope:…" content="./FOLDER/FILE">`,
/// to a name with its hash.
fn hash_runtime_folders(html: &str, dist: &Path) -> Result<String, XtaskError> {
    let settings =
        RewriteStrSettings::new().append_element_content_handler(element!("meta[name^='simscope:']", |meta| {
            let content = meta.get_attribute("content").unwrap_or_default();
            let path = content.strip_prefix("./").and_then(|path| path.split_once('/'));
            let Some((name, rest)) = path.filter(|_| dist.join(&content).is_file()) else {
                return Err(format!("`{content}` is not in the build").into());
            };
            meta.set_attribute(
                "content",
                &format!("./{}/{rest}", content_hash::rename_to_content_hash(&dist.join(name))?),
            )?;
            Ok(())
        }));
    rewrite_str(html, settings).map_err(rewriting_error)
}

/// Inserts the policy in front of `<meta charset>`, which comes first in the head: minified HTML has no tag of the head.
fn insert_policy(html: &str, profile: BuildProfile) -> Result<String, XtaskError> {
    let meta = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">", policy::policy_text(profile));
    let inserted = Cell::new(false);
    let settings = RewriteStrSettings::new().append_element_content_handler(element!("meta[charset]", |charset| {
        charset.before(&meta, ContentType::Html);
        inserted.set(true);
        Ok(())
    }));
    let html = rewrite_str(html, settings).map_err(rewriting_error)?;
    if inserted.get() {
        return Ok(html);
    }
    Err(XtaskError::Other("index.html: the policy goes before `<meta charset>`, and there is none".to_owned()))
}

/// Returns the code that the policy would block: inline scripts, style elements, style and on… attributes.
fn find_inline_code(html: &str) -> Result<Vec<String>, XtaskError> {
    let mut found = Vec::new();
    let settings = RewriteStrSettings::new().append_element_content_handler(element!("*", |any| {
        let tag = any.tag_name();
        if tag == "style" || (tag == "script" && any.get_attribute("src").is_none()) {
            found.push(format!("<{tag}>"));
        }
        let attributes = any.attributes().iter().map(Attribute::name);
        found.extend(
            attributes.filter(|name| name == "style" || name.starts_with("on")).map(|name| format!("<{tag} {name}=…>")),
        );
        Ok(())
    }));
    rewrite_str(html, settings).map_err(rewriting_error)?;
    Ok(found)
}

/// Removes the snippets of earlier builds, which Trunk copies too, and keeps those that a script imports.
fn remove_unused_snippets(dist: &Path) -> Result<(), XtaskError> {
    let snippets = dist.join("snippets");
    if !snippets.is_dir() {
        return Ok(());
    }
    let mut scripts = String::new();
    for path in list_root_scripts(dist)? {
        scripts += &fs::read_to_string(&path).map_err(file_error(&path))?;
    }
    for entry in fs::read_dir(&snippets).map_err(file_error(&snippets))? {
        let path = entry.map_err(file_error(&snippets))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !scripts.contains(&format!("./snippets/{name}/")) {
            fs::remove_dir_all(&path).map_err(file_error(&path))?;
        }
    }
    Ok(())
}

/// The scripts beside index.html.
fn list_root_scripts(dist: &Path) -> Result<Vec<PathBuf>, XtaskError> {
    let mut scripts = content_hash::list_files(dist)?;
    scripts.retain(|path| path.parent() == Some(dist) && path.extension().is_some_and(|extension| extension == "js"));
    Ok(scripts)
}

fn rewriting_error(error: lol_html::errors::RewritingError) -> XtaskError {
    XtaskError::Other(format!("index.html: {error}"))
}

#[cfg(test)]
mod tests;
