//! Reads crawls: the pages and the texts of a WARC file, packed by gzip or not.
//!
//! The format is ISO 28500, in the version of
//! <https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/>.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;

use super::container::{ContainerInput, ContainerItem};
use super::content_encoding;
use super::encoding;
use super::file::{FileContent, FileKind};
use super::lines::excerpt;

/// Bytes of the headers of a record, and of those of a response.
const MAX_HEADER_BYTES: u64 = 1 << 20;

/// Unpacked bytes for one packed byte. Pages are packed to a fifth or a tenth; a thousandth, the
/// most that gzip can do, is a bomb.
const MAX_RATIO: u64 = 200;

/// Bytes that may be unpacked whatever the ratio is.
const FREE_BYTES: u64 = 64 << 20;

/// The pages of a crawl, one document each. Records that hold no page (requests, metadata) are
/// passed over; responses that are no pages are counted.
pub(super) struct WarcReader {
    input: Box<dyn BufRead + Send + Sync>,
    max_bytes: u64,
    number: u64,
    /// Responses that are no pages, by their sort.
    passed: BTreeMap<String, u64>,
    /// True while the next record is looked for, after one that is broken.
    lost: bool,
    ended: bool,
}

/// The reason for which a record cannot be read.
enum RecordFault {
    /// It has no form; the next one may have it.
    Record(String),
    /// The input ends, or cannot be read any further.
    Input(String),
}

impl From<String> for RecordFault {
    fn from(reason: String) -> RecordFault {
        RecordFault::Input(reason)
    }
}

/// Counts what is read of the packed and of the unpacked bytes, and fails where they do not match.
struct Unpacked<R: BufRead> {
    decoder: MultiGzDecoder<Counted<R>>,
    unpacked: u64,
}

struct Counted<R> {
    input: R,
    read: u64,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.read += read as u64;
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.read += amount as u64;
        self.input.consume(amount);
    }
}

impl<R: BufRead> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.decoder.read(buffer)?;
        self.unpacked += read as u64;
        check_ratio(self.unpacked, self.decoder.get_ref().read)?;
        Ok(read)
    }
}

fn check_ratio(unpacked: u64, packed: u64) -> io::Result<()> {
    if unpacked > FREE_BYTES && unpacked / MAX_RATIO > packed {
        return Err(io::Error::other(format!(
            "{packed} packed bytes make {unpacked} or more; the limit is {MAX_RATIO} for one"
        )));
    }
    Ok(())
}

/// The headers of a record, by their names in small letters.
type Headers = BTreeMap<String, String>;

impl WarcReader {
    pub(super) fn new(input: ContainerInput, is_packed: bool, max_bytes: u64) -> WarcReader {
        let input: Box<dyn BufRead + Send + Sync> = match is_packed {
            true => {
                let decoder = MultiGzDecoder::new(Counted { input, read: 0 });
                Box::new(BufReader::new(Unpacked { decoder, unpacked: 0 }))
            }
            false => input,
        };
        WarcReader {
            input,
            max_bytes,
            number: 0,
            passed: BTreeMap::new(),
            lost: false,
            ended: false,
        }
    }

    /// Reads records up to the next page. `Ok(None)` is the end.
    fn next_page(&mut self) -> Result<Option<ContainerItem>, RecordFault> {
        loop {
            let Some(version) = self.version()? else { return Ok(None) };
            self.number += 1;
            let headers = self.headers(&version)?;
            let len = headers.get("content-length").and_then(|len| len.parse::<u64>().ok());
            let number = self.number;
            let len = len.ok_or_else(|| {
                RecordFault::Record(format!("record {number}: no Content-Length"))
            })?;
            let kind = headers.get("warc-type").map_or("", String::as_str).to_ascii_lowercase();
            if !matches!(&*kind, "response" | "resource" | "conversion") {
                self.pass_over(len)?;
                continue;
            }
            let uri = headers.get("warc-target-uri").map_or("", String::as_str);
            let uri = uri.trim_matches(['<', '>']).to_owned();
            let place = format!("record {} ({})", self.number, excerpt(&uri));
            if len > self.max_bytes {
                self.pass_over(len)?;
                let limit = self.max_bytes;
                let reason = format!("{place}: has {len} bytes; the limit is {limit}");
                return Ok(Some(ContainerItem::refused(None, reason)));
            }
            let mut block = Vec::new();
            let read = self.input.by_ref().take(len).read_to_end(&mut block);
            read.map_err(|error| format!("{place}: {error}"))?;
            if (block.len() as u64) < len {
                let has = block.len();
                return Err(format!("{place}: ends after {has} of {len} bytes").into());
            }
            let is_http =
                kind == "response" && uri.get(..4).is_some_and(|s| s.eq_ignore_ascii_case("http"));
            let page = match is_http {
                true => http_body(&block, self.max_bytes),
                false => {
                    let media = headers.get("content-type").cloned().unwrap_or_default();
                    Ok(Body { bytes: block, media })
                }
            };
            match page {
                Ok(body) => match body.kind() {
                    Some(kind) => return Ok(Some(read_body(&uri, &place, kind, &body))),
                    None => self.count(&body.media),
                },
                Err(NoBody::Status(status)) => self.count(&format!("status {status}")),
                Err(NoBody::Fault(reason)) => {
                    return Ok(Some(ContainerItem::refused(None, format!("{place}: {reason}"))));
                }
            }
        }
    }

    fn count(&mut self, what: &str) {
        /// Sorts that are told apart.
        const MAX_SORTS: usize = 64;
        let what = what.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
        let what = if what.is_empty() { "no media type" } else { excerpt(&what) };
        if self.passed.contains_key(what) || self.passed.len() < MAX_SORTS {
            *self.passed.entry(what.to_owned()).or_default() += 1;
        } else {
            *self.passed.entry("others".to_owned()).or_default() += 1;
        }
    }

    /// Returns the line that begins a record; `None` at the end. Blank lines stand between records.
    fn version(&mut self) -> Result<Option<String>, RecordFault> {
        loop {
            let line = self.line(MAX_HEADER_BYTES)?;
            match line {
                None => return Ok(None),
                Some(line) if line.starts_with("WARC/") => {
                    self.lost = false;
                    return Ok(Some(line));
                }
                Some(line) if self.lost || line.trim().is_empty() => {}
                Some(line) => {
                    let (after, line) = (self.number, line.trim_end());
                    let line = excerpt(line);
                    let reason = format!("after record {after}: {line:?} begins no record");
                    return Err(RecordFault::Record(reason));
                }
            }
        }
    }

    fn headers(&mut self, version: &str) -> Result<Headers, RecordFault> {
        let mut headers = Headers::new();
        let mut left = MAX_HEADER_BYTES - version.len() as u64;
        loop {
            let Some(line) = self.line(left)? else {
                return Err(format!("record {}: ends within its headers", self.number).into());
            };
            if line.trim().is_empty() {
                return Ok(headers);
            }
            left = left.saturating_sub(line.len() as u64);
            if left == 0 {
                let limit = MAX_HEADER_BYTES;
                let number = self.number;
                let reason = format!("record {number}: its headers have more than {limit} bytes");
                return Err(RecordFault::Record(reason));
            }
            if let Some((name, value)) = line.split_once(':') {
                headers.insert(name.trim().to_ascii_lowercase(), value.trim().to_owned());
            }
        }
    }

    /// Returns the next line, or its first `max` bytes; `None` at the end.
    fn line(&mut self, max: u64) -> Result<Option<String>, String> {
        let mut line = Vec::new();
        let read = self.input.by_ref().take(max).read_until(b'\n', &mut line);
        read.map_err(|error| format!("after record {}: {error}", self.number))?;
        Ok((!line.is_empty()).then(|| String::from_utf8_lossy(&line).into_owned()))
    }

    fn pass_over(&mut self, len: u64) -> Result<(), String> {
        let passed = io::copy(&mut self.input.by_ref().take(len), &mut io::sink());
        match passed {
            Ok(passed) if passed < len => {
                Err(format!("record {}: ends after {passed} of {len} bytes", self.number))
            }
            Ok(_) => Ok(()),
            Err(error) => Err(format!("record {}: {error}", self.number)),
        }
    }
}

impl Iterator for WarcReader {
    type Item = ContainerItem;

    fn next(&mut self) -> Option<ContainerItem> {
        if self.ended {
            return None;
        }
        let reason = match self.next_page() {
            Ok(Some(record)) => return Some(record),
            Ok(None) if self.number == 0 && !self.lost => "holds no record".to_owned(),
            Ok(None) => {
                self.ended = true;
                if self.passed.is_empty() {
                    return None;
                }
                let count: u64 = self.passed.values().sum();
                let sorts: Vec<String> =
                    self.passed.iter().map(|(what, count)| format!("{count} {what}")).collect();
                let reason = format!("{count} responses are no pages: {}", sorts.join(", "));
                return Some(ContainerItem::refused(None, reason));
            }
            Err(RecordFault::Record(reason)) => {
                self.lost = true;
                let reason = format!("{reason}; what follows is read from the next record on");
                return Some(ContainerItem::refused(None, reason));
            }
            Err(RecordFault::Input(reason)) => format!("{reason}; nothing after it is read"),
        };
        self.ended = true;
        Some(ContainerItem::refused(None, reason))
    }
}

/// The body of a response.
struct Body {
    bytes: Vec<u8>,
    /// Its media type, with its parameters.
    media: String,
}

impl Body {
    /// Returns how it is read; `None` if it is no page.
    fn kind(&self) -> Option<FileKind> {
        let media = self.media.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
        match &*media {
            "text/html" | "application/xhtml+xml" => Some(FileKind::Page),
            "text/plain" => Some(FileKind::Text),
            _ => None,
        }
    }

    /// Returns the encoding that the response declares.
    fn charset(&self) -> Option<String> {
        let mut parameters = self.media.split(';').skip(1);
        let charset = parameters.find_map(|one| {
            let (name, value) = one.split_once('=')?;
            name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
        });
        charset.map(str::to_owned)
    }
}

/// The reason for which a response has no body to read.
enum NoBody {
    Status(String),
    Fault(String),
}

/// Returns the body of an HTTP response, unpacked.
fn http_body(response: &[u8], max_bytes: u64) -> Result<Body, NoBody> {
    let fault = |reason: &str| NoBody::Fault(reason.to_owned());
    let mut rest = response;
    let mut headers: BTreeMap<String, String> = BTreeMap::new();
    let mut status = None;
    loop {
        let end = rest.iter().position(|&byte| byte == b'\n');
        let end = end.ok_or_else(|| fault("the response ends within its headers"))?;
        let line = String::from_utf8_lossy(&rest[..end]);
        let line = line.trim_end();
        rest = &rest[end + 1..];
        match status {
            None => status = Some(line.split(' ').nth(1).unwrap_or("").to_owned()),
            Some(_) if line.is_empty() => break,
            Some(_) => {
                if let Some((name, value)) = line.split_once(':') {
                    headers.insert(name.trim().to_ascii_lowercase(), value.trim().to_owned());
                }
            }
        }
    }
    if let Some(status) = status.filter(|status| status != "200") {
        return Err(NoBody::Status(excerpt(&status).to_owned()));
    }
    let header = |name: &str| headers.get(name).map_or("", String::as_str).to_ascii_lowercase();
    let mut bytes = rest.to_vec();
    // Crawlers store what they have unpacked, and often keep the header.
    if header("transfer-encoding").contains("chunked")
        && let Some(joined) = join_chunks(rest)
    {
        bytes = joined;
    }
    let bytes = content_encoding::unpack(bytes, &header("content-encoding"), max_bytes);
    let bytes = bytes.map_err(NoBody::Fault)?;
    let media = headers.remove("content-type").unwrap_or_default();
    Ok(Body { bytes, media })
}

/// Joins the chunks of a body; `None` if it has none, as one that the crawler has joined.
fn join_chunks(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(rest.len());
    loop {
        let end = rest.iter().position(|&byte| byte == b'\n')?;
        let line = std::str::from_utf8(&rest[..end]).ok()?;
        let len = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        rest = &rest[end + 1..];
        if len == 0 {
            return Some(joined);
        }
        joined.extend_from_slice(rest.get(..len)?);
        rest = rest.get(len..)?;
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))?;
    }
}

fn read_body(uri: &str, place: &str, kind: FileKind, body: &Body) -> ContainerItem {
    let declared = |bytes: &[u8]| {
        #[cfg(feature = "html-input")]
        let by_page = (kind == FileKind::Page).then(|| encoding::declared_by_page(bytes)).flatten();
        #[cfg(not(feature = "html-input"))]
        let by_page = {
            let _ = bytes;
            None
        };
        body.charset().or(by_page)
    };
    let mut content = match encoding::decode(&body.bytes, declared) {
        Ok(text) => FileContent::read_str(kind, uri, &text),
        Err(reason) => return ContainerItem::refused(None, format!("{place}: {reason}")),
    };
    for (line, reason) in &mut content.faults {
        *line = None;
        *reason = format!("{place}: {reason}");
    }
    if let Some(document) = &mut content.document {
        let is_address = uri.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("http"));
        if document.url.is_none() && is_address {
            document.url = Some(uri.to_owned());
        }
        // A page that names no site has the outlet of its address.
        let host = uri.split_once("://").map(|(_, rest)| rest.split(['/', '?', '#', ':']).next());
        let stem = super::fields::file_stem(uri);
        if document.outlet.is_none() || document.outlet == stem {
            document.outlet = host.flatten().filter(|host| !host.is_empty()).map(str::to_owned);
        }
    }
    ContainerItem { line: None, document: content.document, faults: content.faults }
}
