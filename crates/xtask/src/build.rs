//! The release build of the page.

use crate::step::{self, XtaskError};
use crate::tools::Tools;
use crate::{sizes, workspace_root};

/// Options of the release build.
#[derive(clap::Args, Default)]
pub struct BuildCommand {
    /// The URL that assets are addressed from; relative by default, so that dist/ works under any folder
    #[arg(long)]
    public_url: Option<String>,
}

impl BuildCommand {
    /// Builds into dist/ and prints the sizes of the downloads.
    pub fn run(&self) -> Result<(), XtaskError> {
        self.run_with_tools(&Tools::set_up()?)
    }

    /// Builds with tools that are set up.
    pub fn run_with_tools(&self, tools: &Tools) -> Result<(), XtaskError> {
        let mut trunk = tools.command("trunk");
        trunk.args(["build", "--release"]);
        if let Some(url) = &self.public_url {
            trunk.args(["--public-url", url]);
        }
        step::run_step(
            "Build the page and its worker into dist/",
            "2 to 5 minutes from nothing, else seconds",
            &mut trunk,
        )?;
        sizes::check_sizes(&workspace_root().join("dist"))
    }
}
