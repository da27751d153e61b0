//! What is behind `cargo xtask`: one command that installs what is missing, builds the page, serves and checks it.
//!
//! The modules in reading order; each uses only those above it:
//!
//! 1. [`steps`]: announces a step and tells how long it took
//! 2. [`process`]: runs another program, or says why it failed
//! 3. [`stamp`]: "nothing changed since last time", as a hash of files
//! 4. [`project`]: where things lie, and the PATH with the right tools first
//! 5. [`tools`], [`chromium`], [`npm`]: what a build or a test needs, installed where it is missing
//! 6. [`sizes`]: what every file of the page weighs, and the budgets
//! 7. [`snip`]: takes out of a wasm what is never called
//! 8. [`policy`], [`http`], [`server`]: the static server, which the browser tests use too
//! 9. [`site`]: the page in `dist/`
//! 10. [`snippets`]: the programs that calls are written as, run
//! 11. [`checks`], [`bench`], [`screenshot`]: the commands that use it
//! 12. [`args`]: the command line
//!
//! Nothing here knows what the page does; it is a build that any small site of wasm and a JavaScript bundle could use.

pub mod args;
pub mod bench;
pub mod checks;
pub mod chromium;
pub mod http;
pub mod npm;
pub mod policy;
pub mod process;
pub mod project;
pub mod screenshot;
pub mod server;
pub mod site;
pub mod sizes;
pub mod snip;
pub mod snippets;
pub mod stamp;
pub mod steps;
pub mod tools;
