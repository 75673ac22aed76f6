//! A file of texts read on a thread of its own, a chunk ahead of what is done with the chunks.

use std::panic::resume_unwind;
use std::sync::mpsc;
use std::thread;

use crate::read::Error;
use crate::source::Most;
use crate::source::text_file::{TextFile, TextTable};

/// Hands over the chunks of a file in order, each with the bytes of the file read by its end, until `take` says that it
/// has had enough. At least one is, which may be empty. Gives back the file, read so far.
///
/// One chunk is taken while the next is read, so that two are in memory at most.
pub(crate) fn each(
    file: TextFile,
    most: Most,
    take: &mut dyn FnMut(TextTable, u64) -> bool,
) -> Result<TextFile, Error> {
    each_after(None, file, most, take)
}

/// Does so for a file whose first chunk was read already, and has more behind it.
pub(crate) fn each_after(
    first: Option<(TextTable, u64)>,
    mut file: TextFile,
    most: Most,
    take: &mut dyn FnMut(TextTable, u64) -> bool,
) -> Result<TextFile, Error> {
    let (sender, receiver) = mpsc::sync_channel(0);
    thread::scope(|scope| {
        let reading = scope.spawn(move || {
            loop {
                let table = file.next_chunk(&most, &mut |_, _| {})?;
                let (bytes, more) = (file.bytes(), table.more);
                if sender.send((table, bytes)).is_err() || !more {
                    return Ok(file);
                }
            }
        });
        for (table, bytes) in first.into_iter().chain(receiver) {
            if !take(table, bytes) {
                break;
            }
        }
        reading.join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}
