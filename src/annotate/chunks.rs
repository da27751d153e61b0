//! A list that grows without moving what it holds.
//!
//! A vector that is full takes twice its room and copies: of hundreds of megabytes there would be three times as many for
//! a moment, and in wasm a memory never shrinks. Knows nothing of what it holds.

/// How many elements a chunk has, as a power of two: an index is split by a shift.
const BITS: u32 = 16;
const CHUNK: usize = 1 << BITS;

/// Elements in chunks of [`CHUNK`]; only the last one may be shorter.
#[derive(Clone, Debug)]
pub(super) struct Chunks<T>(Vec<Vec<T>>);

impl<T> Default for Chunks<T> {
    fn default() -> Self {
        Chunks(Vec::new())
    }
}

impl<T> Chunks<T> {
    pub fn len(&self) -> usize {
        self.0.last().map_or(0, |last| (self.0.len() - 1) * CHUNK + last.len())
    }

    #[inline]
    pub fn push(&mut self, element: T) {
        match self.0.last_mut() {
            Some(last) if last.len() < CHUNK => last.push(element),
            // The first chunk grows like any vector: most payloads need a fraction of it.
            None => self.0.push(vec![element]),
            Some(_) => {
                let mut chunk = Vec::with_capacity(CHUNK);
                chunk.push(element);
                self.0.push(chunk);
            }
        }
    }

    #[inline]
    pub fn get(&self, index: u32) -> Option<&T> {
        self.0.get((index >> BITS) as usize)?.get(index as usize % CHUNK)
    }

    pub fn get_mut(&mut self, index: u32) -> Option<&mut T> {
        self.0.get_mut((index >> BITS) as usize)?.get_mut(index as usize % CHUNK)
    }

    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter().flatten()
    }

    /// How many bytes they take, those included for which there is room already.
    pub fn footprint(&self) -> usize {
        self.0.iter().map(|chunk| chunk.capacity() * size_of::<T>()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_found_in_every_chunk() {
        let mut chunks = Chunks::default();
        assert_eq!((chunks.len(), chunks.get(0)), (0, None));
        let count = 2 * CHUNK as u32 + 3;
        (0..count).for_each(|it| chunks.push(it));
        assert_eq!(chunks.len(), count as usize);
        assert!((0..count).all(|it| chunks.get(it) == Some(&it)));
        assert_eq!(chunks.get(count), None);
        assert!(chunks.iter().copied().eq(0..count));
        assert_eq!(chunks.footprint(), 3 * CHUNK * size_of::<u32>());
    }
}
