//! The share link: a workspace in the fragment of the address, so that it never reaches a server.
//!
//! `1` (the version), then base64url of DEFLATE (RFC 1951) of the same `Workspace` message as the saved form.
//! A link is hostile input: what it may inflate to is limited, and only a workspace can come out of it.

use std::{
    fmt,
    io::{Read, Write},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use prost::Message;
use serde::{Deserialize, Serialize};

use super::{input, message, proto};
use crate::analysis::{Input, Payload};

const VERSION: char = '1';

/// The longest link that is made or read, in characters. Chromium keeps addresses of up to 2 MiB.
pub const MAX_LINK: usize = 1_500_000;

/// What a link may inflate to, in bytes.
const MAX_WORKSPACE: u64 = 16 << 20;

/// Why there is no link, or why a link can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ShareError {
    /// The workspace or the link is too long.
    TooLong,
    /// The link was made by a later version of the page.
    Version,
    /// The link was cut or changed on its way.
    Corrupt,
}

impl fmt::Display for ShareError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ShareError::TooLong => "this workspace is too large for a link; share its files instead",
            ShareError::Version => "this link was made by a later version of Wirelens; reload the page to get it",
            ShareError::Corrupt => "this link is damaged; ask for it again, and mind that it is copied whole",
        })
    }
}

/// The workspace as the part of a link behind `#/s/`.
///
/// # Errors
/// [`ShareError::TooLong`] where no browser would keep it.
pub fn to_link(input: &Input, active: usize) -> Result<String, ShareError> {
    if let Payload::Held(_) = input.payload {
        return Err(ShareError::TooLong);
    }
    let bytes = message(input, active).encode_to_vec();
    let mut deflate = DeflateEncoder::new(Vec::new(), Compression::best());
    let packed = deflate.write_all(&bytes).and_then(|()| deflate.finish()).map_err(|_| ShareError::TooLong)?;
    let link = format!("{VERSION}{}", URL_SAFE_NO_PAD.encode(packed));
    if link.len() > MAX_LINK || bytes.len() as u64 > MAX_WORKSPACE { Err(ShareError::TooLong) } else { Ok(link) }
}

/// The workspace of a link, and the tab in front.
///
/// # Errors
/// Each of [`ShareError`]'s.
pub fn from_link(link: &str) -> Result<(Input, usize), ShareError> {
    if link.len() > MAX_LINK {
        return Err(ShareError::TooLong);
    }
    let packed = match link.strip_prefix(VERSION) {
        Some(packed) => URL_SAFE_NO_PAD.decode(packed).map_err(|_| ShareError::Corrupt)?,
        None if link.starts_with(|first: char| first.is_ascii_digit()) => return Err(ShareError::Version),
        None => return Err(ShareError::Corrupt),
    };
    let mut bytes = Vec::new();
    let inflate = DeflateDecoder::new(packed.as_slice()).take(MAX_WORKSPACE + 1);
    { inflate }.read_to_end(&mut bytes).map_err(|_| ShareError::Corrupt)?;
    if bytes.len() as u64 > MAX_WORKSPACE {
        return Err(ShareError::TooLong);
    }
    let workspace = proto::Workspace::decode(bytes.as_slice()).map_err(|_| ShareError::Corrupt)?;
    input(workspace).ok_or(ShareError::Corrupt)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{analysis::Held, rpc::script::Script, text::File};
    use proptest::prelude::*;

    fn sample(text: String, json: String) -> Input {
        let files = vec![File { name: "a.proto".into(), text }];
        let script = Script { method: json.clone(), seed: json.len() as u64, ..Script::default() };
        let script = json.len().is_multiple_of(2).then(|| Box::new(script));
        Input { files, root: "a.B".into(), payload: Payload::Json(json), script, ..Input::default() }
    }

    proptest! {
        #[test]
        fn a_link_round_trips(text in ".{0,300}", json in ".{0,300}") {
            let input = sample(text.clone(), json);
            let link = to_link(&input, 0).unwrap();
            prop_assert!(link.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'));
            prop_assert_eq!(from_link(&link), Ok((input, 0)));
            let input = Input { payload: Payload::TextFormat(text.clone()), ..sample(text, String::new()) };
            prop_assert_eq!(from_link(&to_link(&input, 0).unwrap()), Ok((input, 0)));
        }

        #[test]
        fn any_text_is_a_workspace_or_an_error(link in "1?[a-zA-Z0-9_-]{0,60}", cut in 0usize..200) {
            let _ = from_link(&link);
            let whole = to_link(&sample("syntax = \"proto3\";".repeat(9), "{}".into()), 0).unwrap();
            let _ = from_link(&whole[..cut.min(whole.len())]);
        }
    }

    #[test]
    fn a_large_file_is_no_link() {
        let input = Input { payload: Payload::Held(Held::default()), ..sample(String::new(), String::new()) };
        assert_eq!(to_link(&input, 0), Err(ShareError::TooLong));
    }

    #[test]
    fn a_bomb_is_refused() {
        let mut deflate = DeflateEncoder::new(Vec::new(), Compression::best());
        deflate.write_all(&vec![0; 64 << 20]).unwrap();
        let link = format!("1{}", URL_SAFE_NO_PAD.encode(deflate.finish().unwrap()));
        assert!(link.len() < MAX_LINK);
        assert_eq!(from_link(&link), Err(ShareError::TooLong));
    }

    #[test]
    fn errors_say_which() {
        assert_eq!(from_link(""), Err(ShareError::Corrupt));
        assert_eq!(from_link("2abc"), Err(ShareError::Version));
        assert_eq!(from_link("1%%%"), Err(ShareError::Corrupt));
        assert_eq!(from_link(&"1".repeat(MAX_LINK + 1)), Err(ShareError::TooLong));
    }
}
