//! Unpacks bodies of responses: gzip, deflate, brotli, zstd, or one in another.
//!
//! The names are those of the registry of HTTP content codings
//! (<https://www.iana.org/assignments/http-parameters>); the windows of zstd are bounded as in
//! RFC 9659.

use std::io::{self, Read};

use brotli_decompressor::Decompressor;
use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use ruzstd::decoding::StreamingDecoder;

use super::lines::excerpt;

/// Codings that one body may have: nobody packs more than twice.
const MAX_CODINGS: usize = 3;

/// Bytes that zstd may look back, the most that a browser grants (RFC 9659).
const MAX_WINDOW_BYTES: u64 = 8 << 20;

/// Bytes of brotli's input that are read at a time.
const BROTLI_BUFFER: usize = 4096;

/// Returns a body without the codings that the header `Content-Encoding` names. Crawlers often
/// store what they have unpacked, and keep the header: what is not packed is left as it is.
///
/// # Errors
/// The body is broken, packed by something else, or unpacks to more than `max_bytes`, of which no
/// more is ever held; the reason says so.
pub(super) fn unpack(bytes: Vec<u8>, header: &str, max_bytes: u64) -> Result<Vec<u8>, String> {
    let header = header.to_ascii_lowercase();
    let named = header.split(',').map(str::trim).filter(|name| !matches!(*name, "" | "identity"));
    let codings: Vec<&str> = named.collect();
    if codings.len() > MAX_CODINGS {
        return Err(format!("packed {} times; the limit is {MAX_CODINGS}", codings.len()));
    }
    // The last one was put on last.
    codings.iter().rev().try_fold(bytes, |bytes, coding| unpack_one(bytes, coding, max_bytes))
}

fn unpack_one(bytes: Vec<u8>, coding: &str, max_bytes: u64) -> Result<Vec<u8>, String> {
    let packed = &bytes[..];
    let unpacked = match coding {
        "gzip" | "x-gzip" if packed.starts_with(&[0x1f, 0x8b]) => {
            take(MultiGzDecoder::new(packed), max_bytes)
        }
        "zstd" if packed.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) => {
            StreamingDecoder::new_with_max_window_size(packed, MAX_WINDOW_BYTES)
                .map_err(io::Error::other)
                .and_then(|decoder| take(decoder, max_bytes))
        }
        // What has no sign at its beginning is packed unless it is a text, and is a page if it
        // cannot be unpacked.
        _ if is_text(packed) => return Ok(bytes),
        // The standard means zlib's form; some servers send the bare one.
        "deflate" if has_zlib_head(packed) => take(ZlibDecoder::new(packed), max_bytes),
        "deflate" => take(DeflateDecoder::new(packed), max_bytes),
        "br" => take(Decompressor::new(packed, BROTLI_BUFFER), max_bytes),
        "gzip" | "x-gzip" | "zstd" => return Ok(bytes),
        _ if is_page(packed) => return Ok(bytes),
        other => return Err(format!("packed by {:?}, which is not read", excerpt(other))),
    };
    match unpacked {
        Err(_) if is_page(packed) => Ok(bytes),
        unpacked => unpacked.map_err(|error| format!("{coding}: {error}")),
    }
}

/// Reads all of a stream, if it has no more than `max_bytes`.
fn take(stream: impl Read, max_bytes: u64) -> io::Result<Vec<u8>> {
    let mut unpacked = Vec::new();
    stream.take(max_bytes.saturating_add(1)).read_to_end(&mut unpacked)?;
    if unpacked.len() as u64 > max_bytes {
        return Err(io::Error::other(format!("unpacks to more than {max_bytes} bytes, the limit")));
    }
    Ok(unpacked)
}

/// Returns true for a text in UTF-8.
fn is_text(bytes: &[u8]) -> bool {
    let is_printed = |c: char| !c.is_control() || c.is_whitespace();
    std::str::from_utf8(bytes).is_ok_and(|text| text.chars().all(is_printed))
}

/// Returns true for a page, in any encoding.
fn is_page(bytes: &[u8]) -> bool {
    bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<')
}

/// Returns true if the first two bytes are those of zlib: the method, and a checksum of both.
fn has_zlib_head(bytes: &[u8]) -> bool {
    matches!(bytes, [method, flags, ..]
        if method & 0x0f == 8 && (u16::from(*method) << 8 | u16::from(*flags)).is_multiple_of(31))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use proptest::prelude::*;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    use super::*;

    const PAGE: &[u8] = b"<p>We will never close the harbour of Veln, never, never.</p>";
    /// `PAGE`, as `brotli -q 11` packs it.
    const BROTLI: &str = "\
        1b3c00281c07760c3d50d66599d73c3e56651ae48a0d4eb1b8c1440ed86b999d0e1b7080f1dbc0032e1f\
        eb642d1a6557d2d7e5056b0a";
    /// 64 MiB of zeros, as brotli packs them.
    const BROTLI_BOMB: &str = "\
        cbffff3ff82700e2b14020f7fe8fffff7ff04f00c4611180eefd1fffffffe09f0088c30200ddfb3ffeff\
        ffc13f0110870500baf77ffcffff837f02200e0b0074effff8ffff07ff04401c1600e8defff1ffff0ffe\
        0980382c00d0bdffe3ffff1ffc1300715800a07bff37";

    fn from_hex(hex: &str) -> Vec<u8> {
        let digits = hex.as_bytes().chunks(2);
        digits
            .map(|two| u8::from_str_radix(std::str::from_utf8(two).unwrap(), 16).unwrap())
            .collect()
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zlib(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn deflate(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        compress_to_vec(bytes, CompressionLevel::Fastest)
    }

    #[test]
    fn every_coding_is_undone() {
        let brotli = from_hex(BROTLI);
        for (header, packed) in [
            ("gzip", gzip(PAGE)),
            ("X-GZIP", gzip(PAGE)),
            ("deflate", zlib(PAGE)),
            ("deflate", deflate(PAGE)),
            ("br", brotli.clone()),
            ("zstd", zstd(PAGE)),
            ("zstd, gzip", gzip(&zstd(PAGE))),
            ("br,identity, gzip", gzip(&brotli)),
            ("", PAGE.to_vec()),
        ] {
            assert_eq!(unpack(packed, header, 1 << 20).as_deref(), Ok(PAGE), "{header}");
        }
    }

    /// A crawler has unpacked it and kept the header.
    #[test]
    fn what_is_not_packed_stays() {
        let latin = b" \n<p>caf\xe9</p>".to_vec();
        for header in ["gzip", "deflate", "br", "zstd", "compress", "dcb"] {
            for page in [PAGE.to_vec(), latin.clone()] {
                assert_eq!(unpack(page.clone(), header, 1 << 20), Ok(page), "{header}");
            }
        }
    }

    #[test]
    fn what_is_broken_or_too_much_is_told() {
        let zeros = vec![0; 64 << 20];
        for (header, packed, words) in [
            ("gzip", gzip(PAGE)[..30].to_vec(), "gzip: "),
            ("br", from_hex(BROTLI)[..20].to_vec(), "br: "),
            ("zstd", zstd(PAGE)[..20].to_vec(), "zstd: "),
            ("deflate", zlib(PAGE)[..20].to_vec(), "deflate: "),
            ("compress", vec![0x1f, 0x9d, 0x90, 0xff], "packed by \"compress\", which is not read"),
            ("gzip", gzip(&zeros), "more than 1048576 bytes, the limit"),
            ("deflate", zlib(&zeros), "more than 1048576 bytes, the limit"),
            ("zstd", zstd(&zeros), "more than 1048576 bytes, the limit"),
            ("br", from_hex(BROTLI_BOMB), "more than 1048576 bytes, the limit"),
            ("gzip, gzip, gzip, gzip", PAGE.to_vec(), "packed 4 times"),
            // A frame that wants to look back 2 GiB.
            ("zstd", vec![0x28, 0xb5, 0x2f, 0xfd, 0, 0xa8, 1, 0, 0], "zstd: "),
        ] {
            let told = unpack(packed, header, 1 << 20).unwrap_err();
            assert!(told.contains(words), "{header}: {told}");
        }
    }

    proptest! {
        /// Whatever comes, the answer is a body within the limit, or a reason.
        #[test]
        fn any_bytes_do_no_harm(
            bytes in proptest::collection::vec(any::<u8>(), 0..300),
            head in 0..4_usize,
            header in proptest::sample::select(vec!["gzip", "deflate", "br", "zstd", "br, zstd"]),
        ) {
            let heads: [&[u8]; 4] = [b"", b"\x1f\x8b\x08\0\0\0\0\0\0\x03", b"\x28\xb5\x2f\xfd", b"\x78\x9c"];
            let packed = [heads[head], &bytes].concat();
            if let Ok(body) = unpack(packed, header, 1 << 16) {
                prop_assert!(body.len() <= 1 << 16);
            }
        }

        #[test]
        fn what_is_packed_is_unpacked(bytes in proptest::collection::vec(any::<u8>(), 1..400)) {
            prop_assume!(!is_text(&bytes) && !is_page(&bytes));
            prop_assert_eq!(unpack(gzip(&bytes), "gzip", 1 << 16), Ok(bytes.clone()));
            prop_assert_eq!(unpack(zstd(&bytes), "zstd", 1 << 16), Ok(bytes.clone()));
            prop_assert_eq!(unpack(zlib(&bytes), "deflate", 1 << 16), Ok(bytes));
        }
    }
}
