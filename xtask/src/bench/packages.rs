//! The packages that are built: the client as it is, the same API the usual way, and a program for each.

use std::path::{Path, PathBuf};
use std::{fs, io};

use codegen::emit::usual;
use codegen::{Options, Sources};

use crate::{folder, output};

/// A package that Cargo can build.
pub(crate) struct Package {
    pub(crate) name: &'static str,
    pub(crate) manifest: PathBuf,
    /// The features that it is built with, where those are not its default ones.
    pub(crate) features: Option<String>,
}

/// The packages, ours first.
pub(crate) struct Packages {
    pub(crate) libraries: [Package; 2],
    pub(crate) programs: [Package; 2],
}

const MANIFEST: &str = include_str!("usual/manifest.toml");
const SOURCES: [(&str, &str); 4] = [
    ("lib.rs", include_str!("usual/lib.rs")),
    ("account.rs", include_str!("usual/account.rs")),
    ("client.rs", include_str!("usual/client.rs")),
    ("values.rs", include_str!("usual/values.rs")),
];

/// Writes what isn't there yet; `None` where the descriptors have errors.
pub(crate) fn write(spec: &Path) -> io::Result<Option<Packages>> {
    let sources = Sources::read(spec)?.with_built_in();
    let generated = match codegen::generate(&sources, &Options::default()) {
        Ok(generated) => generated,
        Err(found) => {
            output::diagnostics(&found, &sources, spec);
            output::error("nothing was built: the descriptors have errors");
            return Ok(None);
        }
    };
    let bench = crate::workspace().join("target/bench");
    let derived = bench.join("serde-derived");
    let api = derived.join("src/api");
    let files = usual::files(&generated.model, &Options::default());
    folder::apply(&api, &files, &folder::plan(&api, &files)?)?;
    for (name, text) in SOURCES {
        folder::write(&derived.join("src").join(name), text)?;
    }
    let ours = crate::workspace().join("kis-sdk");
    let program_of = |name: &'static str, library: &str, path: &Path, main: &str| {
        let package = bench.join(name);
        let manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n\
             {library} = {{ path = {path:?} }}\ntokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n\n\
             [workspace]\n"
        );
        folder::write(&package.join("src/main.rs"), main)?;
        self::package(name, package, &manifest)
    };
    let libraries = [
        // The API and what carries it: what is beside calls (realtime) isn't part of the comparison.
        Package {
            name: "kis-sdk",
            manifest: ours.join("Cargo.toml"),
            features: Some(Vec::from_iter(generated.model.products()).join(",")),
        },
        package("serde-derived", derived.clone(), MANIFEST)?,
    ];
    let programs = [
        program_of("program-of-kis-sdk", "kis-sdk", &ours, include_str!("usual/program_of_kis_sdk.rs"))?,
        program_of("program-of-serde-derived", "serde-derived", &derived, include_str!("usual/program.rs"))?,
    ];
    Ok(Some(Packages { libraries, programs }))
}

/// Writes manifest and lock file: the versions are those of the workspace.
fn package(name: &'static str, folder: PathBuf, manifest: &str) -> io::Result<Package> {
    let path = folder.join("Cargo.toml");
    folder::write(&path, manifest)?;
    fs::copy(crate::workspace().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    Ok(Package { name, manifest: path, features: None })
}
