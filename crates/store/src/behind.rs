//! A file that is written behind: a thread of its own passes on what comes while the next is made.

use std::io::{self, Write};
use std::sync::mpsc::{self, SyncSender};
use std::thread::{self, JoinHandle};

/// Bytes passed on at once.
const AT_ONCE: usize = 1 << 20;
/// How often as many wait to be passed on, at most.
const WAITING: usize = 2;

/// Something that is written behind. What goes wrong is told by a later write, or by [`Behind::finish`].
pub(crate) struct Behind<W> {
    gathered: Vec<u8>,
    sender: SyncSender<Vec<u8>>,
    writing: JoinHandle<io::Result<W>>,
}

impl<W: Write + Send + 'static> Behind<W> {
    pub(crate) fn new(mut output: W) -> io::Result<Self> {
        let (sender, receiver) = mpsc::sync_channel::<Vec<u8>>(WAITING);
        let writing = thread::Builder::new().spawn(move || {
            for bytes in receiver {
                output.write_all(&bytes)?;
            }
            output.flush()?;
            Ok(output)
        })?;
        Ok(Behind { gathered: Vec::with_capacity(AT_ONCE), sender, writing })
    }

    /// Waits until everything is written, and gives back what it was written to.
    pub(crate) fn finish(mut self) -> io::Result<W> {
        let passed_on = self.pass_on();
        drop(self.sender);
        let output = self.writing.join().map_err(|_| io::Error::other("the thread that writes ended"))??;
        passed_on.map(|()| output)
    }
}

impl<W> Behind<W> {
    fn pass_on(&mut self) -> io::Result<()> {
        let gathered = std::mem::replace(&mut self.gathered, Vec::with_capacity(AT_ONCE));
        // It has ended, which it does when something went wrong.
        self.sender.send(gathered).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

impl<W> Write for Behind<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = AT_ONCE - self.gathered.len();
        let taken = &bytes[..bytes.len().min(room)];
        self.gathered.extend_from_slice(taken);
        if self.gathered.len() == AT_ONCE {
            self.pass_on()?;
        }
        Ok(taken.len())
    }

    /// Nothing: what waits is written in its turn, and [`Behind::finish`] waits for it.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes so many bytes, then none.
    struct Full(usize);

    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::StorageFull)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn what_is_written_behind_arrives_whole_and_in_order() {
        let bytes: Vec<u8> = (0..5 * AT_ONCE / 2).map(|place| (place % 251) as u8).collect();
        let mut behind = Behind::new(Vec::new()).expect("a thread");
        for piece in bytes.chunks(700_001) {
            behind.write_all(piece).expect("written");
        }
        assert!(behind.finish().expect("written") == bytes);
    }

    #[test]
    fn what_goes_wrong_behind_is_told() {
        let mut behind = Behind::new(Full(AT_ONCE)).expect("a thread");
        let written = (0..9).try_for_each(|_| behind.write_all(&vec![0; AT_ONCE]));
        assert_eq!(written.map_err(|error| error.kind()), Err(io::ErrorKind::BrokenPipe));
        assert_eq!(behind.finish().map(|_| ()).map_err(|error| error.kind()), Err(io::ErrorKind::StorageFull));
        let last = Behind::new(Full(0)).and_then(|mut behind| behind.write_all(b"more").and_then(|()| behind.finish()));
        assert_eq!(last.map(|_| ()).map_err(|error| error.kind()), Err(io::ErrorKind::StorageFull));
    }
}
