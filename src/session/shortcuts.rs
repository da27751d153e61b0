//! The keyboard shortcuts: what the editors bind, and what the help lists. Knows no keyboard event.

/// A shortcut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortcut {
    /// The keys in CodeMirror's notation: `Mod-Shift-o`, where `Mod` is Ctrl, or Cmd on a Mac; strokes are parted by spaces.
    pub keys: &'static str,
    /// The keys on a Mac, where they are others.
    pub mac: Option<&'static str>,
    /// What it does, in words.
    pub what: &'static str,
    /// The name of the editor's command; nothing where the keys belong to CodeMirror, a pattern of ARIA or the page.
    pub command: Option<&'static str>,
}

const fn bound(keys: &'static str, command: &'static str, what: &'static str) -> Shortcut {
    Shortcut { keys, mac: None, what, command: Some(command) }
}

const fn told(keys: &'static str, what: &'static str) -> Shortcut {
    Shortcut { keys, mac: None, what, command: None }
}

/// Goes to a symbol, from anywhere on the playground.
pub const SYMBOLS: Shortcut = told("Mod-Shift-o", "go to a symbol of the workspace, or see the outline");
/// Opens the help.
pub const HELP: Shortcut = told("F1", "this help; also ? outside of text fields");
/// The mends of the problem at the cursor, the one command that each editor has.
pub const FIXES: Shortcut = bound("Mod-.", "fixes", "fixes of the problem at the cursor");

const COMPLETE: Shortcut = told("Ctrl-Space", "what could be typed here");
const DESCRIBE: Shortcut = bound("Mod-k Mod-i", "describe", "what is known of the name at the cursor");
const DEFINITION: Shortcut = bound("F12", "definition", "go to the definition; also a click with Ctrl or ⌘");
const BACK: Shortcut =
    Shortcut { mac: Some("Ctrl--"), ..bound("Alt-ArrowLeft", "back", "go back to where you came from") };
const REFERENCES: Shortcut = bound("Shift-F12", "references", "list the references");
const RENAME: Shortcut = bound("F2", "rename", "rename in all files");
const FORMAT: Shortcut = bound("Shift-Alt-f", "format", "format the text");

/// Those of the .proto editor.
pub const SCHEMA: &[Shortcut] = &[DESCRIBE, DEFINITION, BACK, REFERENCES, RENAME, FORMAT, FIXES];

/// Those of the JSON editor.
pub const JSON: &[Shortcut] = &[DESCRIBE, DEFINITION, FORMAT, FIXES];

/// Those of the editor of the text format.
pub const TEXT: &[Shortcut] = &[FIXES];

const CHECK: Shortcut = bound("Mod-Enter", "check", "check the answer");

/// Those of an answer's editors.
pub const ANSWER: &[Shortcut] = &[CHECK];

/// All of them, by what they are about.
pub const ALL: [(&str, &[Shortcut]); 7] = [
    ("In the schema and the JSON", &[COMPLETE, DESCRIBE, DEFINITION, FORMAT]),
    ("In the schema", &[BACK, REFERENCES, RENAME]),
    (
        "In the bytes",
        &[
            told("0", "to f: type a byte, over the one at the cursor or before it"),
            told("Insert", "type before the cursor, or over it again"),
            told("Delete", "remove the selected bytes; Backspace the one before"),
            told("Shift-ArrowRight", "select a run; Ctrl or ⌘ with A all"),
            told("Home", "first byte of the row, with End the last; with Ctrl of all"),
            told("PageDown", "eight rows on; with PageUp back"),
            told("g", "go to an offset"),
            told("Mod-c", "copy what is selected as hex"),
            told("Mod-v", "paste pairs of hex digits"),
            told("Mod-z", "undo; Ctrl+Y, or with Shift, redo"),
        ],
    ),
    ("In the form", &[told("Mod-z", "undo; what is typed in one field is one step. Ctrl+Y, or with Shift, redo")]),
    (
        "In all editors",
        &[
            FIXES,
            told("F8", "next problem; with Shift the one before"),
            told("Mod-Shift-[", "fold; with ] unfold"),
            told("Mod-f", "search"),
            told("Mod-z", "undo; with Shift redo"),
            told("Mod-/", "comment"),
            told("Mod-]", "indent; with [ less. Tab moves on to the next part of the page"),
        ],
    ),
    ("In the editors of a question", &[CHECK]),
    (
        "On the page",
        &[
            SYMBOLS,
            HELP,
            told(
                "ArrowRight",
                "move among bytes, fields, tabs and problems; unfold a field; move a line between panes",
            ),
            told("Mod-f", "find in the bytes, where they have the focus; Enter goes on, with Shift back"),
            told("F2", "rename a file, on its tab; Delete removes it"),
            told("Escape", "close what has opened"),
        ],
    ),
];

/// The keys as they are written on the keyboard.
pub fn shown(shortcut: &Shortcut, mac: bool) -> String {
    let keys = if mac { shortcut.mac.unwrap_or(shortcut.keys) } else { shortcut.keys };
    let stroke = |stroke: &str| {
        // The key itself may be the hyphen that parts the others.
        let (modifiers, key) = match stroke.strip_suffix("--") {
            Some(modifiers) => (modifiers, "-"),
            None => stroke.rsplit_once('-').unwrap_or(("", stroke)),
        };
        let modifiers = modifiers.split('-').filter(|name| !name.is_empty());
        let key = match key {
            "ArrowLeft" => "←".to_owned(),
            "ArrowRight" => "→".to_owned(),
            "Escape" => "Esc".to_owned(),
            key if key.len() == 1 => key.to_uppercase(),
            key => key.to_owned(),
        };
        if mac {
            // In the order in which Apple writes them.
            let mut signs: Vec<&str> = modifiers.map(sign).collect();
            signs.sort_unstable_by_key(|sign| "⌃⌥⇧⌘".find(*sign));
            signs.concat() + &key
        } else {
            modifiers.map(|name| if name == "Mod" { "Ctrl+" } else { plus(name) }).collect::<String>() + &key
        }
    };
    keys.split(' ').map(stroke).collect::<Vec<_>>().join(" ")
}

fn sign(modifier: &str) -> &'static str {
    match modifier {
        "Ctrl" => "⌃",
        "Alt" => "⌥",
        "Shift" => "⇧",
        _ => "⌘",
    }
}

fn plus(modifier: &str) -> &'static str {
    match modifier {
        "Ctrl" => "Ctrl+",
        "Alt" => "Alt+",
        _ => "Shift+",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_written_as_each_platform_does() {
        let both = |keys| {
            let shortcut = told(keys, "");
            [shown(&shortcut, false), shown(&shortcut, true)]
        };
        assert_eq!(both("Mod-Shift-o"), ["Ctrl+Shift+O", "⇧⌘O"]);
        assert_eq!(both("Shift-Alt-f"), ["Shift+Alt+F", "⌥⇧F"]);
        assert_eq!(both("Mod-k Mod-i"), ["Ctrl+K Ctrl+I", "⌘K ⌘I"]);
        assert_eq!(both("Ctrl--"), ["Ctrl+-", "⌃-"]);
        assert_eq!(both("Alt-ArrowLeft"), ["Alt+←", "⌥←"]);
        assert_eq!(both("F12"), ["F12", "F12"]);
    }

    #[test]
    fn no_two_commands_have_the_same_keys() {
        let all: Vec<&Shortcut> =
            ALL.iter().flat_map(|(_, list)| *list).filter(|shortcut| shortcut.command.is_some()).collect();
        for (index, one) in all.iter().enumerate() {
            assert!(all[..index].iter().all(|other| other.keys != one.keys), "{}", one.keys);
        }
    }
}
