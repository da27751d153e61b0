//! Drives the built page in a real Chromium: the harness of the browser tests, and of `screenshot`.
//!
//! The modules in reading order; each uses only those above it:
//!
//! 1. [`webdriver`]: the protocol: a driver's process, a browser's session
//! 2. [`trap`]: a proxy that catches what would leave this machine
//! 3. [`profile`]: a browser with a profile of its own, and what it complained of
//! 4. [`site`]: the built page at an address of its own
//! 5. [`page`]: the page by roles and names; waiting for what it shall become
//! 6. [`runner`]: runs the tests, a browser a thread
//!
//! Nothing here sleeps: whoever waits is woken by the page.

pub mod page;
pub mod profile;
pub mod runner;
pub mod site;
pub mod trap;
pub mod webdriver;
