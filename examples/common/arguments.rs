//! Arguments of examples: an error names the option, or the file, that it is about.
#![allow(dead_code, reason = "each example uses a part")]

use std::ffi::{OsStr, OsString};
use std::fmt::Display;
use std::io::{self, Write};
use std::str::FromStr;

use crate::terminal::{AnyError, neutral};

/// Returns the value of an option as text.
pub fn text(option: &str, parser: &mut lexopt::Parser) -> Result<String, AnyError> {
    let value = parser.value()?;
    value.into_string().map_err(|value| format!("{option} {}: not UTF-8", value.display()).into())
}

/// Returns the parsed value of an option.
pub fn parsed<T>(option: &str, parser: &mut lexopt::Parser) -> Result<T, AnyError>
where
    T: FromStr<Err: Display>,
{
    let value = text(option, parser)?;
    value.parse().map_err(|error| format!("{option} {value}: {error}").into())
}

/// Returns the value of an option, a whole number in a range.
pub fn number_within(
    option: &str,
    parser: &mut lexopt::Parser,
    (least, most): (usize, usize),
) -> Result<usize, AnyError> {
    let number = parsed(option, parser)?;
    if (least..=most).contains(&number) {
        return Ok(number);
    }
    Err(format!("{option} {number}: outside {least} to {most}").into())
}

/// Returns the value of an option, a number of bytes: `500000`, `64K`, `200M`, `2G`.
pub fn bytes(option: &str, parser: &mut lexopt::Parser) -> Result<u64, AnyError> {
    let value = text(option, parser)?;
    let (number, shift) = match value.char_indices().last() {
        Some((at, 'K' | 'k')) => (&value[..at], 10),
        Some((at, 'M' | 'm')) => (&value[..at], 20),
        Some((at, 'G' | 'g')) => (&value[..at], 30),
        _ => (&*value, 0),
    };
    let number: u64 = number.parse().map_err(|error| format!("{option} {value}: {error}"))?;
    let bytes = number.checked_mul(1 << shift);
    bytes.ok_or_else(|| format!("{option} {value}: more than can be counted").into())
}

/// Prints the help of an example.
pub fn print_help(help: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(help.as_bytes()).and_then(|()| out.flush())
}

/// Returns the arguments of an example that has no options but `--help`, at most `most`; `None`
/// after it has printed its help.
pub fn values(help: &str, most: usize) -> Result<Option<Vec<OsString>>, AnyError> {
    let mut values = Vec::new();
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            lexopt::Arg::Short('h') | lexopt::Arg::Long("help") => {
                print_help(help)?;
                return Ok(None);
            }
            lexopt::Arg::Value(value) if values.len() < most => values.push(value),
            other => return Err(unexpected(other)),
        }
    }
    Ok(Some(values))
}

/// Returns the arguments of [`values`] as text.
pub fn texts(help: &str, most: usize) -> Result<Option<Vec<String>>, AnyError> {
    let Some(values) = values(help, most)? else { return Ok(None) };
    let text = |value: OsString| {
        value.into_string().map_err(|value| format!("{}: not UTF-8", value.display()).into())
    };
    values.into_iter().map(text).collect::<Result<_, AnyError>>().map(Some)
}

/// Returns the error of an argument that is not known.
pub fn unexpected(argument: lexopt::Arg<'_>) -> AnyError {
    format!("{}; --help lists the options", argument.unexpected()).into()
}

/// Reads a text file; an error names it.
pub fn read_file(path: &OsStr) -> Result<String, AnyError> {
    std::fs::read_to_string(path)
        .map_err(|error| format!("{}: {error}", neutral(&path.to_string_lossy())).into())
}
