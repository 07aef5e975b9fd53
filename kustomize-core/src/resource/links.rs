//! Scalars that the reference keeps as one.
//!
//! Where labels or annotations are set in several fields of a resource at once, the reference puts
//! one and the same node into all the fields that did not have the key. From then on a change of
//! one is a change of all: a label that a later layer sets in the metadata alone reaches the
//! selectors too, a patch of a template's label reaches the metadata. Here such scalars carry a
//! common [`Link`], and the resource knows the value that all of them last had.

use super::Resource;
use crate::yaml::{Link, Scalar};
use std::num::NonZeroU32;

/// The values of linked scalars, by their links.
#[derive(Clone, Debug, Default)]
pub(crate) struct Links(Vec<Scalar>);

impl Links {
    /// True when nothing is linked.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The link that the next scalar would get.
    pub(crate) fn next(&self) -> Link {
        self.nth(0)
    }

    /// The link that a scalar would get behind so many others.
    pub(crate) fn nth(&self, others: usize) -> Link {
        Link(u32::try_from(self.0.len() + 1 + others).ok().and_then(NonZeroU32::new))
    }

    /// Makes room for values to come.
    pub(crate) fn reserve(&mut self, count: usize) {
        self.0.reserve_exact(count);
    }

    /// Takes a value up under [`Self::next`].
    pub(crate) fn add(&mut self, value: Option<Scalar>) {
        super::resource::reserve_few(&mut self.0);
        self.0.extend(value);
    }

    fn get_mut(&mut self, link: Link) -> Option<&mut Scalar> {
        self.0.get_mut(link.0?.get() as usize - 1)
    }
}

impl Resource {
    /// Brings all linked scalars to the value of the one that was changed.
    pub(crate) fn sync_links(&mut self) {
        if self.links.is_empty() {
            return;
        }
        let links = &mut self.links;
        let mut changed: Vec<Scalar> = Vec::new();
        self.node.each_scalar(&mut |scalar| {
            if links.get_mut(scalar.link).is_some_and(|known| known != scalar) {
                changed.push(scalar.clone());
            }
        });
        if changed.is_empty() {
            return;
        }
        for scalar in changed {
            if let Some(known) = links.get_mut(scalar.link) {
                *known = scalar;
            }
        }
        let mut follow = |scalar: &mut Scalar| {
            if let Some(known) = links.get_mut(scalar.link) {
                scalar.become_like(known.clone());
            }
        };
        self.node.each_scalar(&mut follow);
        self.unseen.each_scalar(&mut follow);
    }

    /// Forgets the links of annotations, where the reference writes all annotations anew: whenever it
    /// keeps its books there.
    pub(crate) fn drop_annotation_links(&mut self) {
        if !self.links.is_empty()
            && let Some(annotations) = self.node.lookup_mut(&["metadata", "annotations"])
        {
            annotations.each_scalar(&mut |scalar| scalar.link = Link::default());
        }
    }

    /// Forgets all links, where the reference makes the object anew.
    pub(crate) fn drop_links(&mut self) {
        if !self.links.is_empty() {
            self.links.0.clear();
            self.node.each_scalar(&mut |scalar| scalar.link = Link::default());
        }
    }
}
