//! Nothing but tests: see `tests/run`.
