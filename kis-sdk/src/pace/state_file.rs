//! The lanes in a file: small, of a fixed size, written in place under a lock.

use std::fs::{File, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use super::Pace;
use super::lanes::Lane;
use crate::user_folder;

/// The first bytes. Another layout takes another name for the file as well, so that programs built with different
/// versions of this crate don't take turns in starting the same file anew.
const HEADER: &[u8; 16] = b"kis-sdk pace v1\n";
const LANE_BYTES: usize = 16;
const FILE_BYTES: u64 = (HEADER.len() + Pace::MOST_PER_SECOND as usize * LANE_BYTES) as u64;

/// An open state file.
#[derive(Debug)]
pub(crate) struct StateFile {
    path: PathBuf,
    file: File,
}

/// What was read under the lock.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Content {
    Lanes(Vec<Lane>),
    /// A new file: nobody has called yet.
    Empty,
    /// Not what this crate writes.
    Foreign,
}

impl StateFile {
    /// Opens the file of the budget `name` in `folder`; makes both where they are missing, for this user only.
    pub(crate) fn open(folder: &Path, name: &str) -> io::Result<Self> {
        user_folder::create(folder)?;
        let path = folder.join(format!("pace-v1-{name}"));
        Ok(Self { file: open(&path)?, path })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Runs `change` on the first `count` lanes under the lock and writes them back if it says so; `None` where another
    /// process has the lock just now.
    pub(crate) fn try_change<T>(
        &mut self,
        count: usize,
        change: impl FnOnce(Content) -> (Option<Vec<Lane>>, T),
    ) -> io::Result<Option<T>> {
        if was_removed(&self.file)? {
            self.file = open(&self.path)?;
        }
        match self.file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let changed = self.change(count, change);
        self.file.unlock()?;
        changed.map(Some)
    }

    fn change<T>(&mut self, count: usize, change: impl FnOnce(Content) -> (Option<Vec<Lane>>, T)) -> io::Result<T> {
        let content = self.read(count)?;
        let is_whole = matches!(content, Content::Lanes(_));
        let (lanes, outcome) = change(content);
        if let Some(lanes) = lanes {
            self.write(&lanes, is_whole)?;
        }
        Ok(outcome)
    }

    fn read(&mut self, count: usize) -> io::Result<Content> {
        match self.file.metadata()?.len() {
            FILE_BYTES => {}
            0 => return Ok(Content::Empty),
            _ => return Ok(Content::Foreign),
        }
        let mut bytes = vec![0; HEADER.len() + count * LANE_BYTES];
        self.file.seek(SeekFrom::Start(0))?;
        self.file.read_exact(&mut bytes)?;
        Ok(decode(&bytes).map_or(Content::Foreign, Content::Lanes))
    }

    fn write(&mut self, lanes: &[Lane], is_whole: bool) -> io::Result<()> {
        if !is_whole {
            self.file.set_len(0)?;
            self.file.set_len(FILE_BYTES)?;
        }
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(&encode(lanes))
    }
}

fn open(path: &Path) -> io::Result<File> {
    user_folder::private().read(true).write(true).create(true).truncate(false).open(path)
}

/// Whether somebody cleaned up: the open file would be shared with nobody any more.
#[cfg(unix)]
fn was_removed(file: &File) -> io::Result<bool> {
    Ok(std::os::unix::fs::MetadataExt::nlink(&file.metadata()?) == 0)
}

/// An open file can't be removed here.
#[cfg(not(unix))]
fn was_removed(_: &File) -> io::Result<bool> {
    Ok(false)
}

fn encode(lanes: &[Lane]) -> Vec<u8> {
    let mut bytes = HEADER.to_vec();
    for lane in lanes {
        bytes.extend_from_slice(&lane.free_at.to_le_bytes());
        bytes.extend_from_slice(&lane.mark.to_le_bytes());
    }
    bytes
}

/// The lanes of a file's beginning; `None` where it is not one of ours.
fn decode(bytes: &[u8]) -> Option<Vec<Lane>> {
    let lanes = bytes.strip_prefix(HEADER)?;
    let (numbers, rest) = lanes.as_chunks::<8>();
    if !rest.is_empty() || numbers.len() % 2 != 0 {
        return None;
    }
    let lane = |pair: &[[u8; 8]]| Lane { free_at: u64::from_le_bytes(pair[0]), mark: u64::from_le_bytes(pair[1]) };
    Some(numbers.chunks_exact(2).map(lane).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn file() -> (tempfile::TempDir, StateFile) {
        let folder = tempfile::tempdir().expect("a folder");
        let file = StateFile::open(&folder.path().join("new"), "0123").expect("a file");
        (folder, file)
    }

    fn read(file: &mut StateFile, count: usize) -> Content {
        file.try_change(count, |content| (None, content)).expect("readable").expect("nobody else has it")
    }

    fn write(file: &mut StateFile, lanes: &[Lane]) {
        file.try_change(lanes.len(), |_| (Some(lanes.to_vec()), ())).expect("writable").expect("nobody else has it");
    }

    #[test]
    fn what_one_writes_another_reads() {
        let (folder, mut file) = file();
        assert_eq!(read(&mut file, 2), Content::Empty);
        let lanes = [Lane { free_at: 1, mark: 2 }, Lane { free_at: u64::MAX, mark: 3 }];
        write(&mut file, &lanes);
        let mut other = StateFile::open(&folder.path().join("new"), "0123").expect("the same file");
        assert_eq!(read(&mut other, 2), Content::Lanes(lanes.to_vec()));
        assert_eq!(read(&mut other, 3), Content::Lanes(vec![lanes[0], lanes[1], Lane::default()]));
        write(&mut other, &lanes[..1]);
        assert_eq!(read(&mut file, 2), Content::Lanes(lanes.to_vec()), "the other lanes stay as they are");
    }

    #[test]
    fn one_at_a_time() {
        let (folder, mut file) = file();
        let mut other = StateFile::open(&folder.path().join("new"), "0123").expect("the same file");
        let inner = file.try_change(1, |_| (None, other.try_change(1, |_| (None, ())).expect("no error")));
        assert_eq!(inner.expect("no error"), Some(None), "the second one doesn't get the lock");
        assert_eq!(other.try_change(1, |_| (None, ())).expect("no error"), Some(()));
    }

    #[test]
    fn anything_else_is_foreign_and_is_replaced() {
        let (_folder, mut file) = file();
        let whole = usize::try_from(FILE_BYTES).expect("small");
        let newer = [b"kis-sdk pace v2\n".to_vec(), vec![0; whole - 16]].concat();
        for bytes in [&b"x"[..], &HEADER[..], &vec![0; whole], &newer, &vec![b' '; whole + 1]] {
            std::fs::write(file.path(), bytes).expect("writable");
            assert_eq!(read(&mut file, 1), Content::Foreign);
            let lane = Lane { free_at: 5, mark: 6 };
            write(&mut file, &[lane]);
            assert_eq!(read(&mut file, 2), Content::Lanes(vec![lane, Lane::default()]));
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_this_users_and_comes_back_when_it_was_removed() {
        use std::os::unix::fs::PermissionsExt as _;
        let (folder, mut file) = file();
        let mode = |path: &Path| path.metadata().expect("there").permissions().mode() & 0o777;
        assert_eq!((mode(file.path()), mode(&folder.path().join("new"))), (0o600, 0o700));
        write(&mut file, &[Lane { free_at: 5, mark: 6 }]);
        std::fs::remove_file(file.path()).expect("removable");
        assert_eq!(read(&mut file, 1), Content::Empty);
        assert!(file.path().exists());
    }

    proptest! {
        #[test]
        fn any_bytes_are_lanes_or_foreign(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = decode(&bytes);
            let marked = [HEADER.to_vec(), bytes.clone()].concat();
            if let Some(lanes) = decode(&marked) {
                prop_assert_eq!(encode(&lanes), marked);
            } else {
                prop_assert!(bytes.len() % LANE_BYTES != 0);
            }
        }
    }
}
