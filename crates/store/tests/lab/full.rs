//! The disk fills up at any write: the import fails saying so, the base is as before, and goes on when there is room.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use store::{Disk, Operation, Watch};

use crate::shop::{self, file, whole_files};

/// A disk with so many bytes left.
#[derive(Clone, Debug)]
struct Room(Arc<AtomicU64>);

impl Watch for Room {
    fn before(&self, operation: Operation<'_>) -> io::Result<()> {
        let needed = if let Operation::Write(_, bytes) = operation { bytes as u64 } else { 0 };
        let left = self.0.load(Ordering::Relaxed);
        if needed > left {
            return Err(io::Error::from(io::ErrorKind::StorageFull));
        }
        self.0.store(left - needed, Ordering::Relaxed);
        Ok(())
    }
}

#[test]
fn r_d05_a_full_disk_leaves_the_base_as_it_was_and_writing_goes_on_when_there_is_room() {
    let dir = shop::folder();
    let room = Room(Arc::new(AtomicU64::new(u64::MAX)));
    let mut store = shop::init(Disk::watched(room.clone()), dir.path()).unwrap();
    store.commit(file(1)).unwrap();
    let mut n_refused = 0;
    for bytes in (0..).step_by(700) {
        room.0.store(bytes, Ordering::Relaxed);
        match store.commit(file(2)) {
            Ok(_) => break,
            Err(error) => assert!(error.is_disk_full(), "after {bytes} bytes: {error:?}"),
        }
        n_refused += 1;
        assert_eq!(whole_files(&store), [1].into());
        let verified = store.verify().unwrap();
        assert_eq!(verified.damages, []);
    }
    assert!(n_refused > 3, "the disk was full {n_refused} times");
    assert_eq!(whole_files(&store), [1, 2].into());
    room.0.store(u64::MAX, Ordering::Relaxed);
    store.commit(file(3)).unwrap();
    assert_eq!(whole_files(&store), [1, 2, 3].into());
}
