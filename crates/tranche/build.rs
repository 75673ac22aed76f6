//! Brings what the pages take from npm (by the lock file) into the program: the script libraries, the typeface, and the
//! icons that `assets/icons.txt` names, as one sprite.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// Files of packages that are embedded, with the names they get.
const TAKEN: [(&str, &str); 4] = [
    ("htmx.org/dist/htmx.min.js", "htmx.js"),
    ("echarts/dist/echarts.min.js", "echarts.js"),
    ("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2", "inter-latin.woff2"),
    ("@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2", "inter-latin-ext.woff2"),
];

fn main() {
    for watched in ["assets/package.json", "assets/package-lock.json", "assets/icons.txt"] {
        println!("cargo::rerun-if-changed={watched}");
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where a build script may write"));
    let packages = installed(&out);
    for (source, name) in TAKEN {
        fs::copy(packages.join(source), out.join(name))
            .unwrap_or_else(|error| panic!("the npm package has no {source}: {error}"));
    }
    fs::write(out.join("icons.svg"), sprite(&packages)).expect("the folder of the build can be written to");
    // Only what was taken is kept: the packages are large, and each profile would have them.
    fs::remove_dir_all(packages).expect("what npm wrote can be removed");
}

/// The folder of the packages that the lock file names, installed anew.
fn installed(out: &Path) -> PathBuf {
    for name in ["package.json", "package-lock.json"] {
        fs::copy(Path::new("assets").join(name), out.join(name)).expect("the lock file is part of the sources");
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let status = Command::new(npm)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"])
        .current_dir(out)
        .status()
        .unwrap_or_else(|error| panic!("building tranche needs npm (it comes with Node.js): {error}"));
    assert!(status.success(), "npm could not install the packages of crates/tranche/assets/package-lock.json");
    out.join("node_modules")
}

/// The icons as symbols of one file, so that a page names them: `<use href="/assets/icons.svg#search">`.
fn sprite(packages: &Path) -> String {
    let names = fs::read_to_string("assets/icons.txt").expect("the list of icons is part of the sources");
    let mut sprite = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\">\n");
    for name in names.split_whitespace() {
        let path = packages.join(format!("lucide-static/icons/{name}.svg"));
        let icon = fs::read_to_string(path).unwrap_or_else(|error| panic!("lucide has no icon {name}: {error}"));
        let start = icon.find("<svg").expect("an icon is an SVG");
        let inner = icon[start..].split_once('>').and_then(|(_, rest)| rest.rsplit_once("</svg>"));
        let (inner, _) = inner.expect("an icon has a beginning and an end");
        sprite.push_str(&format!(
            "<symbol id=\"{name}\" viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.75\" \
             stroke-linecap=\"round\" stroke-linejoin=\"round\">{}</symbol>\n",
            inner.trim()
        ));
    }
    sprite + "</svg>\n"
}
