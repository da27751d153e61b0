//! What can happen: all that changes the state. Knows nothing of what comes of it.

use super::{Asker, Edits, Stroke, Touch, View, calls, learn};
use crate::{
    analysis::{Held, Input},
    engine::{
        services::{Symbol, What},
        survey::Survey,
        view::{Answer, Target},
    },
    find::By,
    text::Span,
    wire::{Format, layers::Layer},
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
    /// The message was edited in the text format.
    EditText(String),
    /// Something happened in the form.
    Form(Touch),
    /// The payload's text was edited.
    EditPayload(String),
    /// The grid of bytes has the focus, or has it no more.
    FocusBytes(bool),
    /// A key of the grid of bytes.
    Strike(Stroke),
    /// A file of bytes was opened.
    OpenFile(String, Vec<u8>),
    /// A large file was opened, whose bytes the engine gets.
    HoldFile(Held),
    /// The payload's text is in this notation; nothing: in the one it seems to be.
    TakeAs(Option<Format>),
    /// The layer behind so many others is to be taken off, or left on.
    SwitchLayer(u32, Layer, bool),
    /// The message with this index, of the stream behind so many layers, is to be shown.
    ChooseMessage(u32, u32),
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
    /// Something in the payload is looked for: the field for it comes, or another text is in it.
    Find(By, String),
    /// Go to the next place of what is found.
    FindNext,
    /// Go to the place before.
    FindBack,
    /// Nothing is looked for any more.
    CloseFind,
    /// Other bytes are on screen.
    LookBytes(Span),
    /// Other rows are on screen.
    LookRows(Span),
    /// Go to a place.
    Go(Target),
    /// The cursor of the .proto editor is here, in UTF-16 code units.
    Cursor(u32),
    /// Something is asked about a place in the file in front.
    Ask(Asker, What, u32),
    /// Something is asked about a place in the JSON.
    AskOfJson(Asker, What, u32),
    /// The symbol whose new name is asked for gets this one.
    RenameSymbol(String),
    /// Edits are made, as one step; the sentence is for the notice.
    Apply(Edits, String),
    /// The fixes of the problems at a place are wanted.
    ListFixes(Target),
    /// The fix with these indices, of its problem in the report and its own there, is applied where the user is.
    Fix(u32, u32),
    /// All of these fixes are applied, as one step.
    FixAll(Vec<(u32, u32)>),
    /// The same as a fix from afar: its place is shown.
    FixAndShow(u32, u32),
    /// Go to one of the listed places.
    Visit(usize),
    /// The list of places is not needed any more.
    CloseList,
    /// Go to a symbol.
    VisitSymbol(Symbol),
    /// Go back to where the user came from.
    GoBack,
    /// The bundled file in front is not needed any more.
    ClosePeek,
    /// The symbols of the workspace are wanted.
    OpenSymbols,
    /// The keyboard shortcuts are wanted; a second time closes them.
    ToggleHelp,
    /// Something is asked about the payloads.
    OpenSurvey(Survey),
    /// The kept payload with this index is not needed any more.
    DropKept(usize),
    /// The schema that was inferred comes into the workspace.
    TakeSchema,
    /// The size lab opens.
    OpenLab,
    /// The lab's advice with this index is followed.
    TakeAdvice(usize),
    /// Something happened on the page of calls.
    Calls(calls::Act),
    /// What has opened above the page closes.
    Close,
    /// The engine answered.
    Answered(Answer),
    /// The engine was lost over this revision, for this reason.
    Lost(u32, &'static str),
    /// The user ended the work on this revision.
    Cancelled(u32),
    /// A new share link is wanted: the old one goes.
    Share,
    /// Something happened on the pages of lessons.
    Learn(learn::Act),
    /// Something to tell.
    Tell(String),
    /// The notice was read.
    Dismiss,
}
