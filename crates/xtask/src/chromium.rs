//! Finds the browser in which the page is tested and its driver, or installs them where that is allowed.

use std::env;
use std::path::PathBuf;

use crate::debian::{find_program, install_packages, is_debian, is_root};
use crate::step::XtaskError;

const BROWSER_PROGRAMS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const DRIVER_PROGRAMS: [&str; 2] = ["chromedriver", "chromium.chromedriver"];

/// A Chromium and the chromedriver of the same version.
pub struct ChromiumPaths {
    /// Path of the browser.
    pub browser: PathBuf,
    /// Path of the driver.
    pub driver: PathBuf,
}

impl ChromiumPaths {
    /// Finds both ($CHROME and $CHROMEDRIVER first), or installs Debian's packages.
    pub fn set_up() -> Result<Self, XtaskError> {
        if let Some(found) = Self::find_installed() {
            return Ok(found);
        }
        if !is_debian() || !is_root() {
            return Err(XtaskError::Other(missing_browser_message()));
        }
        let packages = ["chromium", "chromium-driver", "fonts-noto-cjk", "jq"];
        install_packages("Install Chromium, its driver and jq", "once; 1 to 3 minutes", &packages)?;
        Self::find_installed().ok_or_else(|| XtaskError::Other(missing_browser_message()))
    }

    fn find_installed() -> Option<Self> {
        // The tests compare the announced CSV with the output of jq.
        find_program("jq")?;
        let from_env = |key: &str| env::var_os(key).map(PathBuf::from).filter(|path| path.is_file());
        Some(Self {
            browser: from_env("CHROME").or_else(|| BROWSER_PROGRAMS.iter().find_map(|name| find_program(name)))?,
            driver: from_env("CHROMEDRIVER").or_else(|| DRIVER_PROGRAMS.iter().find_map(|name| find_program(name)))?,
        })
    }
}

/// Returns the message that explains how to install the browser.
fn missing_browser_message() -> String {
    let instructions = if is_debian() {
        "  sudo apt-get install chromium chromium-driver jq"
    } else {
        "  install jq, Chrome or Chromium, and the chromedriver of the same version (https://googlechromelabs.github.io/chrome-for-testing/)"
    };
    format!(
        "The browser tests need Chromium, chromedriver and jq. Do this, then run the same command again:\n{instructions}\nor say where they are:\n  CHROME=/path/to/chrome CHROMEDRIVER=/path/to/chromedriver cargo xtask test --browser\nAll other checks: cargo xtask test --native"
    )
}
