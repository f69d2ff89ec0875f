//! Random numbers that are the same every time.

use fastrand::Rng;

/// Returns the random numbers of a purpose under a seed.
pub(crate) fn seeded_rng(seed: u64, purpose: &str) -> Rng {
    // The hash is FNV-1a; the multiplied seed keeps similar seeds apart, and the first number is dropped as it is
    // similar for similar hashes.
    let hash = purpose
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3));
    let mut rng = Rng::with_seed(hash ^ seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    rng.u64(..);
    rng
}
