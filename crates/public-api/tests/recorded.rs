//! What the crate offers is what `public-api.txt` says. To record it anew: `RECORD=1 cargo test`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The nightly compiler whose rustdoc writes the form that this version of `public-api` reads.
const TOOLCHAIN: &str = "nightly";

#[test]
fn public_api_is_as_recorded() {
    let there = Command::new("rustup").args(["run", TOOLCHAIN, "rustdoc", "--version"]).output();
    if !there.is_ok_and(|output| output.status.success()) {
        println!("skipped: no {TOOLCHAIN} compiler (rustup toolchain install {TOOLCHAIN})");
        return;
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let json = rustdoc_json::Builder::default()
        .toolchain(TOOLCHAIN)
        .manifest_path(folder.join("../../Cargo.toml"))
        .all_features(true)
        .quiet(true)
        .build()
        .expect("rustdoc reads the library");
    let api = public_api::Builder::from_rustdoc_json(json)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build();
    let api = match api {
        Ok(api) => api,
        // The form changes with the compiler.
        Err(error) => {
            println!("skipped: this {TOOLCHAIN} compiler writes another form: {error}");
            return;
        }
    };
    let mut now: Vec<String> = api.items().map(ToString::to_string).collect();
    now.sort();
    let file = folder.join("public-api.txt");
    if std::env::var_os("RECORD").is_some() {
        fs::write(&file, now.join("\n") + "\n").unwrap();
        return;
    }
    let recorded = fs::read_to_string(&file).unwrap();
    let (before, after): (BTreeSet<&str>, BTreeSet<&str>) =
        (recorded.lines().collect(), now.iter().map(String::as_str).collect());
    for gone in before.difference(&after) {
        println!("- {gone}");
    }
    for new in after.difference(&before) {
        println!("+ {new}");
    }
    assert!(
        before == after,
        "the public API changed; if that is meant: RECORD=1 cargo test, and CHANGELOG.md"
    );
}
