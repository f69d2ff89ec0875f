//! What goes wrong, and how it looks.

use axum::http::StatusCode;

use crate::answer::{Answer, Refusal};
use crate::dice::dice;
use crate::rate::Left;
use crate::settings::{FaultKind, Settings};

const HTML: &[u8] =
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1>\
    </center>\r\n</body>\r\n</html>\r\n";

/// What befalls the call with this number, by chance.
pub(crate) fn by_chance(number: u64, settings: &Settings) -> Option<FaultKind> {
    use FaultKind::{BadGateway, Cut, Internal, TooMany, Unavailable};
    let mut rng = dice(settings.seed, &format!("fault {number}"));
    let kinds = [Internal, BadGateway, Unavailable, Cut, TooMany];
    (rng.f64() < settings.fault).then(|| kinds[rng.usize(..kinds.len())])
}

impl FaultKind {
    /// The answer instead of a good one; `None` for a cut, which needs a good one.
    pub(crate) fn answer(self, settings: &Settings) -> Option<Answer> {
        let refusal = match self {
            Self::Internal => Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "AGW0005", "Internal error"),
            Self::Unavailable => Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "COM0003", "DB access error."),
            Self::TooMany => Refusal::too_many(),
            Self::Expired => Refusal::expired(),
            Self::BadGateway => return Some(Answer::new(StatusCode::BAD_GATEWAY, "text/html", HTML.to_vec())),
            Self::Cut => return None,
        };
        let mut answer = refusal.answer(settings.text_plain_errors);
        if self == Self::TooMany {
            Left::NOTHING.tell(&mut answer, settings);
        }
        Some(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_as_are_asked_for() {
        for (fault, about) in [(0.0, 0), (0.05, 50), (0.2, 200), (1.0, 1000)] {
            let settings = Settings { fault, ..Settings::default() };
            let faults = (1..=1000).filter(|number| by_chance(*number, &settings).is_some()).count();
            assert!(faults.abs_diff(about) <= about.min(1000 - about) / 4, "{faults} at {fault}");
        }
    }
}
