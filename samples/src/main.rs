//! Writes the files of the samples.

fn main() -> std::io::Result<()> {
    std::fs::create_dir_all(samples::sample_folder())?;
    for file in samples::sample_files() {
        std::fs::write(samples::sample_folder().join(file.name), file.bytes)?;
    }
    Ok(())
}
