//! Writes compact JSON, field by field.
//!
//! It is written by hand and not through `serde_json`, for speed: most of a report is names of
//! fields and strings without characters to escape, and these are tested and copied eight bytes at
//! a time.

use std::io::Write;

/// A buffer of JSON text, always of whole characters.
#[derive(Debug, Default)]
pub(in crate::report) struct JsonWriter {
    pub(in crate::report) bytes: Vec<u8>,
}

impl JsonWriter {
    /// Begins a value: writes a comma if one stands before it in the same object or list.
    fn begin_value(&mut self) {
        if !matches!(self.bytes.last(), None | Some(b'{' | b'[' | b':' | b' ')) {
            self.bytes.push(b',');
        }
    }

    /// Begins the field `name`, which must need no escapes.
    fn field(&mut self, name: &str) {
        self.begin_value();
        self.bytes.push(b'"');
        self.bytes.extend_from_slice(name.as_bytes());
        self.bytes.extend_from_slice(b"\":");
    }

    /// Writes an object; `fill` writes its fields.
    pub(in crate::report) fn object(&mut self, fill: impl FnOnce(&mut JsonWriter)) {
        self.begin_value();
        self.bytes.push(b'{');
        fill(self);
        self.bytes.push(b'}');
    }

    /// Writes a string.
    pub(in crate::report) fn string(&mut self, text: &str) {
        self.begin_value();
        self.bytes.push(b'"');
        let mut rest = text.as_bytes();
        while !rest.is_empty() {
            let (plain, more) = rest.split_at(plain_len(rest));
            self.bytes.extend_from_slice(plain);
            let (some, more) = more.split_at(more.len().min(8));
            some.iter().for_each(|&byte| self.escaped(byte));
            rest = more;
        }
        self.bytes.push(b'"');
    }

    fn escaped(&mut self, byte: u8) {
        let short = match byte {
            b'"' | b'\\' => byte,
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            8 => b'b',
            12 => b'f',
            0..32 => {
                _ = write!(self.bytes, "\\u{byte:04x}");
                return;
            }
            _ => {
                self.bytes.push(byte);
                return;
            }
        };
        self.bytes.extend_from_slice(&[b'\\', short]);
    }

    /// Writes a whole number.
    pub(in crate::report) fn number(&mut self, number: usize) {
        self.begin_value();
        self.digits(number);
    }

    fn digits(&mut self, number: usize) {
        if number > 9 {
            self.digits(number / 10);
        }
        self.bytes.push(b'0' + (number % 10) as u8);
    }

    /// Writes `null`.
    pub(in crate::report) fn null(&mut self) {
        self.begin_value();
        self.bytes.extend_from_slice(b"null");
    }

    /// Writes a field with a string.
    pub(in crate::report) fn text_field(&mut self, name: &str, text: &str) {
        self.field(name);
        self.string(text);
    }

    /// Writes a field with a string or `null`.
    pub(in crate::report) fn optional_text_field(&mut self, name: &str, text: Option<&str>) {
        self.optional_field(name, text, JsonWriter::string);
    }

    /// Writes a field with what `put` writes, or `null`.
    pub(in crate::report) fn optional_field<T>(
        &mut self,
        name: &str,
        value: Option<T>,
        put: impl FnOnce(&mut JsonWriter, T),
    ) {
        self.field(name);
        match value {
            Some(value) => put(self, value),
            None => self.null(),
        }
    }

    /// Writes a field with a whole number.
    pub(in crate::report) fn number_field(&mut self, name: &str, number: usize) {
        self.field(name);
        self.number(number);
    }

    /// Writes a field with `true` or `false`.
    pub(in crate::report) fn flag_field(&mut self, name: &str, flag: bool) {
        self.field(name);
        self.bytes.extend_from_slice(if flag { b"true" } else { b"false" });
    }

    /// Writes a field with a signed whole number.
    pub(in crate::report) fn signed_field(&mut self, name: &str, number: i64) {
        self.field(name);
        _ = write!(self.bytes, "{number}");
    }

    /// Writes a number with the fewest digits that give the same value when read.
    pub(in crate::report) fn decimal(&mut self, number: f64) {
        self.begin_value();
        // Writing to memory does not fail, and a number that is not finite is written as `null`.
        _ = serde_json::to_writer(&mut self.bytes, &number);
    }

    /// Writes a field with an object; `fill` writes its fields.
    pub(in crate::report) fn object_field(
        &mut self,
        name: &str,
        fill: impl FnOnce(&mut JsonWriter),
    ) {
        self.field(name);
        self.object(fill);
    }

    /// Writes a field with a list; `fill` writes its items.
    pub(in crate::report) fn list_field(&mut self, name: &str, fill: impl FnOnce(&mut JsonWriter)) {
        self.field(name);
        self.list(fill);
    }

    /// Writes a list; `fill` writes its items.
    pub(in crate::report) fn list(&mut self, fill: impl FnOnce(&mut JsonWriter)) {
        self.begin_value();
        self.bytes.push(b'[');
        fill(self);
        self.bytes.push(b']');
    }

    /// Writes a list of two numbers.
    pub(in crate::report) fn pair(&mut self, (start, end): (usize, usize)) {
        self.list(|line| [start, end].into_iter().for_each(|number| line.number(number)));
    }

    /// Writes a field with a list of numbers.
    pub(in crate::report) fn numbers_field(&mut self, name: &str, numbers: &[usize]) {
        self.list_field(name, |line| numbers.iter().for_each(|&number| line.number(number)));
    }
}

/// Returns the number of bytes at the beginning of `text` that need no escape, tested eight at a
/// time.
fn plain_len(text: &[u8]) -> usize {
    let mut len = 0;
    while let Some(eight) = text[len..].first_chunk() {
        if may_need_escape(u64::from_le_bytes(*eight)) {
            return len;
        }
        len += 8;
    }
    let mut last = [b' '; 8];
    last[..text.len() - len].copy_from_slice(&text[len..]);
    if may_need_escape(u64::from_le_bytes(last)) { len } else { text.len() }
}

/// Returns true if any of eight bytes is a quotation mark, a backslash or below a blank. It may
/// also return true for others (SWAR: Mycroft's test for a byte below a bound).
fn may_need_escape(eight: u64) -> bool {
    const ONES: u64 = u64::MAX / 255;
    let below = |eight: u64, bound: u64| eight.wrapping_sub(ONES * bound) & !eight & (ONES << 7);
    below(eight, 32)
        | below(eight ^ (ONES * u64::from(b'"')), 1)
        | below(eight ^ (ONES * u64::from(b'\\')), 1)
        != 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn strings_as_serde_writes_them(text in "(\\PC|[\u{0}-\u{7f}]|[\"\\\\éß—])*", ) {
            let mut line = JsonWriter::default();
            line.string(&text);
            prop_assert_eq!(String::from_utf8(line.bytes).unwrap(), serde_json::to_string(&text).unwrap());
        }
    }

    #[test]
    fn commas_stand_between() {
        let mut line = JsonWriter::default();
        line.object(|line| {
            line.text_field("a", "b");
            line.optional_text_field("c", None);
            line.object_field("d", |_| {});
            line.list_field("e", |line| {
                line.pair((1, 23));
                line.object(|line| line.signed_field("f", -4));
                line.decimal(0.5);
            });
            line.numbers_field("g", &[]);
        });
        let text = r#"{"a":"b","c":null,"d":{},"e":[[1,23],{"f":-4},0.5],"g":[]}"#;
        assert_eq!(String::from_utf8(line.bytes).unwrap(), text);
    }
}
