//! Wirelens: see Protocol Buffers and gRPC byte by byte.
//!
//! ```text
//! .proto text ─compile─▶ Schema ──┐
//! JSON text ────────────────────▶ message ─encode─▶ bytes ─scan─▶ records ─annotate─▶ nodes ─▶ views
//! hex / base64 / file ────────────────────────────▶ bytes
//! ```
//!
//! The modules in reading order; each uses only those above it:
//!
//! 1. [`text`]: spans, files, lines and columns
//! 2. [`diagnostic`]: what every stage may report
//! 3. [`suggest`]: did you mean
//! 4. `order`: sorting, compiled once
//! 5. `chance`: numbers from a seed
//! 6. [`wire`]: varints, records, the typed payload's formats, gRPC's frame
//! 7. [`syntax`]: .proto text → lossless tree, with recovery
//! 8. [`bundled`]: the .proto files every schema may import
//! 9. [`schema`]: .proto files → [`schema::Schema`] and diagnostics
//! 10. [`language`]: what an editor asks about a .proto: completion, hover, definitions, renaming, outline, colours
//! 11. [`message`]: JSON text with places ↔ message ↔ bytes
//! 12. [`annotate`]: bytes + schema → nodes; explanations; guesses without a schema
//! 13. [`breakage`]: a message broken on purpose, and what parsers make of it
//! 14. [`infer`]: payloads → a schema that fits them; which declared types do; what differs
//! 15. [`size`]: what the same message costs in other clothes
//! 16. [`find`]: what is looked for in a payload, and where it is
//! 17. [`rpc`]: calls: a script → what crosses a connection, when, over gRPC and over REST
//! 18. [`examples`]: `proto-examples/`, embedded
//! 19. [`analysis`]: `analyze(&Input) -> Analysis`, the whole of the above
//! 20. [`learn`]: lessons and questions as data, and what an answer is worth
//! 21. [`workspace`]: an input as a message and a share link; files from folders, archives and descriptor sets
//! 22. [`engine`]: what the worker runs: requests in, plain data out
//! 23. [`session`]: the application without a browser: state, actions, saved form
//! 24. `ui`: the only module that knows a browser

pub mod analysis;
pub mod annotate;
pub mod breakage;
pub mod bundled;
mod chance;
pub mod diagnostic;
pub mod engine;
pub mod examples;
pub mod find;
pub mod infer;
pub mod language;
pub mod learn;
pub mod message;
mod order;
pub mod rpc;
pub mod schema;
pub mod session;
pub mod size;
pub mod suggest;
pub mod syntax;
pub mod text;
#[cfg(feature = "ui")]
pub mod ui;
pub mod wire;
pub mod workspace;
