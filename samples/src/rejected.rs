//! Files that people drop by mistake, which are rejected.

use crate::SampleFile;

/// A picture of one pixel.
const ONE_PIXEL_PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0\x05\0\x01\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82";

pub(crate) fn rejected_files() -> Vec<SampleFile> {
    vec![
        SampleFile::new("empty.json", "", 0),
        SampleFile::new("image.png", ONE_PIXEL_PNG, 0),
        SampleFile::new("table.csv", "simId,name\n8942310022000000001,one\n8942310022000000002,two\n", 0),
        SampleFile::new("error-401.json", r#"{"code":"AUM0002","message":"Invalid username/password supplied."}"#, 0),
        SampleFile::new("page.html", "<!DOCTYPE html>\n<html><body>Sign in</body></html>\n", 0),
        SampleFile::new("words.txt", "soracom: command not found\n", 0),
        SampleFile::new("empty-list.json", "[]\n", 0),
        SampleFile::new("groups.json", r#"[{"groupId":"1","configuration":{}},{"groupId":"2","configuration":{}}]"#, 0)
            .with_skipped(2),
    ]
}
