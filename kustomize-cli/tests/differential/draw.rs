//! Random choices that a seed reproduces.

/// A source of choices.
pub(crate) struct Draw {
    rng: fastrand::Rng,
    /// How many of a hundred choices are awkward ones.
    pub(crate) awkward: usize,
    /// True for a tree with comments, which has no flow style.
    pub(crate) comments: bool,
}

impl Draw {
    /// The choices of a seed.
    pub(crate) fn new(seed: u64) -> Self {
        let mut rng = fastrand::Rng::with_seed(seed);
        let awkward = [0, 2, 6, 15][rng.usize(..4)];
        let comments = rng.usize(..5) == 0;
        Draw { rng, awkward, comments }
    }

    /// True in so many of a hundred cases.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.rng.usize(..100) < percent
    }

    /// True as often as this tree is awkward.
    pub(crate) fn awkward(&mut self) -> bool {
        self.chance(self.awkward)
    }

    /// A number below `n`, which must not be zero.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.rng.usize(..n)
    }

    /// A number from `from` to `to`, both included.
    pub(crate) fn between(&mut self, from: usize, to: usize) -> usize {
        self.rng.usize(from..=to)
    }

    /// One of a list that is not empty.
    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.rng.usize(..list.len())]
    }

    /// One of a list of words.
    pub(crate) fn word(&mut self, list: &[&str]) -> String {
        (*self.pick(list)).to_owned()
    }

    /// So many different ones of a list, or all of it, in the order of the list.
    pub(crate) fn several<T: Clone>(&mut self, list: &[T], many: usize) -> Vec<T> {
        let mut places: Vec<usize> = (0..list.len()).collect();
        self.rng.shuffle(&mut places);
        places.truncate(many);
        places.sort_unstable();
        places.into_iter().map(|i| list[i].clone()).collect()
    }

    /// Puts a list in another order.
    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        self.rng.shuffle(list);
    }
}
