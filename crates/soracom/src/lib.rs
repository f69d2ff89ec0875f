//! A client of the Soracom API: signing in, lists of SIMs page by page, and session events, over any HTTP transport.
//!
//! ```
//! use soracom::{ApiClient, Coverage, Credentials, ApiList, Paginator, HttpRequest, HttpResponse, HttpTransport, TransportError};
//!
//! /// A transport with a fixed response.
//! struct Canned(&'static str);
//!
//! impl HttpTransport for Canned {
//!     async fn send_request(&self, _: HttpRequest) -> Result<HttpResponse, TransportError> {
//!         Ok(HttpResponse { status: 200, headers: vec![], body: self.0.into() })
//!     }
//! }
//!
//! # pollster::block_on(async {
//! let key = Credentials::from_auth_key("keyId-…", "secret-…");
//! let api = ApiClient::new(Canned(r#"{"apiKey":"api-…","token":"…","operatorId":"OP0012345678"}"#), Coverage::Global.endpoint());
//! let session = api.sign_in(&key).await?;
//! assert_eq!(session.operator_id(), Some("OP0012345678"));
//!
//! let api = ApiClient::new(Canned(r#"[{"imsi":"295050000000001"}]"#), Coverage::Global.endpoint());
//! let mut paginator = Paginator::new(ApiList::Subscribers);
//! let page = api.fetch_page(&session, &mut paginator).await?;
//! assert_eq!(page.record_count, 1);
//! # Ok::<(), soracom::SoracomError>(())
//! # }).unwrap();
//! ```
//!
//! The behaviour of the API is known from its OpenAPI text and from public records and clients. Where those are silent
//! or disagree, all forms that were seen are accepted.

mod address;
mod api;
mod coverage;
mod credentials;
mod error;
mod events;
mod link_header;
mod location_batches;
mod paginator;
mod response_body;
mod retry;
mod session;
mod transport;

pub use address::ApiAddress;
pub use api::ApiClient;
pub use coverage::{ApiList, Coverage};
pub use credentials::{AuthMethod, Credentials};
pub use error::SoracomError;
pub use events::{ApiSessionEvent, EVENT_HISTORY_MS};
pub use location_batches::{CellIdentifier, LOCATION_BATCH_SIZE, LocationBatches, ReportedLocation};
pub use paginator::{ListPage, PAGE_SIZE, Paginator};
pub use retry::{MAX_ATTEMPTS, MAX_RETRY_DELAY_MS, RetryPolicy, RetryWait, call_with_retries};
pub use session::ApiSession;
pub use transport::{HttpMethod, HttpRequest, HttpResponse, HttpTransport, TransportError};
