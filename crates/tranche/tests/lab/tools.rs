//! `verify`, `backup` and `restore` as a person runs them, and a disk that is full.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::shop::Shop;

fn filled() -> Shop {
    let shop = Shop::new(2);
    assert!(shop.run(&["init"]).status.success());
    assert_eq!(shop.import().output().unwrap().status.code(), Some(3));
    shop
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The files under a folder, by path.
fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

#[test]
fn r_d08_verify_says_that_all_is_well_or_names_what_is_not() {
    let shop = filled();
    // Cut-offs of the whole base, to be computed again.
    let segment = "name.en = \"Big\"\nname.fr = \"Gros\"\npurpose.en = \"-\"\npurpose.fr = \"-\"\nfamily = \"value\"\n\
        definition = \"percentile(sum(order.amount) among (any(order))) > 80%\"\n";
    let segments = shop.dir.path().join("segments");
    fs::create_dir(&segments).unwrap();
    fs::write(segments.join("big.toml"), segment).unwrap();
    let applied = shop.run(&["apply", segments.to_str().unwrap()]);
    assert!(applied.status.success(), "{}", String::from_utf8_lossy(&applied.stderr));
    assert!(shop.run(&["segments"]).status.success());
    let verified = shop.run(&["verify", "--json"]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    let told = json(&verified);
    assert_eq!((&told["whole"], &told["files"]), (&true.into(), &6.into()));
    assert!(told["cut_offs_recomputed"].as_u64().unwrap() >= 1, "{told}");
    let count = |stream: &str| shop.run(&["count", "--json", &format!("any({stream})")]);
    let counts = ["order", "visit_page"].map(|stream| (stream, json(&count(stream))["count"].clone()));
    let mut named = 0;
    for part in files(&shop.base().join("parts")) {
        let whole = fs::read(&part).unwrap();
        let mut bytes = whole.clone();
        bytes[whole.len() / 4] ^= 4;
        fs::write(&part, bytes).unwrap();
        let verified = shop.run(&["verify", "--json"]);
        let told = json(&verified);
        let damages = told["damages"].as_array().unwrap();
        assert!(damages.iter().all(|damage| shop.base().join(damage["file"].as_str().unwrap()) == part), "{told}");
        if damages.is_empty() {
            // Rows put together elsewhere: the file goes with the next writer.
            assert!(
                told["left_over"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .any(|file| shop.base().join(file.as_str().unwrap()) == part)
            );
        } else {
            named += 1;
            assert_eq!(verified.status.code(), Some(1));
            let said = String::from_utf8(shop.run(&["verify"]).stdout).unwrap();
            assert!(said.contains(part.file_name().unwrap().to_str().unwrap()), "{said}");
        }
        // What does not read the damaged part goes on; what does says why it does not.
        let targets: Vec<&str> = damages.iter().map(|damage| damage["target"].as_str().unwrap_or("profiles")).collect();
        for (stream, right) in &counts {
            let counted = count(stream);
            if counted.status.success() {
                assert_eq!(json(&counted)["count"], *right, "{targets:?}, {stream}");
            } else {
                assert!(targets.contains(stream) || targets.contains(&"profiles"), "{targets:?}, {stream}");
                assert!(json(&counted)["error"].as_str().unwrap().contains(part.to_str().unwrap()));
            }
        }
        fs::write(&part, whole).unwrap();
    }
    assert!(named >= 2);
    assert!(shop.run(&["verify"]).status.success());
}

#[test]
fn r_d09_a_backup_comes_back_with_the_same_digest() {
    let shop = filled();
    let (copy, restored) = (shop.dir.path().join("copy"), shop.dir.path().join("restored"));
    assert!(shop.run(&["backup", copy.to_str().unwrap()]).status.success());
    let refused = shop.run(&["restore", copy.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(1), "a base is not restored over another");
    let outcome = shop.program(&restored, &["restore", copy.to_str().unwrap()]).output().unwrap();
    assert!(outcome.status.success(), "{}", String::from_utf8_lossy(&outcome.stderr));
    let digest = |base: &Path| {
        let told = shop.program(base, &["verify", "--json"]).output().unwrap();
        json(&told)["digest"].as_str().unwrap().to_owned()
    };
    assert_eq!(digest(&shop.base()), digest(&restored));
    assert_eq!(digest(&copy), digest(&restored));
}

/// A mounted file system of a few hundred kilobytes; taken away in the end.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// `None` where nothing may be mounted.
    fn new(place: &Path, size: &str) -> Option<SmallDisk> {
        fs::create_dir(place).ok()?;
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"]).arg(place).output();
        mounted.is_ok_and(|output| output.status.success()).then(|| SmallDisk(place.to_owned()))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).output();
    }
}

#[test]
fn r_d05_on_a_full_disk_an_import_says_so_and_goes_on_when_there_is_room() {
    let shop = Shop::new(6);
    let Some(disk) = SmallDisk::new(&shop.dir.path().join("small"), "2m") else {
        println!("Skipped: nothing may be mounted here; the store's own test refuses the writes instead.");
        return;
    };
    let base = disk.0.join("base");
    assert!(shop.program(&base, &["init"]).output().unwrap().status.success());
    let import = || {
        let mut command = shop.program(&base, &["import", "--mapping"]);
        command.arg(shop.dir.path().join("mapping.toml")).args(&shop.files).output().unwrap()
    };
    let mut n_full = 0;
    // All of the disk is taken, and given back piece by piece until the import has room.
    let ballast = disk.0.join("ballast");
    for kilobytes in (0..2048).step_by(64) {
        let mut left = 2048 - kilobytes;
        while fs::write(&ballast, vec![0; left * 1024]).is_err() {
            left = left.saturating_sub(16);
            assert!(left > 0 || kilobytes > 0);
        }
        let outcome = import();
        let said = String::from_utf8_lossy(&outcome.stderr).into_owned();
        fs::remove_file(&ballast).unwrap();
        let verified = shop.program(&base, &["verify", "--json"]).output().unwrap();
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
        match outcome.status.code() {
            Some(1) => assert!(said.contains("disk is full"), "{said}"),
            code => {
                assert!([Some(0), Some(3)].contains(&code), "{said}");
                break;
            }
        }
        n_full += 1;
    }
    assert!(n_full > 0, "the disk was never full");
    println!("the disk was full {n_full} times");
    let told = json(&shop.program(&base, &["verify", "--json"]).output().unwrap());
    assert_eq!(told["files"], shop.files.len());
}
