//! Hash tables with the crate's hasher.

/// A hash map.
pub(crate) type HashMap<K, V> = hashbrown::HashMap<K, V, foldhash::quality::RandomState>;
/// A hash set.
pub(crate) type HashSet<K> = hashbrown::HashSet<K, foldhash::quality::RandomState>;
