//! The release build.

use crate::step::{self, Error};
use crate::tools::Tools;
use crate::{root, sizes};

/// Where the page will be served from.
#[derive(clap::Args, Default)]
pub struct Build {
    /// The URL that assets are addressed from; relative as it is, so that dist/ works under any folder
    #[arg(long)]
    public_url: Option<String>,
}

impl Build {
    /// Builds into dist/ and prints what a visitor downloads.
    pub fn run(&self) -> Result<(), Error> {
        self.with(&Tools::set_up()?)
    }

    /// The same with the tools in place.
    pub fn with(&self, tools: &Tools) -> Result<(), Error> {
        let mut trunk = tools.command("trunk");
        trunk.args(["build", "--release"]);
        if let Some(url) = &self.public_url {
            trunk.args(["--public-url", url]);
        }
        step::run("Build the page and its worker into dist/", "2 to 5 minutes from nothing, else seconds", &mut trunk)?;
        sizes::check(&root().join("dist"))
    }
}
