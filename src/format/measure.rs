//! Amounts of a measure, and how they are coloured: bytes, money, numbers of a list.

use super::amounts::FormattedBytes;
use super::intl;
use engine::{FacetValueCount, MeasureTotals};
use query::Field;

/// What a measure adds up to in the fleet is so many steps of the colours at least, and ten times as many at most. The
/// country that has most of it is mostly more than a tenth of that.
const LEAST_STEPS: f64 = 10_000.0;

/// What is added up in place of counting SIMs, and the step that its amounts are coloured by.
#[derive(Clone, PartialEq, Debug)]
pub struct AmountScale {
    key: String,
    step: f64,
}

impl AmountScale {
    /// The scale of a measure with these sums.
    pub fn new(totals: &MeasureTotals) -> Self {
        let magnitude = if totals.fleet > 0.0 { (totals.fleet / LEAST_STEPS).log10().floor() } else { 0.0 };
        Self { key: totals.key.clone(), step: 10_f64.powf(magnitude) }
    }

    /// The key of the measure.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// An amount in steps, as counts are: a part of one is one, and what is negative is none.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float to integer cast saturates")]
    pub fn steps(&self, amount: f64) -> u32 {
        (amount / self.step).ceil() as u32
    }

    /// The amount of some steps.
    pub fn amount(&self, steps: u32) -> f64 {
        f64::from(steps) * self.step
    }

    /// An amount with its unit, as the reader writes it.
    pub fn format(&self, amount: f64) -> String {
        format_amount(&self.key, amount)
    }
}

/// An amount of a measure with its unit, as the reader writes it.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float to integer cast saturates")]
pub fn format_amount(key: &str, amount: f64) -> String {
    if key == Field::Usage.key() {
        return FormattedBytes(amount as u64).to_string();
    }
    // Of more than one, hundredths are enough to read.
    let rounded = if amount.abs() < 1.0 { amount } else { (amount * 100.0).round() / 100.0 };
    intl::format_decimal(rounded)
}

/// How much a value of a facet weighs: its SIMs, or the steps of its amount.
pub fn facet_weight(item: &FacetValueCount, scale: Option<&AmountScale>) -> u32 {
    scale.zip(item.amount).map_or(item.count, |(scale, amount)| scale.steps(amount))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_coloured_in_round_steps() {
        for (fleet, amount, steps) in [
            (25_000.0, 25_000.0, 25_000),
            (25_000.0, 0.5, 1),
            (2.5, 2.5, 25_000),
            (9.1e12, 9.1e12, 91_000),
            (0.0, 0.0, 0),
            (25_000.0, -3.0, 0),
        ] {
            let scale = AmountScale::new(&MeasureTotals { key: "amount".into(), selected: 0.0, fleet });
            assert!(scale.steps(amount).abs_diff(steps) <= 1, "{amount} of {fleet}: {}", scale.steps(amount));
        }
    }
}
