//! Lengths as the style takes them. In whole numbers: writing fractions takes a machinery of its own.

/// A part of a whole, to a tenth of a percent.
pub fn css_percent(part: u32, whole: u32) -> String {
    let tenths = u64::from(part) * 1000 / u64::from(whole.max(1));
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// Whole pixels.
#[expect(clippy::cast_possible_truncation, reason = "a float to integer cast saturates")]
pub fn css_pixels(pixels: f64) -> String {
    format!("{}px", pixels.round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_shares() {
        for (part, whole, want) in [(0, 0, "0.0%"), (1, 3, "33.3%"), (5, 5, "100.0%"), (1, 1_000_000, "0.0%")] {
            assert_eq!(css_percent(part, whole), want);
        }
    }

    #[test]
    fn pixels_are_whole() {
        for (pixels, want) in [(0.0, "0px"), (-27.6, "-28px"), (8_000_000.4, "8000000px")] {
            assert_eq!(css_pixels(pixels), want);
        }
    }
}
