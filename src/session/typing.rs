//! The grid of bytes as an editor: what a stroke makes of the payload, and the way back.
//!
//! Whatever the bytes came from, once they are edited the payload is their plain hex; JSON and fields follow from it. The bytes
//! on screen are changed at once, what they mean comes from the engine. Knows no key and no mark on a key.

use std::rc::Rc;

use super::{Change, Offer, State, Step, Stroke};
use crate::{
    analysis::{Held, MAX_HERE, Payload},
    breakage::{Breakage, Way},
    engine::view::{At, Cell, CellRole, Views},
    text::Span,
    wire::{Splice, Taking, input},
};

/// The longest payload that becomes text when it is edited, in bytes; a held one stays where it is.
pub const MAX_EDITED: usize = MAX_HERE as usize;

/// What is edited.
pub(super) enum Base {
    /// These bytes.
    Here(Vec<u8>),
    /// Those that the engine holds.
    Held,
}

impl State {
    /// What the keys of the grid do.
    pub(super) fn strike(&mut self, stroke: Stroke) {
        let total = self.views.byte_total;
        let is_half_typed = std::mem::take(&mut self.cursor_in_bytes.is_half_typed);
        match stroke {
            Stroke::Walk { way, extend, columns } => {
                self.cursor_in_bytes.walk(way, extend, columns, total);
                self.point_at_cursor();
            }
            Stroke::Choose(run) => self.choose_bytes(run),
            Stroke::ChooseAll => self.choose_bytes(Span { start: 0, end: total }),
            Stroke::ToggleInsert => {
                let cursor = &mut self.cursor_in_bytes;
                cursor.inserts = !cursor.inserts;
                cursor.said = if cursor.inserts { "inserting" } else { "overwriting" }.to_owned();
            }
            Stroke::Undo => self.take_back(),
            Stroke::Redo => self.take_again(),
            Stroke::Digit(_) | Stroke::Delete | Stroke::Backspace | Stroke::Paste(_) => match self.editable() {
                Ok(base) => self.edit_with(stroke, base, is_half_typed),
                Err(why) => self.tell(why.to_owned()),
            },
        }
    }

    /// Chooses a run of bytes.
    pub(super) fn choose_bytes(&mut self, run: Span) {
        self.cursor_in_bytes.choose(run);
        self.point_at_cursor();
    }

    fn point_at_cursor(&mut self) {
        self.pointed = (self.pointed.0 + 1, self.at_cursor());
    }

    /// What is chosen with the cursor where it is.
    pub(super) fn at_cursor(&self) -> At {
        let cursor = &self.cursor_in_bytes;
        let run = cursor.run(self.views.byte_total);
        match run.len() {
            0 => At::Nowhere,
            1 => At::Byte(run.start),
            _ => At::Bytes(run),
        }
    }

    /// What the engine shall choose when it hears of the newest edit: the cursor's place, if it was an edit of bytes.
    pub fn choice(&self) -> Option<At> {
        (self.typed == self.revision).then(|| self.at_cursor())
    }

    /// The bytes on screen, if they can be edited.
    ///
    /// # Errors
    /// A sentence that says why they can't.
    pub(super) fn editable(&self) -> Result<Base, &'static str> {
        const TOO_LONG: &str =
            "A message above 64 KiB is edited byte by byte as a file or as hex: copy it, and paste it under Payload.";
        const LATER: &str = "These bytes are not the newest any more: mend what Problems lists, then edit them.";
        const WRAPPED: &str =
            "These bytes are inside a layer of a large file. Switch the layer off, and edit the bytes around it.";
        if let Some(bytes) = self.plain() {
            return Ok(Base::Here(bytes));
        }
        if self.is_stale() && self.typed != self.revision {
            return Err(LATER);
        }
        let Some(content) = self.content() else { return Err(LATER) };
        let is_bare = content.layers.iter().all(|layer| !layer.on);
        match (&self.input.payload, content.payload.as_deref()) {
            (Payload::Held(_), _) if is_bare => Ok(Base::Held),
            (Payload::Held(_), _) => Err(WRAPPED),
            (_, Some(hex)) => input::plain(hex).map(Base::Here).ok_or(LATER),
            (Payload::Text(text), None) => input::plain(text).filter(|_| is_bare).map(Base::Here).ok_or(TOO_LONG),
            (Payload::File { bytes, .. }, None) if is_bare => Ok(Base::Here(bytes.clone())),
            _ => Err(TOO_LONG),
        }
    }

    /// Whether there are bytes that can be edited; cheap.
    pub fn is_editable(&self) -> bool {
        let is_here = self.content().is_some_and(|content| content.payload.is_some());
        is_here || !matches!(self.input.payload, Payload::Json(_) | Payload::TextFormat(_))
    }

    /// The bytes of a payload that is plain hex, whatever it looks like: as an edit of bytes leaves it.
    fn plain(&self) -> Option<Vec<u8>> {
        let Payload::Text(text) = &self.input.payload else { return None };
        if self.input.taking == Taking::plain_hex() { input::plain(text) } else { None }
    }

    fn edit_with(&mut self, stroke: Stroke, base: Base, is_half_typed: bool) {
        let cursor = &self.cursor_in_bytes;
        let views = &self.views;
        let total = match &base {
            Base::Here(bytes) => bytes.len() as u32,
            Base::Held => views.byte_total,
        };
        let run = cursor.run(total);
        let inserts = cursor.inserts;
        let old = |at: u32| match &base {
            Base::Here(bytes) => bytes.get(at as usize).copied(),
            Base::Held => views.cells.get(at.checked_sub(views.first_byte)? as usize).map(|cell| cell.byte),
        };
        let offset = run.start;
        if offset < total && old(offset).is_none() {
            // Where the bytes on screen have not come yet, nobody sees what would be typed over.
            return;
        }
        let (splice, what, then) = match stroke {
            Stroke::Digit(digit) if is_half_typed && old(offset).is_some() => {
                let byte = old(offset).unwrap_or_default() & 0xf0 | digit;
                (Splice::new(run, vec![byte]), None, (offset + 1, false))
            }
            Stroke::Digit(digit) => {
                let high = digit << 4;
                let splice = match old(offset) {
                    Some(low) if !inserts => Splice::new(one(offset), vec![high | low & 0x0f]),
                    // In place of a run the first byte of another one comes; before a byte, one more.
                    _ if cursor.is_run() => Splice::new(run, vec![high]),
                    _ => Splice::new(Span::at(offset as usize), vec![high]),
                };
                (splice, Some(format!("Typed a byte at {offset:04x}")), (offset, true))
            }
            Stroke::Paste(new) => {
                let end = offset as usize + new.len();
                let span = match inserts {
                    true if cursor.is_run() => run,
                    true => Span::at(offset as usize),
                    false => Span::new(offset as usize, end.min(total as usize)),
                };
                let what = format!("Pasted {} at {offset:04x}", count(new.len()));
                (Splice::new(span, new), Some(what), (end as u32, false))
            }
            Stroke::Backspace if !cursor.is_run() => {
                let Some(before) = offset.checked_sub(1) else { return };
                (Splice::new(one(before), Vec::new()), Some(removed(one(before))), (before, false))
            }
            _ if run.is_empty() => return,
            _ => (Splice::new(run, Vec::new()), Some(removed(run)), (offset, false)),
        };
        if matches!(base, Base::Here(_)) && i64::from(total) + splice.growth() > MAX_EDITED as i64 {
            self.tell("There is no room for more: what is typed here can have 1 MiB.".to_owned());
            return;
        }
        let said = what.clone().filter(|_| splice.inserted.is_empty()).unwrap_or_default();
        self.change_bytes(vec![splice], base, what);
        let (at, is_half_typed) = then;
        self.cursor_in_bytes.go(at);
        self.cursor_in_bytes.is_half_typed = is_half_typed;
        self.cursor_in_bytes.said = said;
    }

    /// Makes `splices` in the payload as a step of that name, or as a part of the newest one.
    pub(super) fn change_bytes(&mut self, splices: Vec<Splice>, base: Base, what: Option<String>) {
        let views = Rc::make_mut(&mut self.views);
        for splice in &splices {
            show(views, splice);
        }
        let is_other = self.plain().is_none() && matches!(base, Base::Here(_));
        let is_news = is_other && !matches!(self.input.payload, Payload::Text(_));
        let changes = match (base, &self.input.payload) {
            (Base::Held, Payload::Held(held)) => {
                let edits = held.edits.iter().cloned().chain(splices).collect();
                let held = Payload::Held(Held { edits, ..held.clone() });
                vec![Change::Payload(Box::new((held, self.input.taking.clone())))]
            }
            (Base::Here(mut bytes), _) if is_other => {
                for splice in &splices {
                    splice.apply(&mut bytes);
                }
                vec![Change::Payload(Box::new((Payload::Text(input::hex(&bytes)), Taking::plain_hex())))]
            }
            _ => splices.into_iter().map(Change::Splice).collect(),
        };
        let step = Step { what: what.clone().unwrap_or_default(), changes, active: self.active };
        let active = self.active;
        let mut back = None;
        self.edit(|input| back = Some(step.apply(input, active)));
        if let (Some(back), Some(_)) = (back, what) {
            self.history.push(back);
        }
        self.writes += 1;
        self.typed = self.revision;
        if is_news {
            self.offer("The bytes are the source now, as hex; the JSON follows them".to_owned(), Offer::Undo);
            if let Some(notice) = &mut self.notice {
                notice.passing = true;
            }
        }
    }

    /// The message is broken, as one step, and what parsers make of it is told; or why it can't be.
    pub(super) fn broken(&mut self, way: Way, broken: Result<Breakage, String>) {
        let Breakage { splices, focus, said, .. } = match broken {
            Ok(broken) => broken,
            Err(why) => return self.tell(format!("{}: {why}.", way.name())),
        };
        match self.editable() {
            Ok(base) => {
                self.change_bytes(splices, base, Some(format!("Broke it: {}", way.name().to_lowercase())));
                self.cursor_in_bytes.choose(focus);
                self.offer(said, Offer::Undo);
            }
            Err(why) => self.tell(why.to_owned()),
        }
    }

    /// The payload is typed or opened in place of another one. What was there comes back by a step, unless it is only the
    /// text that is typed on.
    pub(super) fn put_payload(&mut self, payload: Payload, what: &str) {
        let is_other = std::mem::discriminant(&self.input.payload) != std::mem::discriminant(&payload)
            || matches!(payload, Payload::File { .. } | Payload::Held(_))
            || self.history.last().is_some_and(Step::is_of_bytes);
        let before = is_other.then(|| (self.input.payload.clone(), self.input.taking.clone()));
        match payload {
            Payload::Text(text) => self.edit_payload(text),
            payload => self.open_payload(payload),
        }
        if let Some(before) = before {
            let changes = vec![Change::Payload(Box::new(before))];
            self.history.push(Step { what: what.to_owned(), changes, active: self.active });
        }
    }
}

fn one(at: u32) -> Span {
    Span { start: at, end: at + 1 }
}

fn count(bytes: usize) -> String {
    if bytes == 1 { "1 byte".to_owned() } else { format!("{bytes} bytes") }
}

fn removed(span: Span) -> String {
    format!("Removed {} at {:04x}", count(span.len()), span.start)
}

/// The bytes on screen as they are after the replacement. What they mean is told later.
fn show(views: &mut Views, splice: &Splice) {
    views.byte_total = (i64::from(views.byte_total) + splice.growth()).max(0) as u32;
    let (cells, span) = (views.cells.len(), splice.span());
    let (Some(start), Some(end)) = (span.start.checked_sub(views.first_byte), span.end.checked_sub(views.first_byte))
    else {
        return;
    };
    let (start, end) = (start as usize, (end as usize).min(cells));
    if start > end {
        return;
    }
    let near = start.checked_sub(1).and_then(|before| views.cells.get(before));
    let like = views.cells.get(start).or(near).copied();
    let like = like.unwrap_or(Cell { byte: 0, role: CellRole::Payload, hue: 0 });
    views.cells.splice(start..end, splice.inserted.iter().map(|&byte| Cell { byte, ..like }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analysis::Input,
        engine::{
            Engine,
            view::{Answer, Body, Change as News, Request},
        },
        session::{Action, Move},
        text::File,
    };

    /// A page and its engine, with the user Alice.
    struct Desk {
        state: State,
        engine: Engine,
    }

    impl Desk {
        fn new() -> Desk {
            let text = "syntax = \"proto3\"; message User { string name = 1; int32 age = 2; }".to_owned();
            let input = Input {
                files: vec![File { name: "user.proto".into(), text }],
                root: String::new(),
                payload: Payload::Json("{\"name\": \"Al\", \"age\": 7}".into()),
                ..Input::default()
            };
            let mut desk = Desk { state: State::new(None), engine: Engine::default() };
            desk.state.apply(Action::Load("it".into(), Box::new(input)));
            desk.settle();
            desk
        }

        fn settle(&mut self) {
            let change = News::between(None, &self.state.input);
            let body = self.engine.answer(Request::Analyze(News { choose: self.state.choice(), ..change }));
            self.answered(body);
        }

        fn answered(&mut self, body: Body) {
            self.state.apply(Action::Answered(Answer { revision: self.state.revision, body }));
        }

        fn strike(&mut self, strokes: &[Stroke]) -> &mut Desk {
            for stroke in strokes {
                self.state.apply(Action::Strike(stroke.clone()));
            }
            self
        }

        fn go(&mut self, at: u32) -> &mut Desk {
            self.strike(&[Stroke::Walk { way: Move::To(at), extend: false, columns: 8 }])
        }

        /// The bytes on screen, before the engine and after it has looked.
        fn bytes(&mut self) -> String {
            let shown = |state: &State| state.views.cells.iter().map(|cell| cell.byte).collect::<Vec<_>>();
            let before = shown(&self.state);
            self.settle();
            let after = shown(&self.state);
            assert_eq!(input::hex(&before), input::hex(&after), "what is shown at once is what is there");
            assert_eq!(self.state.views.byte_total as usize, after.len());
            input::hex(&after)
        }

        fn json(&self) -> String {
            let json = self.state.content().unwrap().json.clone().unwrap_or_default();
            json.split_whitespace().collect()
        }
    }

    use Stroke::{Backspace, Delete, Digit, Paste, Redo, ToggleInsert, Undo};

    #[test]
    fn digits_overwrite_and_the_json_follows() {
        let mut desk = Desk::new();
        assert_eq!(desk.bytes(), "0a 02 41 6c 10 07");
        desk.go(5).strike(&[Digit(2), Digit(10)]);
        assert_eq!(desk.bytes(), "0a 02 41 6c 10 2a");
        assert_eq!(desk.json(), r#"{"name":"Al","age":42}"#);
        assert_eq!(desk.state.cursor_in_bytes.at, 6);
        // Behind the last byte, typing appends.
        desk.strike(&[Digit(1), Digit(0), Digit(9), Digit(9)]);
        assert_eq!(desk.bytes(), "0a 02 41 6c 10 2a 10 99");
        assert!(desk.state.report.as_ref().unwrap().error_total > 0, "a varint is cut short");
    }

    #[test]
    fn bytes_are_inserted_and_removed() {
        let mut desk = Desk::new();
        desk.go(4).strike(&[ToggleInsert, Digit(7), Digit(8)]).go(1).strike(&[ToggleInsert, Digit(0), Digit(3)]);
        assert_eq!(desk.bytes(), "0a 03 41 6c 78 10 07");
        assert_eq!(desk.json(), r#"{"name":"Alx","age":7}"#);
        desk.go(4).strike(&[Delete]);
        assert_eq!(desk.bytes(), "0a 03 41 6c 10 07");
        desk.go(2).strike(&[Backspace, Backspace, Backspace]);
        assert_eq!(desk.bytes(), "41 6c 10 07");
        desk.strike(&[Stroke::ChooseAll, Delete]);
        assert_eq!(desk.bytes(), "");
        desk.strike(&[Delete, Backspace, Digit(1), Digit(0), Digit(0), Digit(1)]);
        assert_eq!(desk.bytes(), "10 01");
    }

    #[test]
    fn a_run_is_removed_or_pasted_over() {
        let mut desk = Desk::new();
        desk.strike(&[Stroke::Choose(Span::new(2, 4)), Delete]).go(1).strike(&[Digit(0), Digit(0)]);
        assert_eq!(desk.bytes(), "0a 00 10 07");
        desk.go(3).strike(&[Paste(vec![1, 0x10, 2])]);
        assert_eq!(desk.bytes(), "0a 00 10 01 10 02");
        desk.strike(&[ToggleInsert, Stroke::Choose(Span::new(2, 4)), Paste(vec![0x10, 5])]);
        assert_eq!(desk.bytes(), "0a 00 10 05 10 02");
    }

    #[test]
    fn each_byte_is_a_step_and_the_first_brings_the_json_back() {
        let mut desk = Desk::new();
        let json = desk.state.input.payload.clone();
        desk.go(5).strike(&[Digit(0), Digit(1), Digit(1)]).go(0).strike(&[Delete]);
        assert_eq!(desk.bytes(), "02 41 6c 10 01 10");
        desk.strike(&[Undo]);
        assert_eq!(desk.state.cursor_in_bytes.at, 0);
        desk.settle();
        assert_eq!(desk.bytes(), "0a 02 41 6c 10 01 10");
        desk.strike(&[Undo, Undo]);
        assert_eq!(desk.state.input.payload, json);
        desk.settle();
        assert_eq!(desk.bytes(), "0a 02 41 6c 10 07");
        desk.strike(&[Redo, Redo, Redo]);
        desk.settle();
        assert_eq!(desk.bytes(), "02 41 6c 10 01 10");
    }

    #[test]
    fn what_is_typed_elsewhere_meanwhile_is_no_loss() {
        let mut desk = Desk::new();
        desk.go(5).strike(&[Digit(0), Digit(1)]);
        desk.settle();
        let edited = desk.state.input.payload.clone();
        for text in ["{", "{}"] {
            desk.state.apply(Action::EditJson(text.into()));
        }
        desk.settle();
        desk.strike(&[Undo]);
        assert_eq!(desk.state.input.payload, edited);
        desk.strike(&[Undo]);
        assert!(matches!(desk.state.input.payload, Payload::Json(_)));
    }

    #[test]
    fn the_cursor_stays_when_bytes_are_edited_and_follows_when_a_field_is_chosen() {
        let mut desk = Desk::new();
        desk.go(3).strike(&[Digit(6), Digit(13)]);
        desk.settle();
        assert_eq!((desk.state.cursor_in_bytes.at, desk.state.selected.focus), (4, Some(one(4))));
        let body = desk.engine.answer(Request::Point(crate::engine::view::Point { at: At::Node(0), hold: true }));
        desk.answered(body);
        assert_eq!(desk.state.cursor_in_bytes.at, 0);
    }

    #[test]
    fn what_is_not_the_newest_is_not_edited() {
        let mut desk = Desk::new();
        desk.state.apply(Action::EditJson("{".into()));
        desk.settle();
        desk.go(0).strike(&[Delete]);
        assert!(desk.state.notice.as_ref().is_some_and(|notice| notice.text.contains("Problems")));
        assert_eq!(desk.state.input.payload, Payload::Json("{".into()));
    }
}
