//! One item of the report as compact JSON, field by field. By hand and not through `serde`: of a report half a hundred times as large
//! as what is new in it, most is names of fields and strings without anything to escape, and these are copied eight bytes at a time.

use std::io::Write;

/// The text of items so far; always whole characters.
#[derive(Debug, Default)]
pub(super) struct JsonWriter {
    pub(super) bytes: Vec<u8>,
}

impl JsonWriter {
    /// Begins a value: a comma stands between it and one before in the same object or list.
    fn part(&mut self) {
        if !matches!(self.bytes.last(), None | Some(b'{' | b'[' | b':' | b' ')) {
            self.bytes.push(b',');
        }
    }

    /// Begins the field `name`, in which nothing need be escaped.
    fn field(&mut self, name: &str) {
        self.part();
        self.bytes.push(b'"');
        self.bytes.extend_from_slice(name.as_bytes());
        self.bytes.extend_from_slice(b"\":");
    }

    /// An object, whose fields `fill` puts in.
    pub(super) fn object(&mut self, fill: impl FnOnce(&mut JsonWriter)) {
        self.part();
        self.bytes.push(b'{');
        fill(self);
        self.bytes.push(b'}');
    }

    /// A string.
    pub(super) fn string(&mut self, text: &str) {
        self.part();
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

    /// A whole number.
    pub(super) fn number(&mut self, number: usize) {
        self.part();
        self.digits(number);
    }

    fn digits(&mut self, number: usize) {
        if number > 9 {
            self.digits(number / 10);
        }
        self.bytes.push(b'0' + (number % 10) as u8);
    }

    /// What is not known.
    fn null(&mut self) {
        self.part();
        self.bytes.extend_from_slice(b"null");
    }

    /// A field with a string.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.field(name);
        self.string(text);
    }

    /// A field with a string, if that is known.
    pub(super) fn known(&mut self, name: &str, text: Option<&str>) {
        self.maybe(name, text, JsonWriter::string);
    }

    /// A field with what `put` puts in, if that is known.
    pub(super) fn maybe<T>(
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

    /// A field with a whole number.
    pub(super) fn count(&mut self, name: &str, number: usize) {
        self.field(name);
        self.number(number);
    }

    /// A field with a whole number that may be below zero.
    pub(super) fn signed(&mut self, name: &str, number: i64) {
        self.field(name);
        _ = write!(self.bytes, "{number}");
    }

    /// A number with places, in as few digits as tell it.
    pub(super) fn decimal(&mut self, number: f64) {
        self.part();
        // Memory can be written, and what is no number is `null`.
        _ = serde_json::to_writer(&mut self.bytes, &number);
    }

    /// A field with an object.
    pub(super) fn inner(&mut self, name: &str, fill: impl FnOnce(&mut JsonWriter)) {
        self.field(name);
        self.object(fill);
    }

    /// A field with a list, whose items `fill` puts in.
    pub(super) fn items(&mut self, name: &str, fill: impl FnOnce(&mut JsonWriter)) {
        self.field(name);
        self.list(fill);
    }

    /// A list, whose items `fill` puts in.
    pub(super) fn list(&mut self, fill: impl FnOnce(&mut JsonWriter)) {
        self.part();
        self.bytes.push(b'[');
        fill(self);
        self.bytes.push(b']');
    }

    /// A list of two numbers.
    pub(super) fn pair(&mut self, (start, end): (usize, usize)) {
        self.list(|line| [start, end].into_iter().for_each(|number| line.number(number)));
    }

    /// A field with a list of numbers.
    pub(super) fn numbers(&mut self, name: &str, numbers: &[usize]) {
        self.items(name, |line| numbers.iter().for_each(|&number| line.number(number)));
    }
}

/// How many bytes `text` begins with in which nothing need be escaped; looked for by the eight.
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

/// Whether any of eight bytes is a quotation mark, a backslash or below a blank; sometimes also where none is.
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
            line.text("a", "b");
            line.known("c", None);
            line.inner("d", |_| {});
            line.items("e", |line| {
                line.pair((1, 23));
                line.object(|line| line.signed("f", -4));
                line.decimal(0.5);
            });
            line.numbers("g", &[]);
        });
        let text = r#"{"a":"b","c":null,"d":{},"e":[[1,23],{"f":-4},0.5],"g":[]}"#;
        assert_eq!(String::from_utf8(line.bytes).unwrap(), text);
    }
}
