//! Runs the tests: a browser a thread, a new origin a test.
