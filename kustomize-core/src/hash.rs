//! Hash tables with the crate's hasher.

use hashbrown::Equivalent;
use std::hash::Hash;
use std::sync::Arc;

/// A hash map.
pub(crate) type HashMap<K, V> = hashbrown::HashMap<K, V, foldhash::quality::RandomState>;
/// A hash set.
pub(crate) type HashSet<K> = hashbrown::HashSet<K, foldhash::quality::RandomState>;

/// A map in two layers: what was there when it was shared with others and stays as it is, and what
/// was added since.
#[derive(Clone, Debug)]
pub(crate) struct Layered<K, V> {
    shared: Arc<HashMap<K, V>>,
    own: HashMap<K, V>,
}

impl<K, V> Default for Layered<K, V> {
    fn default() -> Self {
        Layered { shared: Arc::default(), own: HashMap::default() }
    }
}

impl<K: Hash + Eq + Clone, V: Clone> Layered<K, V> {
    /// The value of a key.
    pub(crate) fn get<Q: Hash + Equivalent<K> + ?Sized>(&self, key: &Q) -> Option<&V> {
        let shared = || if self.shared.is_empty() { None } else { self.shared.get(key) };
        self.own.get(key).or_else(shared)
    }

    /// The value of a key in what is shared, if it has not been replaced since.
    pub(crate) fn get_shared<Q: Hash + Equivalent<K> + ?Sized>(&self, key: &Q) -> Option<&V> {
        self.shared.get(key).filter(|_| !self.own.contains_key(key))
    }

    /// True when the key is there.
    pub(crate) fn contains_key<Q: Hash + Equivalent<K> + ?Sized>(&self, key: &Q) -> bool {
        self.get(key).is_some()
    }

    /// Adds a value, or puts it in the place of another.
    pub(crate) fn insert(&mut self, key: K, value: V) {
        self.own.insert(key, value);
    }

    /// Takes out what was added since and does not fit.
    pub(crate) fn retain(&mut self, fits: impl FnMut(&K, &mut V) -> bool) {
        self.own.retain(fits);
    }

    /// Makes everything shared.
    pub(crate) fn share(&mut self) {
        let own = std::mem::take(&mut self.own);
        Arc::make_mut(&mut self.shared).extend(own);
    }

    /// A map with what is shared.
    pub(crate) fn fork(&self) -> Self {
        Layered { shared: self.shared.clone(), own: HashMap::default() }
    }
}
