//! Reads a list page by page: finds the key of the next page and the end of the list.

use crate::link_header::parse_next_key;
use crate::response_body::{body_excerpt, error_from_response};
use crate::{ApiList, HttpResponse, SoracomError};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::HashSet;

/// Number of records that are requested for a page. The API never returns more than this, and sometimes fewer.
pub const PAGE_SIZE: u32 = 100;

/// The state of a list that is being read. It never requests the same page twice, and advances only after a complete
/// page.
#[derive(Clone, Debug)]
pub struct Paginator {
    list: ApiList,
    /// The key after which the next page begins.
    cursor: Option<String>,
    /// All cursors so far: a repeated one would lead in a circle.
    seen_cursors: HashSet<String>,
    /// Whether a paging header was ever read. If so, a page without one is the last; otherwise they may be hidden.
    has_paging_headers: bool,
    finished: bool,
}

/// A page of a list.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ListPage {
    /// The JSON of the records, separated by a comma and a line feed.
    pub records_json: Vec<u8>,
    /// Number of records.
    pub record_count: u32,
}

/// The identifiers of a record, which may be numbers if a script has written them.
#[derive(Deserialize)]
struct RecordIds<'a> {
    #[serde(borrow)]
    imsi: Option<&'a RawValue>,
    #[serde(borrow, rename = "simId")]
    sim_id: Option<&'a RawValue>,
}

impl Paginator {
    /// Starts at the first page of a list.
    pub fn new(list: ApiList) -> Self {
        Self { list, cursor: None, seen_cursors: HashSet::new(), has_paging_headers: false, finished: false }
    }

    /// Returns the list that is read.
    pub fn list(&self) -> ApiList {
        self.list
    }

    /// Returns whether the last page was read.
    pub fn is_finished(&self) -> bool {
        self.finished
    }

    /// Returns the path and query of the next page.
    pub(crate) fn next_page_path(&self) -> String {
        let path = format!("/{}?limit={PAGE_SIZE}", self.list.key());
        match &self.cursor {
            Some(cursor) => format!("{path}&last_evaluated_key={}", utf8_percent_encode(cursor, NON_ALPHANUMERIC)),
            None => path,
        }
    }

    /// Reads the response and finds the next page: by `x-soracom-next-key`, otherwise by `link`, otherwise after the
    /// last record. A page with fewer records than requested does not end the list; an empty page or a repeated cursor
    /// does.
    pub(crate) fn accept_response(&mut self, response: &HttpResponse) -> Result<ListPage, SoracomError> {
        match response.status {
            200 => {}
            // The message is "No such SIM found.": the list is empty.
            404 => {
                self.finished = true;
                return Ok(ListPage::default());
            }
            // The API does not accept the ID of the last SIM as a key.
            400 if self.is_cursor_guessed() => return Err(SoracomError::PagingHeadersHidden),
            _ => return Err(error_from_response(response, self.list.permission())),
        }
        let records: Vec<&RawValue> = serde_json::from_slice(&response.body).map_err(|error| match error.is_eof() {
            true => SoracomError::Truncated { bytes: response.body.len() },
            false => SoracomError::UnexpectedBody { excerpt: body_excerpt(&response.body) },
        })?;
        let header_key = response.header("x-soracom-next-key").map(str::to_owned);
        let header_key =
            header_key.or_else(|| response.header("link").and_then(parse_next_key)).filter(|key| !key.is_empty());
        let last_id = records.last().and_then(|last| self.record_id(last));
        self.has_paging_headers |= header_key.is_some();
        let next = match (header_key, last_id) {
            (Some(key), _) => Some(key),
            (None, last_id) if !self.has_paging_headers => last_id,
            (None, _) => None,
        };
        match next {
            Some(next) if self.seen_cursors.insert(next.clone()) => self.cursor = Some(next),
            // It is not known whether the list of SIMs accepts the ID of the last one as a key: if that leads nowhere,
            // the list may be longer.
            Some(_) if self.is_cursor_guessed() => return Err(SoracomError::PagingHeadersHidden),
            // A page that ends with the same record as an earlier one is that page again.
            Some(_) if !self.has_paging_headers => {
                self.finished = true;
                return Ok(ListPage::default());
            }
            _ => self.finished = true,
        }
        let texts: Vec<&str> = records.iter().map(|record| record.get()).collect();
        Ok(ListPage { record_count: texts.len() as u32, records_json: texts.join(",\n").into_bytes() })
    }

    /// Returns whether the key of the next page is one that the API may not accept.
    fn is_cursor_guessed(&self) -> bool {
        !self.has_paging_headers && self.list == ApiList::Sims && self.cursor.is_some()
    }

    /// Returns the identifier of a record, after which the next page can begin.
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

    /// Reads a list from `responses` and returns the path of each page and the end of the list.
    fn follow_pages(list: ApiList, responses: &[HttpResponse]) -> (Vec<String>, Result<bool, SoracomError>) {
        let (mut paginator, mut paths) = (Paginator::new(list), vec![]);
        for response in responses {
            paths.push(paginator.next_page_path().split_once("limit=100").unwrap().1.to_owned());
            if let Err(error) = paginator.accept_response(response) {
                return (paths, Err(error));
            }
            if paginator.is_finished() {
                break;
            }
        }
        (paths, Ok(paginator.is_finished()))
    }

    #[test]
    fn a_list_goes_on_by_the_headers_that_can_be_read() {
        let (key, link) = ("X-Soracom-Next-Key", "link");
        let one = r#"[{"imsi":"1","simId":"a"}]"#;
        let two = r#"[{"imsi":"2","simId":"b"}]"#;
        let after = "&last_evaluated_key=";
        for (list, responses, paths, end) in [
            // After a page with a header, a page without one is the last.
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
            // The headers are hidden: each page follows the last IMSI, until a page is empty.
            (
                ApiList::Subscribers,
                vec![page_response(None, one), page_response(None, two), page_response(None, "[]")],
                vec!["", "1", "2"],
                Ok(true),
            ),
            // A repeated page ends the list, so that it is not endless.
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
            assert_eq!(follow_pages(list, &responses), (paths, end), "{responses:?}");
        }
    }

    #[test]
    fn a_page_that_comes_again_is_not_taken_again() {
        let mut paginator = Paginator::new(ApiList::Subscribers);
        let same = page_response(None, r#"[{"imsi":"1"},{"imsi":"2"}]"#);
        assert_eq!(
            [
                paginator.accept_response(&same).unwrap().record_count,
                paginator.accept_response(&same).unwrap().record_count
            ],
            [2, 0]
        );
        assert!(paginator.is_finished());
    }

    #[test]
    fn a_page_that_fails_is_asked_for_again() {
        let mut paginator = Paginator::new(ApiList::Subscribers);
        paginator.accept_response(&page_response(None, r#"[{"imsi":"1"} ,  {"imsi":"2"}]"#)).unwrap();
        let path = paginator.next_page_path();
        paginator.accept_response(&HttpResponse { status: 503, ..page_response(None, "") }).unwrap_err();
        paginator.accept_response(&page_response(None, "[{\"imsi\"")).unwrap_err();
        assert_eq!(paginator.next_page_path(), path);
        let page = paginator.accept_response(&page_response(None, r#"[{"imsi":"3","x": [1, 2]}]"#)).unwrap();
        assert_eq!((page.record_count, page.records_json), (1, br#"{"imsi":"3","x": [1, 2]}"#.to_vec()));
    }
}
