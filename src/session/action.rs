//! What can happen: all that changes the state. Knows nothing of what comes of it.

use std::rc::Rc;

use super::View;
use crate::{
    analysis::Input,
    engine::view::{Answer, Target},
    learn::{Index, Unit},
    text::Span,
};

/// What can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The text of the file of that name was edited.
    EditFile(String, String),
    /// Another tab comes to the front.
    SelectFile(usize),
    /// A new file.
    AddFile,
    /// A file gets another name.
    RenameFile(usize, String),
    /// A file goes.
    RemoveFile(usize),
    /// The message was edited as JSON.
    EditJson(String),
    /// The payload's text was edited.
    EditPayload(String),
    /// A file of bytes was opened.
    OpenFile(String, Vec<u8>),
    /// Another message type.
    SelectRoot(String),
    /// An example or a question's code is loaded; the title is for the notice.
    Load(String, Box<Input>),
    /// The newest change of the workspace as a whole, such as a file's removal, is taken back.
    Undo,
    /// What was taken back last is done again.
    Redo,
    /// The page is arranged anew.
    Arrange(View),
    /// Other bytes are on screen.
    LookBytes(Span),
    /// Other rows are on screen.
    LookRows(Span),
    /// Go to a place.
    Go(Target),
    /// The engine answered.
    Answered(Answer),
    /// The engine was lost over this revision, for this reason.
    Lost(u32, &'static str),
    /// A new share link is wanted: the old one goes.
    Share,
    /// The table of contents was fetched, or can't be.
    Index(Result<Rc<Index>, String>),
    /// The lesson with this id was fetched, or can't be.
    Lesson(String, Result<Rc<Unit>, String>),
    /// Something to tell.
    Tell(String),
    /// The notice was read.
    Dismiss,
    /// An answer to a question was checked.
    Tried(String, String, bool),
}
