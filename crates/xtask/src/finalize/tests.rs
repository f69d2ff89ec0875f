//! Tests of finalized builds and of builds that are refused.

use super::*;

const PAGE_HTML: &str = r#"<!doctype html><html><head><meta charset="utf-8"><meta name="simscope:engine" content="./engine/worker.js">
<script type="module">
import init from './page.js';
</script></head><body></body></html>"#;

const WORKER_SCRIPT: &str =
    "import init from \"./simscope.js\"; import(\"./exporter.js\"); import(\"./parquet_writer.js\");";

fn write_build(html: &str) -> tempfile::TempDir {
    let dist = tempfile::tempdir().unwrap();
    fs::create_dir(dist.path().join("engine")).unwrap();
    fs::write(dist.path().join("engine/worker.js"), WORKER_SCRIPT).unwrap();
    for module in LAZY_MODULES {
        fs::write(dist.path().join(format!("{module}.js")), "").unwrap();
        fs::write(dist.path().join(format!("{module}_bg.wasm")), "").unwrap();
    }
    fs::write(dist.path().join("simscope-1f.js"), "").unwrap();
    fs::write(dist.path().join("index.html"), html).unwrap();
    dist
}

#[test]
fn a_build_is_finalized() {
    let dist = write_build(PAGE_HTML);
    finalize_build(dist.path(), BuildProfile::Release).unwrap();
    let html = fs::read_to_string(dist.path().join("index.html")).unwrap();
    let boot = html.split("src=\"./").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(fs::read_to_string(dist.path().join(boot)).unwrap(), "import init from './page.js';\n");
    let worker = html.split("content=\"./").nth(1).unwrap().split('"').next().unwrap();
    assert!(worker.starts_with("engine-"), "{worker}");
    let script = fs::read_to_string(dist.path().join(worker)).unwrap();
    assert!(script.starts_with("import init from \"../simscope-1f.js\";"), "{script}");
    let imported: Vec<&str> =
        script.split("import(\"../").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(imported.len(), LAZY_MODULES.len(), "{script}");
    for (path, module) in imported.into_iter().zip(LAZY_MODULES) {
        assert!(path.starts_with(&format!("{module}-")) && dist.path().join(path).is_file(), "{script}");
    }
    assert!(html.contains("<head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"));
    assert!(dist.path().join("_headers").is_file());
}

#[test]
fn inline_code_is_found() {
    for (html, expected) in [
        ("<p class='a'>on</p><script src='a.js'></script>", ""),
        ("<script>1</script>", "<script>"),
        ("<style>p{}</style>", "<style>"),
        ("<p style='color:red'>", "<p style=…>"),
        ("<body OnLoad='x()'>", "<body onload=…>"),
    ] {
        assert_eq!(find_inline_code(html).unwrap().join(" "), expected, "{html}");
    }
}

#[test]
fn a_build_with_inline_code_or_a_missing_file_is_refused() {
    for html in [
        PAGE_HTML.replace("<body>", "<body style='margin:0'>"),
        PAGE_HTML.replace("engine/worker.js", "engine/other.js"),
        PAGE_HTML.replace("</head>", "<style></style></head>"),
    ] {
        assert!(finalize_build(write_build(&html).path(), BuildProfile::Release).is_err(), "{html}");
    }
    for (file, text) in [
        ("simscope-1f.js", None),
        ("exporter.js", None),
        ("engine/worker.js", Some("import init from \"./other.js\";")),
        ("engine/worker.js", Some("import init from \"./simscope.js\";")),
    ] {
        let dist = write_build(PAGE_HTML);
        let path = dist.path().join(file);
        text.map_or_else(|| fs::remove_file(&path), |text| fs::write(&path, text)).unwrap();
        assert!(finalize_build(dist.path(), BuildProfile::Release).is_err(), "{file}");
    }
}
