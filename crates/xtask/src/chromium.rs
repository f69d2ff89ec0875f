//! The browser that the page is tested in, and its driver: found, or installed where that is allowed.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use crate::step::{self, Error};

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
        if !debian() || !root_user() {
            return Err(Error::Wrong(missing(debian())));
        }
        let apt = |words: &[&str]| {
            let mut apt = Command::new("apt-get");
            apt.args(words).env("DEBIAN_FRONTEND", "noninteractive");
            apt
        };
        step::run("Ask Debian what there is", "under a minute", &mut apt(&["update"]))?;
        let install =
            ["install", "--yes", "--no-install-recommends", "chromium", "chromium-driver", "fonts-noto-cjk", "jq"];
        step::run("Install Chromium, its driver and jq", "once; 1 to 3 minutes", &mut apt(&install))?;
        Self::find().ok_or_else(|| Error::Wrong(missing(true)))
    }

    fn find() -> Option<Self> {
        // The announced CSV is held against what jq prints.
        on_path("jq")?;
        let named = |key: &str| env::var_os(key).map(PathBuf::from).filter(|path| path.is_file());
        Some(Self {
            browser: named("CHROME").or_else(|| BROWSERS.iter().find_map(|name| on_path(name)))?,
            driver: named("CHROMEDRIVER").or_else(|| DRIVERS.iter().find_map(|name| on_path(name)))?,
        })
    }
}

fn on_path(name: &str) -> Option<PathBuf> {
    let name = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(&name)).find(|path| path.is_file())
}

fn debian() -> bool {
    Path::new("/usr/bin/apt-get").is_file()
        && fs::read_to_string("/etc/os-release").is_ok_and(|text| text.contains("debian"))
}

/// Whether this process may install packages: /proc/self belongs to the user it runs as.
#[cfg(unix)]
fn root_user() -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

#[cfg(not(unix))]
fn root_user() -> bool {
    false
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
