//! A list page by page: how it goes on, and when it is over.

use crate::link_header::parse_next_key;
use crate::response_body::{body_excerpt, error_from_response};
use crate::{ApiList, HttpResponse, SoracomError};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::HashSet;

/// Records asked for in a page. The API gives at most so many, and sometimes fewer.
pub const PAGE_SIZE: u32 = 100;

/// A list that is being read. It never asks for the same page twice, and only a whole page moves it on.
#[derive(Clone, Debug)]
pub struct Paginator {
    list: ApiList,
    /// What the next page comes after.
    cursor: Option<String>,
    /// Every cursor so far: one that comes again would lead in a circle.
    seen_cursors: HashSet<String>,
    /// Whether a paging header was ever read. If so, a page without one is the last; else they may be hidden.
    has_paging_headers: bool,
    finished: bool,
}

/// A page.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ListPage {
    /// Its records, with a comma and a line feed between each two.
    pub records_json: Vec<u8>,
    /// How many they are.
    pub record_count: u32,
}

/// The identifiers of a record; a script may have made numbers of them.
#[derive(Deserialize)]
struct RecordIds<'a> {
    #[serde(borrow)]
    imsi: Option<&'a RawValue>,
    #[serde(borrow, rename = "simId")]
    sim_id: Option<&'a RawValue>,
}

impl Paginator {
    /// From the beginning.
    pub fn new(list: ApiList) -> Self {
        Self { list, cursor: None, seen_cursors: HashSet::new(), has_paging_headers: false, finished: false }
    }

    /// Which list it is.
    pub fn list(&self) -> ApiList {
        self.list
    }

    /// Whether the last page was read.
    pub fn is_finished(&self) -> bool {
        self.finished
    }

    /// Path and query of the next page.
    pub(crate) fn next_page_path(&self) -> String {
        let path = format!("/{}?limit={PAGE_SIZE}", self.list.key());
        match &self.cursor {
            Some(cursor) => format!("{path}&last_evaluated_key={}", utf8_percent_encode(cursor, NON_ALPHANUMERIC)),
            None => path,
        }
    }

    /// Takes the answer in, and finds out how the list goes on: by `x-soracom-next-key`, else by `link`, else after the
    /// last record. A page that is shorter than asked for is not the end; an empty one is, and a cursor that comes again.
    pub(crate) fn accept_response(&mut self, response: &HttpResponse) -> Result<ListPage, SoracomError> {
        match response.status {
            200 => {}
            // "No such SIM found.": an empty list.
            404 => {
                self.finished = true;
                return Ok(ListPage::default());
            }
            // It does not know the last SIM's ID for a key.
            400 if self.is_cursor_guessed() => return Err(SoracomError::PagingHeadersHidden),
            _ => return Err(error_from_response(response, self.list.permission())),
        }
        let records: Vec<&RawValue> = serde_json::from_slice(&response.body).map_err(|error| match error.is_eof() {
            true => SoracomError::Truncated { bytes: response.body.len() },
            false => SoracomError::UnexpectedBody { excerpt: body_excerpt(&response.body) },
        })?;
        let told = response.header("x-soracom-next-key").map(str::to_owned);
        let told = told.or_else(|| response.header("link").and_then(parse_next_key)).filter(|key| !key.is_empty());
        let last = records.last().and_then(|last| self.record_id(last));
        self.has_paging_headers |= told.is_some();
        let next = match (told, last) {
            (Some(key), _) => Some(key),
            (None, last) if !self.has_paging_headers => last,
            (None, _) => None,
        };
        match next {
            Some(next) if self.seen_cursors.insert(next.clone()) => self.cursor = Some(next),
            // SIMs are not known to go on after the last one's ID: where that leads nowhere, the list may well be longer.
            Some(_) if self.is_cursor_guessed() => return Err(SoracomError::PagingHeadersHidden),
            // A page that ends where an earlier one did is that page once more.
            Some(_) if !self.has_paging_headers => {
                self.finished = true;
                return Ok(ListPage::default());
            }
            _ => self.finished = true,
        }
        let texts: Vec<&str> = records.iter().map(|record| record.get()).collect();
        Ok(ListPage { record_count: texts.len() as u32, records_json: texts.join(",\n").into_bytes() })
    }

    /// Whether the key of the next page is one that the API is not known to take.
    fn is_cursor_guessed(&self) -> bool {
        !self.has_paging_headers && self.list == ApiList::Sims && self.cursor.is_some()
    }

    /// What a list goes on after: the last record's identifier.
    fn record_id(&self, record: &RawValue) -> Option<String> {
        let ids: RecordIds = serde_json::from_str(record.get()).ok()?;
        let id = match self.list {
            ApiList::Subscribers => ids.imsi,
            ApiList::Sims => ids.sim_id,
        };
        Some(id?.get().trim_matches('"').to_owned()).filter(|id| !id.is_empty() && id != "null")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page_response(header: Option<(&str, &str)>, body: &str) -> HttpResponse {
        let headers = header.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        HttpResponse { status: 200, headers, body: body.into() }
    }

    /// The path of each page, and how the list ended.
    fn follow_pages(list: ApiList, answers: &[HttpResponse]) -> (Vec<String>, Result<bool, SoracomError>) {
        let (mut pages, mut paths) = (Paginator::new(list), vec![]);
        for answer in answers {
            paths.push(pages.next_page_path().split_once("limit=100").unwrap().1.to_owned());
            if let Err(error) = pages.accept_response(answer) {
                return (paths, Err(error));
            }
            if pages.is_finished() {
                break;
            }
        }
        (paths, Ok(pages.is_finished()))
    }

    #[test]
    fn a_list_goes_on_by_the_headers_that_can_be_read() {
        let (key, link) = ("X-Soracom-Next-Key", "link");
        let one = r#"[{"imsi":"1","simId":"a"}]"#;
        let two = r#"[{"imsi":"2","simId":"b"}]"#;
        let after = "&last_evaluated_key=";
        for (list, answers, paths, end) in [
            // A page without a header is the last once one was read.
            (
                ApiList::Sims,
                vec![page_response(Some((key, "k+1")), one), page_response(None, two)],
                vec!["", "k%2B1"],
                Ok(true),
            ),
            (
                ApiList::Sims,
                vec![
                    page_response(Some((link, "</v1/sims?last_evaluated_key=k1>; rel=next")), one),
                    page_response(None, "[]"),
                ],
                vec!["", "k1"],
                Ok(true),
            ),
            // Hidden headers: after the last IMSI, until nothing comes.
            (
                ApiList::Subscribers,
                vec![page_response(None, one), page_response(None, two), page_response(None, "[]")],
                vec!["", "1", "2"],
                Ok(true),
            ),
            // The same page once more: the list is over, not endless.
            (ApiList::Subscribers, vec![page_response(None, one), page_response(None, one)], vec!["", "1"], Ok(true)),
            (
                ApiList::Subscribers,
                vec![page_response(Some((key, "x")), one), page_response(Some((key, "x")), two)],
                vec!["", "x"],
                Ok(true),
            ),
            (
                ApiList::Sims,
                vec![page_response(None, one), page_response(None, one)],
                vec!["", "a"],
                Err(SoracomError::PagingHeadersHidden),
            ),
            (ApiList::Sims, vec![page_response(None, one), page_response(None, "[]")], vec!["", "a"], Ok(true)),
            (
                ApiList::Sims,
                vec![page_response(None, one), HttpResponse { status: 400, ..page_response(None, "") }],
                vec!["", "a"],
                Err(SoracomError::PagingHeadersHidden),
            ),
            (ApiList::Subscribers, vec![page_response(None, r#"[{"imsi":295}]"#)], vec![""], Ok(false)),
            (ApiList::Subscribers, vec![page_response(None, "[]")], vec![""], Ok(true)),
            (ApiList::Sims, vec![HttpResponse { status: 404, ..page_response(None, "") }], vec![""], Ok(true)),
            (
                ApiList::Sims,
                vec![page_response(None, "[{\"a\":1},{")],
                vec![""],
                Err(SoracomError::Truncated { bytes: 10 }),
            ),
            (
                ApiList::Sims,
                vec![page_response(None, "<html>")],
                vec![""],
                Err(SoracomError::UnexpectedBody { excerpt: "<html>".into() }),
            ),
        ] {
            let paths: Vec<_> = paths
                .into_iter()
                .map(|key| if key.is_empty() { String::new() } else { format!("{after}{key}") })
                .collect();
            assert_eq!(follow_pages(list, &answers), (paths, end), "{answers:?}");
        }
    }

    #[test]
    fn a_page_that_comes_again_is_not_taken_again() {
        let mut pages = Paginator::new(ApiList::Subscribers);
        let same = page_response(None, r#"[{"imsi":"1"},{"imsi":"2"}]"#);
        assert_eq!(
            [pages.accept_response(&same).unwrap().record_count, pages.accept_response(&same).unwrap().record_count],
            [2, 0]
        );
        assert!(pages.is_finished());
    }

    #[test]
    fn a_page_that_fails_is_asked_for_again() {
        let mut pages = Paginator::new(ApiList::Subscribers);
        pages.accept_response(&page_response(None, r#"[{"imsi":"1"} ,  {"imsi":"2"}]"#)).unwrap();
        let path = pages.next_page_path();
        pages.accept_response(&HttpResponse { status: 503, ..page_response(None, "") }).unwrap_err();
        pages.accept_response(&page_response(None, "[{\"imsi\"")).unwrap_err();
        assert_eq!(pages.next_page_path(), path);
        let page = pages.accept_response(&page_response(None, r#"[{"imsi":"3","x": [1, 2]}]"#)).unwrap();
        assert_eq!((page.record_count, page.records_json), (1, br#"{"imsi":"3","x": [1, 2]}"#.to_vec()));
    }
}
