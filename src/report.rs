//! How it looks: a reconciliation as text for people, as Markdown, as a page, as JSON, as TEI, as rows for a spreadsheet.
//!
//! One file per form. Each form is a small set of settings with a `write` that takes any [`std::io::Write`]; nothing is
//! read, decided or compared here. What several forms need (which places get a number, who prints what, which changes
//! are silent) is worked out once, in one view of the utterance.
//!
//! ```
//! use variorum::Reconciliation;
//! use variorum::report;
//!
//! let reconciliation = Reconciliation::default();
//! let mut out = Vec::new();
//! report::Text::new().width(80).write(&reconciliation, &mut out)?;
//! assert_eq!(String::from_utf8_lossy(&out), "No utterance is printed by two outlets or more.\n");
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! # Reading the terminal apparatus
//!
//! The lemma is printed once, with a number and braces at every place where other wordings differ; below it stands one
//! line for each reading: what the lemma has, `]`, what the others have; who prints it; kind, level and disclosure.
//! Signs say what was done, with colour or without:
//!
//! | sign | reading |
//! |---|---|
//! | `+` | adds words (`‸` marks the place in the lemma) |
//! | `-` | leaves words out |
//! | `~` | has other words |
//! | `↕` | has the words in another place, given by number |
//! | `…` | leaves words out behind an ellipsis or a break; or prints only a part |
//! | `!` | before a number: changes the meaning and does not show it |

mod change;
mod colour;
mod escape;
mod fragment;
mod html;
#[cfg(feature = "json")]
mod json;
mod layout;
mod lemma;
mod lookup;
mod markdown;
mod outlets;
mod pair;
#[cfg(test)]
mod sample;
mod synopsis;
mod tei;
mod text;
mod tsv;
mod view;

pub use colour::Colour;
pub use html::Html;
#[cfg(feature = "json")]
pub use json::Json;
pub use markdown::Markdown;
pub use tei::Tei;
pub use text::Text;
pub use tsv::Tsv;
