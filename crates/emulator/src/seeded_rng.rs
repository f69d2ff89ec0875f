//! Chance that comes out the same every time.

use fastrand::Rng;

/// The chance of `what` under `seed`.
pub(crate) fn seeded_rng(seed: u64, what: &str) -> Rng {
    // FNV-1a, then a multiplication that spreads it: neighbours in name are none in number.
    let hash = what
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3));
    let mut rng = Rng::with_seed(hash ^ seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    rng.u64(..);
    rng
}
