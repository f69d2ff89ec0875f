//! The Soracom API: sign-in, lists of SIMs page by page, session events; over any HTTP transport.
//!
//! ```
//! use soracom::{Api, Coverage, Credentials, IdentifierList, Pages, Request, Response, Transport, Unreachable};
//!
//! /// A transport that knows one answer.
//! struct Canned(&'static str);
//!
//! impl Transport for Canned {
//!     async fn send(&self, _: Request) -> Result<Response, Unreachable> {
//!         Ok(Response { status: 200, headers: vec![], body: self.0.into() })
//!     }
//! }
//!
//! # pollster::block_on(async {
//! let key = Credentials::auth_key("keyId-…", "secret-…");
//! let api = Api::new(Canned(r#"{"apiKey":"api-…","token":"…","operatorId":"OP0012345678"}"#), Coverage::Global.endpoint());
//! let session = api.sign_in(&key).await?;
//! assert_eq!(session.operator(), Some("OP0012345678"));
//!
//! let api = Api::new(Canned(r#"[{"imsi":"295050000000001"}]"#), Coverage::Global.endpoint());
//! let mut pages = Pages::of(IdentifierList::Subscribers);
//! let page = api.page(&session, &mut pages).await?;
//! assert_eq!(page.records, 1);
//! # Ok::<(), soracom::Error>(())
//! # }).unwrap();
//! ```
//!
//! What the API does was learnt from its OpenAPI text and from records and clients that are public; where those are silent
//! or disagree, every form that was seen is taken.

mod address;
mod api;
mod body;
mod coverage;
mod credentials;
mod error;
mod events;
mod link;
mod locations;
mod pages;
mod patience;
mod session;
mod transport;

pub use address::Address;
pub use api::Api;
pub use coverage::{Coverage, List};
pub use credentials::{Credentials, Way};
pub use error::Error;
pub use events::{Event, PAST};
pub use locations::{BATCH, Batches, Location, Place};
pub use pages::{LIMIT, Page, Pages};
pub use patience::{LONGEST, Patience, TRIES, Wait, patient};
pub use session::Session;
pub use transport::{Method, Request, Response, Transport, Unreachable};
