//! A job of the Batch API: `POST /batch_groups/{id}/jobs` with this body creates it and starts it. A job has one action of at
//! most 10,000 SIMs. Source: Soracom's API description of 2026-06-04, `CreateBatchJobRequest`.

use super::FormWriter;
use crate::SimTarget;
use crate::file::FileContext;
use serde_json::{Value, json};

/// Maximum number of characters of a job's name, and of its description.
const MAX_NAME_CHARS: usize = 100;
const MAX_DESCRIPTION_CHARS: usize = 500;

/// The form.
pub(super) struct BatchJob;

impl FormWriter for BatchJob {
    fn begin(&self, file: &FileContext, out: &mut Vec<u8>) {
        let shorten = |text: &str, chars| text.chars().take(chars).collect::<String>();
        let name = shorten(&file.stem, MAX_NAME_CHARS);
        let origin = file.origin;
        let description = format!("simscope {}; {}; {}", origin.written, origin.query, origin.sources.join(", "));
        let description = shorten(&description, MAX_DESCRIPTION_CHARS);
        out.extend(format!("{{\"jobName\":{},\"description\":{},", json!(name), json!(description)).bytes());
        out.extend_from_slice(b"\"abortOnFailure\":false,\"tasks\":[");
    }

    fn add(&self, file: &FileContext, sim: &SimTarget, is_first: bool, out: &mut Vec<u8>) {
        let Some(call) = file.action.api_call(sim) else { return };
        let mut request = json!({"path": format!("/v1/sims/{}/{}", sim.sim_id, call.path), "method": call.method});
        if let (Some(body), Value::Object(request)) = (call.body, &mut request) {
            request.insert("body".to_owned(), body);
        }
        out.extend_from_slice(if is_first { b"\n" } else { b",\n" });
        out.extend(json!({"request": request}).to_string().bytes());
    }

    fn end(&self, _: &FileContext, out: &mut Vec<u8>) {
        out.extend_from_slice(b"\n]}\n");
    }
}
