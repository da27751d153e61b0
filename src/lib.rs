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
//! 4. [`wire`]: varints, records, the typed payload's formats, gRPC's frame
//! 5. [`syntax`]: .proto text → lossless tree, with recovery
//! 6. [`bundled`]: the .proto files every schema may import
//! 7. [`schema`]: .proto files → [`schema::Schema`] and diagnostics
//! 8. [`language`]: what an editor asks about a .proto: completion, hover, definitions, renaming, outline, colours
//! 9. [`message`]: JSON text with places ↔ message ↔ bytes
//! 10. [`annotate`]: bytes + schema → nodes; explanations; guesses without a schema
//! 11. [`breakage`]: a message broken on purpose, and what parsers make of it
//! 12. [`infer`]: payloads → a schema that fits them; which declared types do; what differs
//! 13. [`size`]: what the same message costs in other clothes
//! 14. [`find`]: what is looked for in a payload, and where it is
//! 15. [`learn`]: lessons and questions as data
//! 16. [`examples`]: `proto-examples/`, embedded
//! 17. [`analysis`]: `analyze(&Input) -> Analysis`, the whole of the above
//! 18. [`workspace`]: an input as a message and a share link; files from folders, archives and descriptor sets
//! 19. [`engine`]: what the worker runs: requests in, plain data out
//! 20. [`session`]: the application without a browser: state, actions, saved form
//! 21. `ui`: the only module that knows a browser

pub mod analysis;
pub mod annotate;
pub mod breakage;
pub mod bundled;
pub mod diagnostic;
pub mod engine;
pub mod examples;
pub mod find;
pub mod infer;
pub mod language;
pub mod learn;
pub mod message;
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
