//! The search through the payload that is shown, a step a request: between two steps the page can scroll, or ask no more.

use super::{
    Engine,
    view::{At, Find, Found, Point},
};
use crate::{
    find::{MAX_HITS, Search},
    text::Span,
};

/// All of it, in thousandths.
const ALL: u32 = 1000;

impl Engine {
    /// Looks on for what is wanted, or for something else than before.
    pub(super) fn look_for(&mut self, find: Option<Find>) -> Found {
        let Some(Find { number, by, text, step }) = find else {
            self.search = None;
            return Found { done: ALL, views: Some(Box::new(self.views())), ..Found::default() };
        };
        let known = self.search.take().filter(|search| search.is_for(by, &text));
        let is_new = known.is_none();
        let mut search = known.unwrap_or_else(|| Search::new(by, &text));
        let before = search.hits().len();
        let Some(content) = self.shown.as_ref().and_then(|shown| shown.content()) else {
            self.search = Some(search);
            return Found { number, done: ALL, ..Found::default() };
        };
        search.step(&content.bytes, &content.nodes);
        let all = content.bytes.len().max(1) as u64;
        let done = if search.is_done() { ALL } else { (search.offset() as u64 * u64::from(ALL - 1) / all) as u32 };
        let gone = step.and_then(|step| search.go(step));
        let mut found = Found {
            number,
            total: search.hits().len() as u32,
            is_full: search.hits().len() >= MAX_HITS,
            done,
            refusal: search.refusal().map(str::to_owned),
            ..Found::default()
        };
        let is_seen = |search: &Search| search.hits_in(self.window.bytes).next().is_some();
        let has_more = search.hits().len() > before && is_seen(&search);
        self.search = Some(search);
        if is_new || has_more || done == ALL {
            found.views = Some(Box::new(self.views()));
        }
        if let Some((index, place)) = gone {
            found.at = Some((index as u32 + 1, Box::new(self.point(Point { at: self.whole(place), hold: true }))));
        }
        found
    }

    /// The node that is just this place, else its bytes.
    fn whole(&self, place: Span) -> At {
        let node = || {
            let nodes = &self.shown.as_ref()?.content()?.nodes;
            let leaf = nodes.leaf_at(place.start as usize)?;
            nodes.get(leaf.node).filter(|node| node.span == place).map(|_| At::Node(leaf.node))
        };
        node().unwrap_or(At::Bytes(place))
    }
}
