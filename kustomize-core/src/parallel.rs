//! Work on several threads, with results in a fixed order.

use std::sync::atomic::{AtomicUsize, Ordering};

/// The stack of a thread, enough for the deepest input that a build allows. It is reserved, not used.
const STACK: usize = 64 << 20;

/// How many threads to use where so many are wanted: zero stands for as many as the machine runs.
pub(crate) fn threads(wanted: usize) -> usize {
    match wanted {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        wanted => wanted,
    }
}

/// Does a piece of work for each number below `count` and gives the results in order. Where no
/// threads can be started the work is done on the calling one.
pub(crate) fn map<T: Send>(threads: usize, count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    if threads <= 1 || count <= 1 {
        return (0..count).map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= count {
                return done;
            }
            done.push((at, work(at)));
        }
    };
    let mut done = std::thread::scope(|scope| {
        let start = |_| std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, take).ok();
        let others: Vec<_> = (1..threads.min(count)).filter_map(start).collect();
        let mut done = take();
        for other in others {
            match other.join() {
                Ok(more) => done.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn results_keep_their_order() {
        for (threads, count) in [(0, 0), (1, 5), (3, 1), (3, 100), (100, 7)] {
            let expected: Vec<usize> = (0..count).map(|i| i * i).collect();
            assert_eq!(map(threads, count, |i| i * i), expected, "{threads} threads");
        }
    }
}
