//! Finds programs on this machine, and installs Debian's packages if this process may.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use crate::step::{self, XtaskError};

/// Returns the path of the program with this name, if it is installed.
pub fn find_program(name: &str) -> Option<PathBuf> {
    let name = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(&name)).find(|path| path.is_file())
}

/// Returns whether the system is Debian or derived from it.
pub fn is_debian() -> bool {
    Path::new("/usr/bin/apt-get").is_file()
        && fs::read_to_string("/etc/os-release").is_ok_and(|text| text.contains("debian"))
}

/// Returns whether this process may install packages: /proc/self belongs to the user that it runs as.
#[cfg(unix)]
pub fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// Returns whether this process may install packages.
#[cfg(not(unix))]
pub fn is_root() -> bool {
    false
}

/// Installs packages without the recommended ones; `name` and `duration` are those of the step.
pub fn install_packages(name: &str, duration: &str, packages: &[&str]) -> Result<(), XtaskError> {
    let apt = |arguments: &[&str]| {
        let mut apt = Command::new("apt-get");
        apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        apt
    };
    step::run_step("Ask Debian what there is", "under a minute", &mut apt(&["update"]))?;
    let mut install = apt(&["install", "--yes", "--no-install-recommends"]);
    step::run_step(name, duration, install.args(packages))
}
