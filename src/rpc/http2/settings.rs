//! SETTINGS: what a peer can do and wants (RFC 9113, section 6.5).
//!
//! Knows not what a connection makes of them.

use super::frame;

/// A parameter and its value, as a SETTINGS frame has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The parameter.
    pub id: u16,
    /// Its value.
    pub value: u32,
}

/// What one takes in a frame: two bytes and four.
pub const SIZE: usize = ID_SIZE + VALUE_SIZE;
/// The parameter.
pub const ID_SIZE: usize = 2;
/// The value.
pub const VALUE_SIZE: usize = 4;

/// How many bytes the decoder's dynamic table has at most.
pub const HEADER_TABLE_SIZE: u16 = 1;
/// Whether the server may push.
pub const ENABLE_PUSH: u16 = 2;
/// How many streams the peer may have open at a time.
pub const MAX_CONCURRENT_STREAMS: u16 = 3;
/// How much may be sent on a new stream before a WINDOW_UPDATE.
pub const INITIAL_WINDOW_SIZE: u16 = 4;
/// The largest payload of a frame that is taken.
pub const MAX_FRAME_SIZE: u16 = 5;
/// How large a header list may be, not compressed.
pub const MAX_HEADER_LIST_SIZE: u16 = 6;
/// Whether extended CONNECT is understood (RFC 8441, section 3).
pub const ENABLE_CONNECT_PROTOCOL: u16 = 8;

/// The dynamic table's size where nothing was said.
pub const DEFAULT_HEADER_TABLE_SIZE: u32 = 4096;
/// The window of a stream, and that of the connection, where nothing was said.
pub const DEFAULT_WINDOW: u32 = (1 << 16) - 1;
/// The largest window there may be.
pub const MAX_WINDOW: u32 = (1 << 31) - 1;

impl Setting {
    /// As a frame has it.
    pub fn write(self) -> [u8; SIZE] {
        let [a, b] = self.id.to_be_bytes();
        let [c, d, e, f] = self.value.to_be_bytes();
        [a, b, c, d, e, f]
    }

    /// As a frame has it.
    pub fn read(&[a, b, c, d, e, f]: &[u8; SIZE]) -> Setting {
        Setting { id: u16::from_be_bytes([a, b]), value: u32::from_be_bytes([c, d, e, f]) }
    }

    /// What the parameter is called; nothing for one that is not defined: such a one is ignored.
    pub fn name(self) -> Option<&'static str> {
        Some(match self.id {
            HEADER_TABLE_SIZE => "SETTINGS_HEADER_TABLE_SIZE",
            ENABLE_PUSH => "SETTINGS_ENABLE_PUSH",
            MAX_CONCURRENT_STREAMS => "SETTINGS_MAX_CONCURRENT_STREAMS",
            INITIAL_WINDOW_SIZE => "SETTINGS_INITIAL_WINDOW_SIZE",
            MAX_FRAME_SIZE => "SETTINGS_MAX_FRAME_SIZE",
            MAX_HEADER_LIST_SIZE => "SETTINGS_MAX_HEADER_LIST_SIZE",
            ENABLE_CONNECT_PROTOCOL => "SETTINGS_ENABLE_CONNECT_PROTOCOL",
            _ => return None,
        })
    }

    /// The least and the greatest value the parameter may have.
    pub fn range(self) -> (u32, u32) {
        match self.id {
            ENABLE_PUSH | ENABLE_CONNECT_PROTOCOL => (0, 1),
            INITIAL_WINDOW_SIZE => (0, MAX_WINDOW),
            MAX_FRAME_SIZE => (frame::DEFAULT_MAX_SIZE, frame::MAX_SIZE),
            _ => (0, u32::MAX),
        }
    }

    /// Whether the value is one that the parameter may have.
    pub fn is_valid(self) -> bool {
        let (least, most) = self.range();
        (least..=most).contains(&self.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_read_as_it_was_written() {
        let setting = Setting { id: INITIAL_WINDOW_SIZE, value: 0x0102_0304 };
        assert_eq!(setting.write(), [0, 4, 1, 2, 3, 4]);
        assert_eq!(Setting::read(&setting.write()), setting);
    }

    #[test]
    fn values_are_bounded() {
        assert!(!Setting { id: ENABLE_PUSH, value: 2 }.is_valid());
        assert!(!Setting { id: MAX_FRAME_SIZE, value: 16_383 }.is_valid());
        assert!(!Setting { id: INITIAL_WINDOW_SIZE, value: 1 << 31 }.is_valid());
        assert!(Setting { id: 0xfff0, value: u32::MAX }.is_valid());
    }
}
