//! The public API of variorum is recorded in `public-api.txt`; the test compares.
