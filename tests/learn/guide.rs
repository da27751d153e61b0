//! What `docs/learn.md` shows can be read: its examples are lessons and questions.
