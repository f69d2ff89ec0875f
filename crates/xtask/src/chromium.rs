//! The browser that the page is tested in, and its driver: found, or installed where that is allowed.

use std::env;
use std::path::PathBuf;

use crate::debian::{find_program, install_packages, is_debian, is_root};
use crate::step::Error;

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const DRIVERS: [&str; 2] = ["chromedriver", "chromium.chromedriver"];

/// A Chromium and the chromedriver of the same version.
pub struct Chromium {
    /// The browser's program.
    pub browser: PathBuf,
    /// The driver's program.
    pub driver: PathBuf,
}

impl Chromium {
    /// Finds both ($CHROME and $CHROMEDRIVER first), or installs Debian's.
    pub fn set_up() -> Result<Self, Error> {
        if let Some(found) = Self::find() {
            return Ok(found);
        }
        if !is_debian() || !is_root() {
            return Err(Error::Wrong(missing(is_debian())));
        }
        let packages = ["chromium", "chromium-driver", "fonts-noto-cjk", "jq"];
        install_packages("Install Chromium, its driver and jq", "once; 1 to 3 minutes", &packages)?;
        Self::find().ok_or_else(|| Error::Wrong(missing(true)))
    }

    fn find() -> Option<Self> {
        // The announced CSV is held against what jq prints.
        find_program("jq")?;
        let named = |key: &str| env::var_os(key).map(PathBuf::from).filter(|path| path.is_file());
        Some(Self {
            browser: named("CHROME").or_else(|| BROWSERS.iter().find_map(|name| find_program(name)))?,
            driver: named("CHROMEDRIVER").or_else(|| DRIVERS.iter().find_map(|name| find_program(name)))?,
        })
    }
}

/// What the person at the terminal can do.
fn missing(debian: bool) -> String {
    let how = if debian {
        "  sudo apt-get install chromium chromium-driver jq"
    } else {
        "  install jq, Chrome or Chromium, and the chromedriver of the same version (https://googlechromelabs.github.io/chrome-for-testing/)"
    };
    format!(
        "The browser tests need Chromium, chromedriver and jq. Do this, then run the same command again:\n{how}\nor say where they are:\n  CHROME=/path/to/chrome CHROMEDRIVER=/path/to/chromedriver cargo xtask test --browser\nAll other checks: cargo xtask test --native"
    )
}
