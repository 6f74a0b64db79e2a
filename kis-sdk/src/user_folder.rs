//! The folder of this crate among the state that programs keep for the user, and who may read what is in it.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

/// `~/.local/state/kis-sdk` or what comes closest; an explanation where there is no home.
pub(crate) fn path() -> Result<PathBuf, String> {
    let strategy = etcetera::base_strategy::choose_native_strategy().map_err(|_| no_home())?;
    // Only XDG knows a folder for state. On Windows it must be the one that doesn't roam: the lock is this machine's.
    let state = strategy.state_dir().unwrap_or_else(|| match cfg!(windows) {
        true => strategy.cache_dir(),
        false => strategy.data_dir(),
    });
    if state.is_absolute() { Ok(state.join("kis-sdk")) } else { Err(no_home()) }
}

fn no_home() -> String {
    "this user has no home folder (is HOME set?)".to_owned()
}

/// Creates the folder where it is missing, for its owner only.
pub(crate) fn create(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Shuts everybody else out of a folder that is there already.
pub(crate) fn tighten(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        if fs::metadata(folder)?.permissions().mode() & 0o077 != 0 {
            fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
        }
    }
    #[cfg(not(unix))]
    fs::metadata(folder)?;
    Ok(())
}

/// How files are opened: whatever is created is its owner's alone.
pub(crate) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
