//! A sync that fails leaves it unknown what is durable: nothing more is written until the base is opened anew. And one
//! writer at a time.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use store::{Disk, Error, Operation, Store, Watch};

use crate::shop::{self, file, whole_files};

/// Fails the `n`th sync, and no other.
#[derive(Clone, Debug)]
struct FailingSync {
    left: Arc<AtomicUsize>,
}

impl Watch for FailingSync {
    fn before(&self, operation: Operation<'_>) -> io::Result<()> {
        let is_sync = matches!(operation, Operation::Sync(_) | Operation::SyncFolder(_));
        if is_sync && self.left.fetch_sub(1, Ordering::Relaxed) == 1 {
            return Err(io::Error::from_raw_os_error(5));
        }
        Ok(())
    }
}

#[test]
fn r_d04_a_failed_sync_stops_writing_until_the_base_is_opened_anew() {
    let dir = shop::folder();
    drop(shop::filled(dir.path(), 2));
    let mut n_stopped = 0;
    for sync in 2.. {
        let left = Arc::new(AtomicUsize::new(sync));
        let mut store = Store::open_to_write_on(Disk::watched(FailingSync { left: left.clone() }), dir.path()).unwrap();
        let n = 10 + sync as u64;
        if store.commit(file(n)).is_ok() {
            break;
        }
        n_stopped += 1;
        // The next sync would succeed, and yet nothing is acknowledged any more.
        assert!(matches!(store.commit(file(n)), Err(Error::Stopped { .. })));
        assert!(matches!(store.set_schema(&shop::schema()), Err(Error::Stopped { .. })));
        assert_eq!(whole_files(&store), [1, 2].into());
        drop(store);
        let verified = Store::open_to_write(dir.path()).unwrap().verify().unwrap();
        assert_eq!((verified.damages, verified.left_over), (vec![], vec![]));
    }
    assert!(n_stopped >= 4, "each part and its folder is synced: {n_stopped}");
}

#[test]
fn r_d12_a_second_writer_is_refused_by_name_and_a_lock_left_behind_does_not_hold() {
    let dir = shop::folder();
    let store = shop::filled(dir.path(), 1);
    let Err(Error::Busy { dir: named }) = Store::open_to_write(dir.path()) else { panic!("there is a writer") };
    assert_eq!(named, dir.path());
    assert!(Store::open(dir.path()).is_ok(), "readers are not refused");
    drop(store);
    assert!(dir.path().join("lock").exists(), "the file stays, only its lock goes");
    Store::open_to_write(dir.path()).unwrap().commit(file(2)).unwrap();
}
