//! The emulator on a port, until it is stopped.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool speaks to its terminal")]

use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Parser;
use emulator::{CREDENTIALS, Cors, Coverage, Emulator, Error, Running, Settings};

/// How it behaves.
#[derive(Parser)]
#[command(name = "emulator", about = "Emulate the Soracom API on this machine")]
struct Asked {
    /// Subscriptions of the Global coverage
    #[arg(long, default_value_t = 10_000)]
    sims: u32,
    /// Subscriptions of the Japan coverage
    #[arg(long, default_value_t = 1000)]
    jp_sims: u32,
    /// The port on 127.0.0.1
    #[arg(long, default_value_t = 8089)]
    port: u16,
    /// What it says to pages of other origins
    #[arg(long, value_enum, default_value = "open")]
    cors: Origins,
    /// How many of the calls fail, 0 to 1
    #[arg(long, default_value_t = 0.0)]
    fault: f64,
    /// Calls of one operation a minute; as it is, any number
    #[arg(long)]
    rate: Option<u32>,
    /// How long every answer takes, in milliseconds
    #[arg(long, default_value_t = 0)]
    latency: u64,
    /// Another seed, another fleet
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Origins {
    Open,
    NoExpose,
    Closed,
}

impl Asked {
    fn settings(&self) -> Settings {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Settings {
            port: self.port,
            seed: self.seed,
            now_ms: i64::try_from(now.as_millis()).unwrap_or_default(),
            sims: self.sims,
            jp_sims: Some(self.jp_sims),
            cors: match self.cors {
                Origins::Open => Cors::Open,
                Origins::NoExpose => Cors::NoExpose,
                Origins::Closed => Cors::Closed,
            },
            fault: self.fault,
            rate: self.rate,
            latency_ms: self.latency,
            ..Settings::default()
        }
    }
}

fn main() -> ExitCode {
    let asked = Asked::parse();
    match run(asked.settings()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("✗ {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(settings: Settings) -> Result<(), Error> {
    let running = Emulator::start_blocking(settings)?;
    tell(&running);
    // The server has threads of its own.
    loop {
        std::thread::park();
    }
}

fn tell(running: &Running) {
    for (coverage, name) in [(Coverage::Global, "Global"), (Coverage::Japan, "Japan")] {
        let (subscribers, sims) = running.emulator.population(coverage);
        println!("{name:<8}{}  ({subscribers} subscriptions, {sims} SIMs)", running.base(coverage));
    }
    let who = CREDENTIALS;
    println!(
        "
AuthKey   {} / {}
Root      {} / {}
SAM user  {} / {} / {}
With MFA  {} and {}, the same password, code {}

These open nothing but the emulator. Ctrl-C stops it.",
        who.auth_key_id,
        who.auth_key,
        who.email,
        who.password,
        who.operator_id,
        who.user_name,
        who.password,
        who.mfa_email,
        who.mfa_user_name,
        who.mfa_code,
    );
}
