//! Several columns at once: one thread per processor, while the calling thread tells of the progress.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

enum Message<T> {
    Progress(u64),
    Done(usize, T),
}

/// Runs each job and returns the results in the order of the jobs. `run` tells steps of its work to the function it
/// is given, and `progress` hears them.
pub(crate) fn each<J: Sync, T: Send>(
    jobs: &[J],
    run: impl Fn(&J, &dyn Fn(u64)) -> T + Sync,
    progress: &mut dyn FnMut(u64),
) -> Vec<T> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(jobs.len());
    let next = AtomicUsize::new(0);
    let mut results: Vec<Option<T>> = jobs.iter().map(|_| None).collect();
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        for _ in 0..threads {
            let (sender, next, run) = (sender.clone(), &next, &run);
            scope.spawn(move || {
                // The receiver outlives the threads, so that a message always arrives.
                while let position = next.fetch_add(1, Ordering::Relaxed)
                    && let Some(job) = jobs.get(position)
                {
                    let step = |done: u64| drop(sender.send(Message::Progress(done)));
                    let result = run(job, &step);
                    drop(sender.send(Message::Done(position, result)));
                }
            });
        }
        drop(sender);
        for message in receiver {
            match message {
                Message::Progress(done) => progress(done),
                Message::Done(position, result) => results[position] = Some(result),
            }
        }
    });
    results.into_iter().map(|result| result.expect("each job sends its result before its thread ends")).collect()
}
