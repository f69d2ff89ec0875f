//! Writes the files of the samples.

fn main() -> std::io::Result<()> {
    std::fs::create_dir_all(samples::folder())?;
    for file in samples::all() {
        std::fs::write(samples::folder().join(file.name), file.bytes)?;
    }
    Ok(())
}
