//! Merges the style sheets of a build into one, which is packed as one and asked for once.

use std::cell::{Cell, RefCell};
use std::fs;
use std::path::Path;

use lol_html::errors::RewritingError;
use lol_html::{RewriteStrSettings, element, rewrite_str};

use crate::content_hash;
use crate::step::{XtaskError, file_error};

const STYLE_SHEETS: &str = "link[rel=stylesheet]";

/// Merges the style sheets that index.html links, in their order, and returns index.html with the one.
pub fn merge_style_sheets(html: &str, dist: &Path) -> Result<String, XtaskError> {
    let links = RefCell::new(Vec::new());
    rewrite_links(html, |link| links.borrow_mut().extend(link.get_attribute("href")))?;
    let mut merged = String::new();
    for link in links.into_inner() {
        let path = dist.join(&link);
        merged += &fs::read_to_string(&path).map_err(file_error(&path))?;
        fs::remove_file(&path).map_err(file_error(&path))?;
    }
    let name = format!("style-{}.css", content_hash::short_hash(merged.as_bytes()));
    let path = dist.join(&name);
    fs::write(&path, merged).map_err(file_error(&path))?;
    let is_first = Cell::new(true);
    rewrite_links(html, |link| {
        if is_first.take() {
            // A name with digits and letters is a value of an attribute.
            link.set_attribute("href", &format!("./{name}")).ok();
        } else {
            link.remove();
        }
    })
}

fn rewrite_links(
    html: &str,
    change: impl Fn(&mut lol_html::html_content::Element<'_, '_>),
) -> Result<String, XtaskError> {
    let settings = RewriteStrSettings::new().append_element_content_handler(element!(STYLE_SHEETS, |link| {
        change(link);
        Ok(())
    }));
    rewrite_str(html, settings).map_err(|error: RewritingError| XtaskError::Other(format!("index.html: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_sheets_become_one_in_their_order() {
        let dist = tempfile::tempdir().unwrap();
        for (name, text) in [("a-1.css", "p{color:red}"), ("b-2.css", "p{color:blue}")] {
            fs::write(dist.path().join(name), text).unwrap();
        }
        let html =
            "<link rel=icon href=data:,><link href=./b-2.css rel=stylesheet><link href=./a-1.css rel=stylesheet><p>";
        let merged = merge_style_sheets(html, dist.path()).unwrap();
        let name = merged.split("\"./").nth(1).unwrap().split('"').next().unwrap();
        assert_eq!(merged, format!("<link rel=icon href=data:,><link href=\"./{name}\" rel=stylesheet><p>"));
        assert_eq!(content_hash::list_files(dist.path()).unwrap(), [dist.path().join(name)]);
        assert_eq!(fs::read_to_string(dist.path().join(name)).unwrap(), "p{color:blue}p{color:red}");
    }

    #[test]
    fn a_missing_style_sheet_is_an_error() {
        let dist = tempfile::tempdir().unwrap();
        assert!(merge_style_sheets("<link rel=stylesheet href=./a.css>", dist.path()).is_err());
    }
}
