//! How far a list is scrolled that is taller than browsers can lay out.
//!
//! A browser knows the *place*, in an element of limited height; what is seen is at the *top*, in the rows themselves. Short
//! ways (wheel, keys, a finger) move both by as much, so that no row is skipped; long ones (the scroll bar) go in proportion.
//! Both agree at the two ends. Knows pixels, and neither rows nor an element.

/// The greatest height of an element, in CSS pixels. Firefox lays out 17 million, the others 33; zoom takes its share, and
/// transforms are exact to half a pixel up to here.
pub const MAX_HEIGHT: u64 = 4_000_000;

/// Near either end, so many pixels of the element are as many of the rows.
const NEAR: u64 = 1_000_000;

/// A longer way at once, in pixels, is not scrolled through but jumped.
const JUMP: u64 = 4_000;

/// How far short ways may lead from where the scroll bar should be, in pixels, until it is put right.
const SLACK: u64 = 100_000;

/// The state of one list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scroll {
    whole: u64,
    seen: u64,
    top: u64,
    place: u64,
}

impl Scroll {
    /// The first pixel of the rows that is seen.
    pub fn top(&self) -> u64 {
        self.top
    }

    /// How many pixels of the rows are seen.
    pub fn seen(&self) -> u64 {
        self.seen
    }

    /// The height the element needs.
    pub fn height(&self) -> u64 {
        self.whole.min(MAX_HEIGHT)
    }

    /// Where in the element a pixel of the rows is drawn, as long as nothing moves.
    pub fn drawn_at(&self, pixel: u64) -> i64 {
        pixel as i64 - self.top as i64 + self.place as i64
    }

    /// The rows have this height now, and so much is seen of them at once. What is seen stays, as far as it is still there;
    /// returns the place that belongs to it.
    pub fn resize(&mut self, whole: u64, seen: u64) -> u64 {
        (self.whole, self.seen) = (whole, seen);
        self.go(self.top)
    }

    /// So much is seen at once.
    pub fn see(&mut self, seen: u64) {
        self.seen = seen;
    }

    /// Goes to this pixel of the rows; returns the place that belongs to it.
    pub fn go(&mut self, top: u64) -> u64 {
        self.top = top.min(self.last_top());
        self.place = self.place_of(self.top);
        self.place
    }

    /// The user has scrolled the element to a place; returns where it is to be put in turn, where it can't stay.
    pub fn moved(&mut self, place: u64) -> Option<u64> {
        let earlier = std::mem::replace(&mut self.place, place);
        if self.whole <= MAX_HEIGHT {
            self.top = place;
            return None;
        }
        self.top = if earlier.abs_diff(place) > JUMP {
            self.top_of(place)
        } else {
            (self.top + place).saturating_sub(earlier).min(self.last_top())
        };
        // Places of the browser are rounded.
        let at_end = |at: u64, last: u64| (at <= 1, at + 1 >= last);
        let is_stuck = at_end(place, self.last_place()) != at_end(self.top, self.last_top());
        let ought = self.place_of(self.top);
        if !is_stuck && ought.abs_diff(place) <= SLACK {
            return None;
        }
        self.place = ought;
        Some(ought)
    }

    fn last_top(&self) -> u64 {
        self.whole.saturating_sub(self.seen)
    }

    fn last_place(&self) -> u64 {
        self.height().saturating_sub(self.seen)
    }

    /// The lengths between the two parts near the ends, of the element and of the rows.
    fn between(&self) -> (u64, u64) {
        (self.last_place().saturating_sub(2 * NEAR).max(1), self.last_top().saturating_sub(2 * NEAR).max(1))
    }

    fn place_of(&self, top: u64) -> u64 {
        let below = self.last_top().saturating_sub(top);
        if self.whole <= MAX_HEIGHT || top <= NEAR {
            return top;
        }
        if below <= NEAR {
            return self.last_place() - below;
        }
        let (places, tops) = self.between();
        NEAR + (top - NEAR) * places / tops
    }

    fn top_of(&self, place: u64) -> u64 {
        let below = self.last_place().saturating_sub(place);
        if self.whole <= MAX_HEIGHT || place <= NEAR {
            return place;
        }
        if below <= NEAR {
            return self.last_top() - below;
        }
        let (places, tops) = self.between();
        NEAR + (place - NEAR) * tops / places
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 64 MiB at 16 bytes a row of 26 pixels.
    const WHOLE: u64 = (64 << 20) / 16 * 26;

    fn list(whole: u64) -> Scroll {
        let mut scroll = Scroll::default();
        scroll.resize(whole, 400);
        scroll
    }

    /// What the browser does with a wish to move.
    fn wheel(scroll: &mut Scroll, by: i64) {
        let last = scroll.height() - scroll.seen();
        let place = (scroll.place as i64 + by).clamp(0, last as i64) as u64;
        scroll.moved(place);
    }

    #[test]
    fn a_list_that_fits_is_scrolled_as_browsers_do() {
        let mut scroll = list(MAX_HEIGHT);
        for place in [0, 7, 3_999_600, 5, 2_000_000] {
            assert_eq!(scroll.moved(place), None);
            assert_eq!((scroll.top(), scroll.drawn_at(scroll.top())), (place, place as i64));
        }
    }

    #[test]
    fn the_ends_of_a_long_list_are_its_ends() {
        let mut scroll = list(WHOLE);
        assert_eq!(scroll.height(), MAX_HEIGHT);
        scroll.moved(MAX_HEIGHT - 400);
        assert_eq!(scroll.top(), WHOLE - 400);
        scroll.moved(0);
        assert_eq!(scroll.top(), 0);
        scroll.moved((MAX_HEIGHT - 400) / 2);
        assert_eq!(scroll.top(), (WHOLE - 400) / 2);
    }

    proptest! {
        /// Wherever one has jumped to, and wherever one has gone: short ways lead to either end, a pixel at a time.
        #[test]
        fn short_ways_skip_nothing_and_reach_the_ends(
            start in 0..WHOLE, ways in prop::collection::vec(-3999i64..4000, 0..200), down: bool,
        ) {
            let mut scroll = list(WHOLE);
            scroll.go(start);
            for by in ways {
                let before = scroll.top() as i64;
                wheel(&mut scroll, by);
                let moved = scroll.top() as i64 - before;
                prop_assert!(moved.abs() <= by.abs() && moved * by >= 0, "{moved} of {by}");
            }
            let (by, end) = if down { (3999, WHOLE - 400) } else { (-3999, 0) };
            for _ in 0..WHOLE / 3999 + 100 {
                wheel(&mut scroll, by);
            }
            prop_assert_eq!(scroll.top(), end);
            prop_assert_eq!(scroll.place, if down { MAX_HEIGHT - 400 } else { 0 });
        }

        /// Where the scroll bar is put it stays, and each place has its pixel.
        #[test]
        fn jumps_go_in_proportion(places in prop::collection::vec(0..MAX_HEIGHT - 400, 1..20)) {
            let mut scroll = list(WHOLE);
            for place in places {
                if scroll.place.abs_diff(place) > JUMP {
                    prop_assert_eq!(scroll.moved(place), None);
                    prop_assert!(scroll.place_of(scroll.top()).abs_diff(place) <= 1);
                }
            }
        }
    }
}
