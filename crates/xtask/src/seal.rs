//! Seals a build of Trunk's: no inline code, a policy that says so, and names that change with the contents.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::{env, fs};

use lol_html::html_content::ContentType;
use lol_html::{RewriteStrSettings, element, rewrite_str, text};

use crate::step::{Error, file, say};
use crate::{folder, optimise, policy};

/// Seals the folder that Trunk is about to publish (it tells its hooks which).
pub fn run() -> Result<(), Error> {
    let Some(staging) = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from) else {
        return Err(Error::Wrong("`seal` is a hook: Trunk calls it in `cargo xtask build`".to_owned()));
    };
    let release = env::var("TRUNK_PROFILE").as_deref() != Ok("debug");
    if release {
        optimise::all(&staging)?;
    }
    seal(&staging, release)
}

fn seal(dist: &Path, release: bool) -> Result<(), Error> {
    let index = dist.join("index.html");
    let mut html = fs::read_to_string(&index).map_err(file(&index))?;
    drop_unused_snippets(dist)?;
    if release {
        html = scripts_into_files(&html, dist)?;
    }
    html = found_at_run_time(&html, dist)?;
    html = with_policy(&html, release)?;
    if release {
        let left = inline(&html)?;
        if !left.is_empty() {
            return Err(Error::Wrong(format!(
                "index.html: inline code is left, which the policy forbids: {}",
                left.join(", ")
            )));
        }
    }
    fs::write(&index, html).map_err(file(&index))?;
    let headers = dist.join("_headers");
    fs::write(&headers, policy::headers(release)).map_err(file(&headers))?;
    say("  sealed: no inline code, policy written");
    Ok(())
}

/// Takes every inline script out into a file of its own, next to index.html so that its relative imports hold.
fn scripts_into_files(html: &str, dist: &Path) -> Result<String, Error> {
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
    rewrite_str(html, settings).map_err(broken)?;
    let mut names = Vec::new();
    for script in scripts.into_inner() {
        let script = script.trim();
        let name = format!("boot-{}.js", folder::hash(script.as_bytes()));
        let path = dist.join(&name);
        fs::write(&path, format!("{script}\n")).map_err(file(&path))?;
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
    rewrite_str(html, settings).map_err(broken)
}

/// Each `<meta name="simscope:…" content="./FOLDER/FILE">` says where the page finds FILE: FOLDER gets its hash.
fn found_at_run_time(html: &str, dist: &Path) -> Result<String, Error> {
    let settings =
        RewriteStrSettings::new().append_element_content_handler(element!("meta[name^='simscope:']", |meta| {
            let content = meta.get_attribute("content").unwrap_or_default();
            let place = content.strip_prefix("./").and_then(|place| place.split_once('/'));
            let Some((name, rest)) = place.filter(|_| dist.join(&content).is_file()) else {
                return Err(format!("`{content}` is not in the build").into());
            };
            meta.set_attribute("content", &format!("./{}/{rest}", folder::seal(&dist.join(name))?))?;
            Ok(())
        }));
    rewrite_str(html, settings).map_err(broken)
}

fn with_policy(html: &str, release: bool) -> Result<String, Error> {
    let meta = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">", policy::text(release));
    let settings = RewriteStrSettings::new().append_element_content_handler(element!("head", |head| {
        head.prepend(&format!("\n    {meta}"), ContentType::Html);
        Ok(())
    }));
    rewrite_str(html, settings).map_err(broken)
}

/// What the policy would refuse to run: inline scripts, style elements, style and on… attributes.
fn inline(html: &str) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    let settings = RewriteStrSettings::new().append_element_content_handler(element!("*", |any| {
        let tag = any.tag_name();
        if tag == "style" || (tag == "script" && any.get_attribute("src").is_none()) {
            found.push(format!("<{tag}>"));
        }
        let attributes = any.attributes().iter().map(|attribute| attribute.name());
        found.extend(
            attributes.filter(|name| name == "style" || name.starts_with("on")).map(|name| format!("<{tag} {name}=…>")),
        );
        Ok(())
    }));
    rewrite_str(html, settings).map_err(broken)?;
    Ok(found)
}

/// Trunk copies the snippets of earlier builds too: keep those that a script imports.
fn drop_unused_snippets(dist: &Path) -> Result<(), Error> {
    let snippets = dist.join("snippets");
    if !snippets.is_dir() {
        return Ok(());
    }
    let own = |path: &&PathBuf| path.parent() == Some(dist) && path.extension().is_some_and(|kind| kind == "js");
    let mut scripts = String::new();
    for path in folder::files(dist)?.iter().filter(own) {
        scripts += &fs::read_to_string(path).map_err(file(path))?;
    }
    for entry in fs::read_dir(&snippets).map_err(file(&snippets))? {
        let path = entry.map_err(file(&snippets))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !scripts.contains(&format!("./snippets/{name}/")) {
            fs::remove_dir_all(&path).map_err(file(&path))?;
        }
    }
    Ok(())
}

fn broken(error: lol_html::errors::RewritingError) -> Error {
    Error::Wrong(format!("index.html: {error}"))
}

#[cfg(test)]
mod tests;
