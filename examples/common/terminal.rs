//! Printing for examples: nothing that an article, an id or a file name holds drives the terminal.
#![allow(dead_code, reason = "each example uses a part")]

use std::borrow::Cow;
use std::fmt::Arguments;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

/// An error of any kind.
pub type AnyError = Box<dyn std::error::Error>;

/// Returns true for a character that can drive a terminal or reorder the text around it.
fn is_unsafe(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Returns `text` with unsafe characters as `\u{202e}`: one line stays one line.
pub fn neutral(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match is_unsafe(c) {
            true => safe.extend(c.escape_unicode()),
            false => safe.push(c),
        }
    }
    Cow::Owned(safe)
}

/// Writes a line to standard error, if it is open.
pub fn print_message(line: &str) {
    let _ = writeln!(io::stderr(), "{}", neutral(line));
}

/// Writes formatted text to standard output, its lines one by one. Ends the process if that cannot
/// be written: a reader that has closed the pipe wants no more.
pub fn print(text: Arguments<'_>) {
    let text = text.to_string();
    let mut out = io::stdout().lock();
    let lines = text.split('\n').map(neutral).collect::<Vec<_>>().join("\n");
    if let Err(error) = out.write_all(lines.as_bytes()).and_then(|()| out.flush()) {
        let closed = error.kind() == io::ErrorKind::BrokenPipe;
        std::process::exit(if closed { 0 } else { 2 });
    }
}

/// Does what `println!` does, safely.
#[allow(unused_macros, reason = "each example uses a part")]
macro_rules! print_line {
    () => { $crate::terminal::print(format_args!("\n")) };
    ($($text:tt)*) => {
        $crate::terminal::print(format_args!("{}\n", format_args!($($text)*)))
    };
}

#[allow(unused_imports, reason = "each example uses a part")]
pub(crate) use print_line;

/// Ends an example: prints the failure, if any. Exit status 2 for a failure, else 0; a pipe that
/// its reader closed is none.
pub fn exit(example: &str, done: Result<(), AnyError>) -> ExitCode {
    match done {
        Err(failure) if !is_broken_pipe(&*failure) => {
            print_message(&format!("{example}: {failure}"));
            ExitCode::from(2)
        }
        _ => ExitCode::SUCCESS,
    }
}

/// Returns true if a pipe was closed by its reader, such as `head`.
pub fn is_broken_pipe(failure: &(dyn std::error::Error + 'static)) -> bool {
    let kind = failure.downcast_ref::<io::Error>().map(io::Error::kind);
    kind == Some(io::ErrorKind::BrokenPipe)
}

/// Standard output for JSON. On a terminal, unsafe characters, which can only stand in strings, are
/// written as `\u202e`; elsewhere as they are.
pub struct JsonOutput<W> {
    out: W,
    is_terminal: bool,
}

impl<W: Write> JsonOutput<W> {
    pub fn new(out: W) -> JsonOutput<W> {
        JsonOutput { out, is_terminal: io::stdout().is_terminal() }
    }

    pub fn into_inner(self) -> W {
        self.out
    }
}

impl<W: Write> Write for JsonOutput<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.is_terminal {
            return self.out.write(bytes);
        }
        for part in bytes.utf8_chunks() {
            for c in part.valid().chars() {
                match c {
                    '\n' => self.out.write_all(b"\n")?,
                    _ if is_unsafe(c) => write!(self.out, "\\u{:04x}", u32::from(c))?,
                    _ => write!(self.out, "{c}")?,
                }
            }
            self.out.write_all(part.invalid())?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
