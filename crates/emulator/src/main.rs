//! Runs the emulator on a port until it is stopped.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool speaks to its terminal")]

use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Parser;
use emulator::{
    CorsPolicy, EmulatedCoverage, Emulator, EmulatorError, EmulatorSettings, RunningEmulator, TEST_CREDENTIALS,
};

/// Command line of the emulator.
#[derive(Parser)]
#[command(name = "emulator", about = "Emulate the Soracom API on this machine")]
struct EmulatorCli {
    /// Subscriptions of the Global coverage
    #[arg(long, default_value_t = 10_000)]
    sims: u32,
    /// Subscriptions of the Japan coverage
    #[arg(long, default_value_t = 1000)]
    jp_sims: u32,
    /// The port on 127.0.0.1
    #[arg(long, default_value_t = 8089)]
    port: u16,
    /// Access for pages of other origins
    #[arg(long, value_enum, default_value = "open")]
    cors: CorsArg,
    /// Share of the calls that fail, 0 to 1
    #[arg(long, default_value_t = 0.0)]
    fault: f64,
    /// Calls of one operation a minute; unlimited by default
    #[arg(long)]
    rate: Option<u32>,
    /// Time that every response takes, in milliseconds
    #[arg(long, default_value_t = 0)]
    latency: u64,
    /// Seed of the random numbers; each seed is another fleet
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum CorsArg {
    Open,
    NoExpose,
    Closed,
}

impl EmulatorCli {
    fn to_settings(&self) -> EmulatorSettings {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        EmulatorSettings {
            port: self.port,
            seed: self.seed,
            now_ms: i64::try_from(now.as_millis()).unwrap_or_default(),
            sims: self.sims,
            jp_sims: Some(self.jp_sims),
            cors: match self.cors {
                CorsArg::Open => CorsPolicy::Open,
                CorsArg::NoExpose => CorsPolicy::NoExpose,
                CorsArg::Closed => CorsPolicy::Closed,
            },
            fault_rate: self.fault,
            rate_limit: self.rate,
            latency_ms: self.latency,
            ..EmulatorSettings::default()
        }
    }
}

fn main() -> ExitCode {
    let cli = EmulatorCli::parse();
    match run_until_stopped(cli.to_settings()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("✗ {error}");
            ExitCode::FAILURE
        }
    }
}

fn run_until_stopped(settings: EmulatorSettings) -> Result<(), EmulatorError> {
    let running = Emulator::start_blocking(settings)?;
    print_endpoints(&running);
    // The server runs on threads of its own.
    loop {
        std::thread::park();
    }
}

fn print_endpoints(running: &RunningEmulator) {
    for (coverage, name) in [(EmulatedCoverage::Global, "Global"), (EmulatedCoverage::Japan, "Japan")] {
        let counts = running.emulator.count_population(coverage);
        println!(
            "{name:<8}{}  ({} subscriptions, {} SIMs)",
            running.base_url(coverage),
            counts.subscriptions,
            counts.sims
        );
    }
    let credentials = TEST_CREDENTIALS;
    println!(
        "
AuthKey   {} / {}
Root      {} / {}
SAM user  {} / {} / {}
With MFA  {} and {}, the same password, code {}

These open nothing but the emulator. Ctrl-C stops it.",
        credentials.auth_key_id,
        credentials.auth_key,
        credentials.email,
        credentials.password,
        credentials.operator_id,
        credentials.user_name,
        credentials.password,
        credentials.mfa_email,
        credentials.mfa_user_name,
        credentials.mfa_code,
    );
}
