//! The browser that the page is tested in, and its driver: found, or installed where that is allowed.

use std::env;
use std::path::PathBuf;

use crate::debian::{find_program, install_packages, is_debian, is_root};
use crate::step::XtaskError;

const BROWSER_PROGRAMS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const DRIVER_PROGRAMS: [&str; 2] = ["chromedriver", "chromium.chromedriver"];

/// A Chromium and the chromedriver of the same version.
pub struct ChromiumPaths {
    /// The browser's program.
    pub browser: PathBuf,
    /// The driver's program.
    pub driver: PathBuf,
}

impl ChromiumPaths {
    /// Finds both ($CHROME and $CHROMEDRIVER first), or installs Debian's.
    pub fn set_up() -> Result<Self, XtaskError> {
        if let Some(found) = Self::find_installed() {
            return Ok(found);
        }
        if !is_debian() || !is_root() {
            return Err(XtaskError::Other(missing_browser_message(is_debian())));
        }
        let packages = ["chromium", "chromium-driver", "fonts-noto-cjk", "jq"];
        install_packages("Install Chromium, its driver and jq", "once; 1 to 3 minutes", &packages)?;
        Self::find_installed().ok_or_else(|| XtaskError::Other(missing_browser_message(true)))
    }

    fn find_installed() -> Option<Self> {
        // The announced CSV is held against what jq prints.
        find_program("jq")?;
        let named = |key: &str| env::var_os(key).map(PathBuf::from).filter(|path| path.is_file());
        Some(Self {
            browser: named("CHROME").or_else(|| BROWSER_PROGRAMS.iter().find_map(|name| find_program(name)))?,
            driver: named("CHROMEDRIVER").or_else(|| DRIVER_PROGRAMS.iter().find_map(|name| find_program(name)))?,
        })
    }
}

/// What the person at the terminal can do.
fn missing_browser_message(debian: bool) -> String {
    let how = if debian {
        "  sudo apt-get install chromium chromium-driver jq"
    } else {
        "  install jq, Chrome or Chromium, and the chromedriver of the same version (https://googlechromelabs.github.io/chrome-for-testing/)"
    };
    format!(
        "The browser tests need Chromium, chromedriver and jq. Do this, then run the same command again:\n{how}\nor say where they are:\n  CHROME=/path/to/chrome CHROMEDRIVER=/path/to/chromedriver cargo xtask test --browser\nAll other checks: cargo xtask test --native"
    )
}
