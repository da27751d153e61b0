//! Sorting lists of large things.
//!
//! The standard library's sort is compiled anew for each type of element and each way to compare, several kilobytes a time,
//! and moves whole elements about. Here one sort of places serves all, and each element moves once. For long lists of numbers
//! the standard library's is quicker. Knows nothing of what is sorted.

use std::cmp::Ordering;

/// Sorts by a key; what has the same one stays in its order.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |one, other| key(one).cmp(&key(other)));
}

/// Sorts by a comparison; what is equal stays in its order.
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let places = places(items.len(), &|one, other| match (items.get(one as usize), items.get(other as usize)) {
        (Some(one), Some(other)) => compare(one, other),
        _ => Ordering::Equal,
    });
    // Where each element goes, from where each one comes from.
    let mut goes = vec![0_u32; places.len()];
    places.iter().enumerate().for_each(|(to, &from)| goes[from as usize] = to as u32);
    for at in 0..goes.len() {
        // Each swap brings one element to its place for good.
        while goes[at] as usize != at {
            let to = goes[at] as usize;
            items.swap(at, to);
            goes.swap(at, to);
        }
    }
}

/// The places of so many elements in their order.
#[inline(never)]
fn places(count: usize, compare: &dyn Fn(u32, u32) -> Ordering) -> Vec<u32> {
    let mut places: Vec<u32> = (0..count as u32).collect();
    places.sort_by(|&one, &other| compare(one, other));
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_order_is_the_standard_librarys(mut items in proptest::collection::vec((0_u8..20, any::<String>()), 0..100)) {
            let mut expected = items.clone();
            expected.sort_by_key(|(key, _)| *key);
            sort_by_key(&mut items, |(key, _)| *key);
            prop_assert_eq!(items, expected);
        }
    }
}
