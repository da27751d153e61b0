//! A sample of the present message type. Knows nothing of what becomes of it.

use super::Engine;
use crate::message::sample::{Shape, sample};

impl Engine {
    /// The JSON of a sample.
    ///
    /// # Errors
    ///
    /// A sentence that says why there is none.
    pub(super) fn sample(&self, shape: Shape, seed: u64) -> Result<String, String> {
        let root = self.root.as_ref();
        root.map(|root| sample(root, shape, seed)).ok_or_else(|| {
            "There is no sample: the schema has no message type that can be read. Mend what Problems lists first."
                .to_owned()
        })
    }
}
