//! Streams in UTF-16 as UTF-8: lines of JSONL and rows of tables, which are read a piece at a time.

use std::io::{self, BufRead, Read};

/// An input in UTF-8, or in UTF-16 with a byte-order mark (feature `encodings`), which is read as
/// UTF-8. All else passes through.
///
/// What is not UTF-16 although its mark says so is an error of the input.
#[derive(Debug)]
pub(super) struct DecodedInput<R> {
    input: R,
    #[cfg(feature = "encodings")]
    decoding: Option<Utf16>,
    #[cfg(feature = "encodings")]
    begun: bool,
}

impl<R: BufRead> DecodedInput<R> {
    /// Reads nothing yet.
    pub(super) fn new(input: R) -> DecodedInput<R> {
        DecodedInput {
            input,
            #[cfg(feature = "encodings")]
            decoding: None,
            #[cfg(feature = "encodings")]
            begun: false,
        }
    }
}

/// UTF-16 on its way to UTF-8.
#[cfg(feature = "encodings")]
struct Utf16 {
    decoder: encoding_rs::Decoder,
    /// The text that is decoded, and how much of it was taken.
    text: Vec<u8>,
    taken: usize,
    ended: bool,
    /// True if what comes next is not UTF-16.
    is_broken: bool,
}

#[cfg(feature = "encodings")]
impl std::fmt::Debug for Utf16 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Utf16").field("encoding", &self.decoder.encoding()).finish_non_exhaustive()
    }
}

/// Bytes of UTF-8 that are decoded at a time.
#[cfg(feature = "encodings")]
const DECODED_BYTES: usize = 1 << 13;

#[cfg(feature = "encodings")]
impl Utf16 {
    fn new(big_endian: bool) -> Utf16 {
        let encoding = if big_endian { encoding_rs::UTF_16BE } else { encoding_rs::UTF_16LE };
        let decoder = encoding.new_decoder_without_bom_handling();
        Utf16 {
            decoder,
            text: Vec::with_capacity(DECODED_BYTES),
            taken: 0,
            ended: false,
            is_broken: false,
        }
    }

    /// Decodes on if all that was decoded is taken.
    fn fill(&mut self, input: &mut impl BufRead) -> io::Result<()> {
        while self.taken == self.text.len() && !self.ended {
            if self.is_broken {
                let name = self.decoder.encoding().name();
                return Err(io::Error::other(format!("not {name}, as its byte-order mark says")));
            }
            let bytes = input.fill_buf()?;
            self.ended = bytes.is_empty();
            self.text.resize(DECODED_BYTES, 0);
            let (result, read, written) =
                self.decoder.decode_to_utf8_without_replacement(bytes, &mut self.text, self.ended);
            self.text.truncate(written);
            self.taken = 0;
            input.consume(read);
            // The text before the fault is read first.
            self.is_broken = matches!(result, encoding_rs::DecoderResult::Malformed(..));
            self.ended &= !self.is_broken;
        }
        Ok(())
    }
}

#[cfg(feature = "encodings")]
impl<R: BufRead> DecodedInput<R> {
    /// Looks for a byte-order mark. A buffer of a single byte is met by no file.
    fn begin(&mut self) -> io::Result<()> {
        if !std::mem::replace(&mut self.begun, true) {
            let big_endian = super::byte_order::utf16_mark(self.input.fill_buf()?);
            self.decoding = big_endian.map(Utf16::new);
            if self.decoding.is_some() {
                self.input.consume(2);
            }
        }
        Ok(())
    }
}

#[cfg(feature = "encodings")]
impl<R: BufRead> BufRead for DecodedInput<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.begin()?;
        match &mut self.decoding {
            Some(decoding) => {
                decoding.fill(&mut self.input)?;
                Ok(decoding.text.get(decoding.taken..).unwrap_or_default())
            }
            None => self.input.fill_buf(),
        }
    }

    fn consume(&mut self, bytes: usize) {
        match &mut self.decoding {
            Some(decoding) => decoding.taken = decoding.text.len().min(decoding.taken + bytes),
            None => self.input.consume(bytes),
        }
    }
}

#[cfg(not(feature = "encodings"))]
impl<R: BufRead> BufRead for DecodedInput<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        self.input.consume(bytes);
    }
}

impl<R: BufRead> Read for DecodedInput<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

#[cfg(all(test, feature = "encodings"))]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::BufReader;

    fn utf16(text: &str, big_endian: bool) -> Vec<u8> {
        let unit = |unit: u16| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() };
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(unit).collect()
    }

    proptest! {
        /// Any text is read, however the pieces fall; and what has no mark as it is.
        #[test]
        fn text_is_read_whatever_its_encoding(
            text in "(\\PC|\n|\u{a0a}|\u{a00}|😀){0,40}",
            piece in 2usize..40,
        ) {
            for bytes in [utf16(&text, false), utf16(&text, true), text.clone().into_bytes()] {
                let pieces = BufReader::with_capacity(piece, &bytes[..]);
                let mut read = String::new();
                DecodedInput::new(pieces).read_to_string(&mut read).unwrap();
                prop_assert_eq!(&read, &text);
            }
        }
    }

    #[test]
    fn a_half_of_a_pair_is_an_error() {
        for bytes in [&b"\xff\xfea\0\0\xd8"[..], b"\xff\xfea\0\0\xd8b\0", b"\xff\xfea"] {
            let error = DecodedInput::new(bytes).read_to_end(&mut Vec::new()).unwrap_err();
            assert_eq!(error.to_string(), "not UTF-16LE, as its byte-order mark says");
        }
    }
}
