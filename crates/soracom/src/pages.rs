//! A list page by page: how it goes on, and when it is over.

use crate::body::{failure, head};
use crate::link::next_key;
use crate::{Error, List, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::HashSet;

/// Records asked for in a page. The API gives at most so many, and sometimes fewer.
pub const LIMIT: u32 = 100;

/// A list that is being read. It never asks for the same page twice, and only a whole page moves it on.
#[derive(Clone, Debug)]
pub struct Pages {
    list: List,
    /// What the next page comes after.
    cursor: Option<String>,
    /// Every cursor so far: one that comes again would lead in a circle.
    been: HashSet<String>,
    /// Whether a paging header was ever read. If so, a page without one is the last; else they may be hidden.
    headers: bool,
    over: bool,
}

/// A page.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Page {
    /// Its records, with a comma and a line feed between each two.
    pub text: Vec<u8>,
    /// How many they are.
    pub records: u32,
}

/// The identifiers of a record; a script may have made numbers of them.
#[derive(Deserialize)]
struct Ids<'a> {
    #[serde(borrow)]
    imsi: Option<&'a RawValue>,
    #[serde(borrow, rename = "simId")]
    sim_id: Option<&'a RawValue>,
}

impl Pages {
    /// From the beginning.
    pub fn of(list: List) -> Self {
        Self { list, cursor: None, been: HashSet::new(), headers: false, over: false }
    }

    /// Which list it is.
    pub fn list(&self) -> List {
        self.list
    }

    /// Whether the last page was read.
    pub fn over(&self) -> bool {
        self.over
    }

    /// Path and query of the next page.
    pub(crate) fn path(&self) -> String {
        let path = format!("/{}?limit={LIMIT}", self.list.key());
        match &self.cursor {
            Some(cursor) => format!("{path}&last_evaluated_key={}", utf8_percent_encode(cursor, NON_ALPHANUMERIC)),
            None => path,
        }
    }

    /// Takes the answer in, and finds out how the list goes on: by `x-soracom-next-key`, else by `link`, else after the
    /// last record. A page that is shorter than asked for is not the end; an empty one is, and a cursor that comes again.
    pub(crate) fn take(&mut self, response: &Response) -> Result<Page, Error> {
        match response.status {
            200 => {}
            // "No such SIM found.": an empty list.
            404 => {
                self.over = true;
                return Ok(Page::default());
            }
            // It does not know the last SIM's ID for a key.
            400 if self.guesses() => return Err(Error::Blind),
            _ => return Err(failure(response, self.list.permission())),
        }
        let records: Vec<&RawValue> = serde_json::from_slice(&response.body).map_err(|error| match error.is_eof() {
            true => Error::Cut { bytes: response.body.len() },
            false => Error::NotJson { head: head(&response.body) },
        })?;
        let told = response.header("x-soracom-next-key").map(str::to_owned);
        let told = told.or_else(|| response.header("link").and_then(next_key)).filter(|key| !key.is_empty());
        let last = records.last().and_then(|last| self.id(last));
        self.headers |= told.is_some();
        let next = match (told, last) {
            (Some(key), _) => Some(key),
            (None, last) if !self.headers => last,
            (None, _) => None,
        };
        match next {
            Some(next) if self.been.insert(next.clone()) => self.cursor = Some(next),
            // SIMs are not known to go on after the last one's ID: where that leads nowhere, the list may well be longer.
            Some(_) if self.guesses() => return Err(Error::Blind),
            // A page that ends where an earlier one did is that page once more.
            Some(_) if !self.headers => {
                self.over = true;
                return Ok(Page::default());
            }
            _ => self.over = true,
        }
        let texts: Vec<&str> = records.iter().map(|record| record.get()).collect();
        Ok(Page { records: texts.len() as u32, text: texts.join(",\n").into_bytes() })
    }

    /// Whether the key of the next page is one that the API is not known to take.
    fn guesses(&self) -> bool {
        !self.headers && self.list == List::Sims && self.cursor.is_some()
    }

    /// What a list goes on after: the last record's identifier.
    fn id(&self, record: &RawValue) -> Option<String> {
        let ids: Ids = serde_json::from_str(record.get()).ok()?;
        let id = match self.list {
            List::Subscribers => ids.imsi,
            List::Sims => ids.sim_id,
        };
        Some(id?.get().trim_matches('"').to_owned()).filter(|id| !id.is_empty() && id != "null")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(header: Option<(&str, &str)>, body: &str) -> Response {
        let headers = header.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Response { status: 200, headers, body: body.into() }
    }

    /// The path of each page, and how the list ended.
    fn walk(list: List, answers: &[Response]) -> (Vec<String>, Result<bool, Error>) {
        let (mut pages, mut paths) = (Pages::of(list), vec![]);
        for answer in answers {
            paths.push(pages.path().split_once("limit=100").unwrap().1.to_owned());
            if let Err(error) = pages.take(answer) {
                return (paths, Err(error));
            }
            if pages.over() {
                break;
            }
        }
        (paths, Ok(pages.over()))
    }

    #[test]
    fn goes_on_by_what_can_be_read() {
        let (key, link) = ("X-Soracom-Next-Key", "link");
        let one = r#"[{"imsi":"1","simId":"a"}]"#;
        let two = r#"[{"imsi":"2","simId":"b"}]"#;
        let after = "&last_evaluated_key=";
        for (list, answers, paths, end) in [
            // A page without a header is the last once one was read.
            (List::Sims, vec![page(Some((key, "k+1")), one), page(None, two)], vec!["", "k%2B1"], Ok(true)),
            (
                List::Sims,
                vec![page(Some((link, "</v1/sims?last_evaluated_key=k1>; rel=next")), one), page(None, "[]")],
                vec!["", "k1"],
                Ok(true),
            ),
            // Hidden headers: after the last IMSI, until nothing comes.
            (List::Subscribers, vec![page(None, one), page(None, two), page(None, "[]")], vec!["", "1", "2"], Ok(true)),
            // The same page once more: the list is over, not endless.
            (List::Subscribers, vec![page(None, one), page(None, one)], vec!["", "1"], Ok(true)),
            (
                List::Subscribers,
                vec![page(Some((key, "x")), one), page(Some((key, "x")), two)],
                vec!["", "x"],
                Ok(true),
            ),
            (List::Sims, vec![page(None, one), page(None, one)], vec!["", "a"], Err(Error::Blind)),
            (List::Sims, vec![page(None, one), page(None, "[]")], vec!["", "a"], Ok(true)),
            (
                List::Sims,
                vec![page(None, one), Response { status: 400, ..page(None, "") }],
                vec!["", "a"],
                Err(Error::Blind),
            ),
            (List::Subscribers, vec![page(None, r#"[{"imsi":295}]"#)], vec![""], Ok(false)),
            (List::Subscribers, vec![page(None, "[]")], vec![""], Ok(true)),
            (List::Sims, vec![Response { status: 404, ..page(None, "") }], vec![""], Ok(true)),
            (List::Sims, vec![page(None, "[{\"a\":1},{")], vec![""], Err(Error::Cut { bytes: 10 })),
            (List::Sims, vec![page(None, "<html>")], vec![""], Err(Error::NotJson { head: "<html>".into() })),
        ] {
            let paths: Vec<_> = paths
                .into_iter()
                .map(|key| if key.is_empty() { String::new() } else { format!("{after}{key}") })
                .collect();
            assert_eq!(walk(list, &answers), (paths, end), "{answers:?}");
        }
    }

    #[test]
    fn a_page_that_comes_again_is_not_taken_again() {
        let mut pages = Pages::of(List::Subscribers);
        let same = page(None, r#"[{"imsi":"1"},{"imsi":"2"}]"#);
        assert_eq!([pages.take(&same).unwrap().records, pages.take(&same).unwrap().records], [2, 0]);
        assert!(pages.over());
    }

    #[test]
    fn a_page_that_fails_is_asked_for_again() {
        let mut pages = Pages::of(List::Subscribers);
        pages.take(&page(None, r#"[{"imsi":"1"} ,  {"imsi":"2"}]"#)).unwrap();
        let path = pages.path();
        pages.take(&Response { status: 503, ..page(None, "") }).unwrap_err();
        pages.take(&page(None, "[{\"imsi\"")).unwrap_err();
        assert_eq!(pages.path(), path);
        let page = pages.take(&page(None, r#"[{"imsi":"3","x": [1, 2]}]"#)).unwrap();
        assert_eq!((page.records, page.text), (1, br#"{"imsi":"3","x": [1, 2]}"#.to_vec()));
    }
}
