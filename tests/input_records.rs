//! Files of other trades: tables, crawls, letters, feeds. All fixtures are written here, hostile
//! ones too.

use std::io::Write;

use variorum::input::{Input, InputReader};

fn read(name: &str, bytes: impl AsRef<[u8]>) -> Input {
    read_with(InputReader::new(), name, bytes)
}

fn read_with(mut reader: InputReader, name: &str, bytes: impl AsRef<[u8]>) -> Input {
    reader.read_bytes(name, bytes.as_ref());
    reader.finish()
}

fn told(input: &Input) -> Vec<String> {
    input.skipped.iter().map(ToString::to_string).collect()
}

/// Asserts that there is one entry, which has these words.
fn assert_told(input: &Input, words: &str) {
    let told = told(input);
    assert!(told.len() == 1 && told[0].contains(words), "{words:?}: {told:?}");
}

#[cfg(feature = "csv-input")]
mod tables {
    use super::*;

    #[test]
    fn columns_have_names() {
        let table = "\u{feff}Headline;Body;Date;ID;Section\r\n\
            A start;\"“We begin,”\nshe said; \"\"at once\"\".\";2018-07-16;a;news\r\n\
            ;Nobody answered.;last Monday;;\r\n";
        let input = read("desk/ledger.csv", table);
        let [first, second] = &input.documents[..] else { panic!("{input:?}") };
        assert_eq!(first.text, "“We begin,”\nshe said; \"at once\".");
        assert_eq!((first.id.as_str(), first.title.as_deref()), ("a", Some("A start")));
        assert_eq!(first.published.as_ref().unwrap().as_str(), "2018-07-16");
        assert_eq!(first.outlet.as_deref(), Some("ledger"));
        assert_eq!((second.id.as_str(), second.title.as_deref()), ("desk/ledger.csv:4", None));
        assert_told(&input, "ledger.csv: line 4: published: \"last Monday\" is not");
    }

    #[test]
    fn a_bad_row_costs_no_other() {
        let table = b"id,text\na,One.\nb\nc,caf\xe9\nd,\ne,Five.,six\nf,Six.\n";
        let input = read("t.csv", table);
        let ids: Vec<_> = input.documents.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids, ["a", "e", "f"]);
        let told = told(&input);
        assert!(told[0].contains("line 3: text: empty"), "{told:?}");
        assert!(told[1].contains("line 4: text: not UTF-8: byte 0xE9 at offset 3"), "{told:?}");
        assert!(told[2].contains("line 5: text: empty"), "{told:?}");
        assert!(told[3].contains("line 6: the row has 3 columns where 2 are named"), "{told:?}");
        assert_eq!(told.len(), 4);
    }

    /// A mark too few does not make one text of the rows below it.
    #[test]
    fn a_text_that_does_not_end_costs_no_other() {
        let table = "id,outlet,text\na,Courier,\"“No,” she said.\nb,Ledger,\"“Yes,” he said.\"\n\
            c,Post,\"Two\nlines.\"\n";
        let input = read("t.csv", table);
        let ids: Vec<_> = input.documents.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids, ["b", "c"], "{input:?}");
        assert_eq!(input.documents[1].text, "Two\nlines.");
        assert_told(&input, "line 2: a mark opens a text that does not end");
    }

    /// What spreadsheets call Unicode text.
    #[cfg(feature = "encodings")]
    #[test]
    fn a_table_in_utf_16_is_read() {
        let table = "\u{feff}text\tdate\r\n“Là”, dit-elle.\t2018-07-16\r\n";
        let bytes: Vec<u8> = table.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let input = read("t.tsv", &bytes);
        assert_eq!(input.documents.len(), 1, "{:?}", input.skipped);
        assert_eq!(input.documents[0].text, "“Là”, dit-elle.");
        assert!(input.documents[0].published.is_some());
    }

    #[test]
    fn what_is_no_table_is_told() {
        assert_told(&read("t.csv", "a,b\n1,2\n"), "no column is named text, body, content");
        assert_told(&read("t.csv", ""), "no column is named");
        let reason = if cfg!(feature = "encodings") { "no column is named" } else { "UTF-16" };
        assert_told(&read("t.csv", b"\xff\xfei\0d\0"), reason);
        assert_told(&read("t.csv", "utterance,text\nu1,One.\n"), "a report of this crate");
        // The same id twice.
        assert_told(&read("t.csv", "id,text\na,One.\na,Two.\n"), "is taken by t.csv, line 2");
    }

    /// A mark that is never closed takes the rest of a file into one field.
    #[test]
    fn a_row_that_never_ends_is_never_held() {
        let reader = InputReader::new().with_max_bytes(10_000);
        let table = format!("id,text\na,One.\nb,\"{}", "never\n".repeat(1 << 20));
        let input = read_with(reader, "t.csv", table);
        assert_eq!(input.documents.len(), 1);
        let first = &told(&input)[0];
        assert!(first.contains("line 3: the row has more than 10000 bytes, which is"), "{first}");
        let reader = InputReader::new().with_max_bytes(100);
        let table = format!("id,text\na,{}\nb,Two.\n", "x".repeat(200));
        let input = read_with(reader, "t.csv", table);
        assert_eq!(input.documents[0].id, "b");
        assert_told(&input, "line 2: the row has more than 100 bytes, which is the limit");
    }

    #[test]
    fn rows_beyond_the_limit_of_documents_are_not_read() {
        let reader = InputReader::new().with_max_documents(3);
        let input = read_with(reader, "t.csv", format!("text\n{}", "One.\n".repeat(100_000)));
        assert_eq!(input.documents.len(), 3);
        assert_told(&input, "the limit of documents is 3; nothing more is read");
    }
}

#[cfg(feature = "warc-input")]
mod crawls {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;

    const PAGE: &str =
        "<html><head><title>Harbour</title><meta property=og:site_name content=Ledger>
        <meta property=article:published_time content=2018-07-16></head><body><article><p>“We will
        never close the harbour,” Ada Lund said on Monday, after the meeting of the council had
        ended without a vote, as all had expected.</p></article></body></html>";

    fn record(kind: &str, uri: &str, block: &[u8]) -> Vec<u8> {
        let len = block.len();
        let mut record = format!(
            "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\n\
             Content-Type: application/http\r\nContent-Length: {len}\r\n\r\n"
        )
        .into_bytes();
        record.extend_from_slice(block);
        record.extend_from_slice(b"\r\n\r\n");
        record
    }

    fn response(headers: &str, body: &[u8]) -> Vec<u8> {
        [format!("HTTP/1.1 200 OK\r\n{headers}\r\n\r\n").as_bytes(), body].concat()
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn crawl() -> Vec<Vec<u8>> {
        let latin = "<html><body><article><p>\u{93}Nous \u{e9}tions l\u{e0},\u{94} Ada Lund said on \
            Monday, after the meeting of the council had ended without a vote.</p></article>";
        let latin: Vec<u8> = latin.chars().map(|c| u32::from(c) as u8).collect();
        let chunked = format!("{:x}\r\n{PAGE}\r\n0\r\n\r\n", PAGE.len());
        vec![
            record("warcinfo", "", b"software: none"),
            record("request", "https://a.example/1", b"GET /1 HTTP/1.1\r\n\r\n"),
            record(
                "response",
                "https://a.example/1",
                &response("Content-Type: text/html", PAGE.as_bytes()),
            ),
            record(
                "response",
                "https://b.example/2",
                &response("Content-Type: text/html; charset=ISO-8859-1", &latin),
            ),
            record(
                "response",
                "https://c.example/3",
                &response(
                    "Content-Type: text/html\r\nTransfer-Encoding: chunked",
                    chunked.as_bytes(),
                ),
            ),
            record(
                "response",
                "https://d.example/4",
                &response(
                    "Content-Type: text/html\r\nContent-Encoding: gzip",
                    &gzip(PAGE.as_bytes()),
                ),
            ),
            record(
                "response",
                "https://a.example/x.png",
                &response("Content-Type: image/png", b"\x89"),
            ),
            record("response", "https://a.example/5", b"HTTP/1.1 404 Not Found\r\n\r\nno"),
        ]
    }

    #[cfg(all(feature = "html-input", feature = "encodings"))]
    #[test]
    fn pages_are_documents_packed_or_not() {
        let records = crawl();
        let packed: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
        for (name, bytes) in [("c.warc", records.concat()), ("c.warc.gz", packed)] {
            let input = read(name, bytes);
            let ids: Vec<_> = input.documents.iter().map(|one| one.id.as_str()).collect();
            let hosts = ["a", "b", "c", "d"];
            assert_eq!(ids.len(), hosts.len(), "{input:?}");
            for ((id, host), number) in ids.iter().zip(hosts).zip(1..) {
                assert_eq!(*id, format!("https://{host}.example/{number}"));
            }
            assert!(input.documents[0].text.starts_with("“We will never close the harbour,”"));
            assert_eq!(input.documents[0].outlet.as_deref(), Some("Ledger"));
            assert_eq!(input.documents[0].url.as_deref(), Some("https://a.example/1"));
            assert!(input.documents[1].text.starts_with("“Nous étions là,”"));
            assert_eq!(input.documents[1].outlet.as_deref(), Some("b.example"));
            assert_told(&input, "2 responses are no pages: 1 image/png, 1 status 404");
        }
    }

    #[test]
    fn texts_of_a_crawl_are_documents() {
        let mut text =
            b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://a.example/1\r\n\
            Content-Type: text/plain\r\nContent-Length: 20\r\n\r\n\xe2\x80\x9cNo,\xe2\x80\x9d she "
                .to_vec();
        text.extend_from_slice(b"said.");
        let input = read("c.warc", &text);
        assert_told(&input, "record 1 (https://a.example/1): ends after 19 of 20 bytes");
        text.extend_from_slice(b"\n\r\n\r\n");
        let input = read("c.warc", &text);
        assert_eq!(input.documents[0].text, "“No,” she said.\n");
        assert_eq!(input.documents[0].outlet.as_deref(), Some("a.example"));
    }

    #[test]
    fn what_is_no_crawl_is_told() {
        assert_told(&read("c.warc", ""), "holds no record");
        assert_told(&read("c.warc", "Dear all,\n"), "\"Dear all,\" begins no record");
        assert_told(&read("c.warc.gz", "Dear all,\n"), "nothing after it is read");
        assert_told(
            &read("c.warc", "WARC/1.0\r\nWARC-Type: response\r\n\r\n"),
            "no Content-Length",
        );
        assert_told(&read("c.warc", "WARC/1.0\r\nWARC-Type: response"), "ends within its headers");
        let headers = format!("WARC/1.0\r\n{}", "a: b\r\n".repeat(1 << 20));
        assert_told(&read("c.warc", headers), "its headers have more than 1048576 bytes");
        let line = format!("WARC/1.0\r\na: {}", "b".repeat(8 << 20));
        assert_told(&read("c.warc", line), "its headers have more than 1048576 bytes");
        // A length that no file has.
        let long =
            format!("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {}\r\n\r\nabc", u64::MAX);
        assert_told(&read("c.warc", long), "ends after 3 of 18446744073709551615 bytes");
    }

    /// A record without a length, or what is no record, costs the others nothing.
    #[test]
    fn a_broken_record_costs_no_other() {
        let good = |n: usize| {
            let text = record("resource", &format!("https://a.example/{n}"), b"We go on.");
            String::from_utf8(text).unwrap().replace("application/http", "text/plain")
        };
        let headless = good(2).replace("Content-Length", "Content-Len");
        let garbage = "garbage\n\0\u{1}\nmore of it\n";
        let crawl = [good(1), headless, good(3), garbage.to_owned(), good(4)].concat();
        for (name, bytes) in
            [("c.warc", crawl.clone().into_bytes()), ("c.warc.gz", gzip(crawl.as_bytes()))]
        {
            let input = read(name, bytes);
            let ids: Vec<_> = input.documents.iter().map(|one| &one.id[18..]).collect();
            assert_eq!(ids, ["1", "3", "4"], "{input:?}");
            let told = told(&input);
            assert!(told[0].contains("record 2: no Content-Length"), "{told:?}");
            assert!(told[1].contains("after record 3: \"garbage\" begins no record"), "{told:?}");
            assert_eq!(told.len(), 2);
        }
    }

    /// As servers send it; the codings themselves are tested where they are undone.
    #[test]
    fn bodies_packed_by_the_server_are_unpacked() {
        let text = "“We go on,” she said.".as_bytes();
        let zstd =
            ruzstd::encoding::compress_to_vec(text, ruzstd::encoding::CompressionLevel::Fastest);
        let headers = "Content-Type: text/plain\r\nContent-Encoding: zstd, gzip";
        let good = record("response", "https://a.example/1", &response(headers, &gzip(&zstd)));
        let bad = record("response", "https://a.example/2", &response(headers, &gzip(&zstd[..9])));
        let input = read("c.warc", [good, bad].concat());
        assert_eq!(input.documents[0].text.as_bytes(), text);
        assert_told(&input, "record 2 (https://a.example/2): zstd: ");
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let zeros = vec![b' '; 1 << 20];
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder
            .write_all(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 999999999999\r\n\r\n")
            .unwrap();
        for _ in 0..256 {
            encoder.write_all(&zeros).unwrap();
        }
        let input = read("c.warc.gz", encoder.finish().unwrap());
        assert_told(&input, "the limit is 200 for one");
        // One within a record.
        let body = gzip(&vec![b'a'; 4 << 20]);
        let headers = "Content-Type: text/plain\r\nContent-Encoding: gzip";
        let bomb = record("response", "https://a.example/1", &response(headers, &body));
        let reader = InputReader::new().with_max_bytes(1 << 20);
        assert_told(&read_with(reader, "c.warc", bomb), "unpacks to more than 1048576 bytes");
    }

    #[test]
    fn endless_records_end_at_the_limit() {
        let text = record("resource", "https://a.example/1", b"x");
        let text = String::from_utf8(text).unwrap().replace("application/http", "text/plain");
        let reader = InputReader::new().with_max_documents(10);
        let input = read_with(reader, "c.warc", text.repeat(10_000));
        assert_eq!(input.documents.len(), 1);
        assert!(told(&input).last().unwrap().contains("the limit of documents is 10"));
    }
}

#[cfg(feature = "mail-input")]
mod letters {
    use super::*;

    const LETTER: &str = "From: The Courier Daily <daily@courier.example>\r\n\
        To: readers@courier.example\r\n\
        Subject: =?utf-8?q?The_harbour_=E2=80=93_today?=\r\n\
        Date: Mon, 16 Jul 2018 07:30:00 +0200\r\n\
        Message-ID: <1@courier.example>\r\n\
        MIME-Version: 1.0\r\n\
        Content-Type: multipart/alternative; boundary=b\r\n\r\n\
        --b\r\nContent-Type: text/plain; charset=windows-1252\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\r\n\
        The mayor said on Monday: =93We will never close the harbour of Veln,\r\n\
        and nobody, not even the council, has asked us to close it this year.=94\r\n\r\n\
        Nobody answered.\r\n\
        --b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n\
        <p>The mayor said: <b>other words</b></p>\r\n--b--\r\n";

    #[test]
    fn a_newsletter_is_a_document() {
        let input = read("daily.eml", LETTER);
        assert!(input.skipped.is_empty(), "{input:?}");
        let letter = &input.documents[0];
        assert_eq!(letter.id, "1@courier.example");
        assert_eq!(letter.title.as_deref(), Some("The harbour – today"));
        assert_eq!(letter.outlet.as_deref(), Some("The Courier Daily"));
        assert_eq!(letter.published.as_ref().unwrap().as_str(), "2018-07-16T07:30:00+02:00");
        assert_eq!(
            letter.text,
            "The mayor said on Monday: “We will never close the harbour of Veln, and nobody, not \
             even the council, has asked us to close it this year.”\nNobody answered.\n"
        );
    }

    #[test]
    fn a_letter_of_html_is_read_as_its_words() {
        let letter = "From: a@b.example\r\nContent-Type: text/html\r\n\r\n\
            <html><style>p {}</style><p>“No,” she said.</p><p>&ldquo;Yes.&rdquo;</p></html>";
        let input = read("x.eml", letter);
        assert_eq!(input.documents[0].text, "“No,” she said.\n“Yes.”\n");
        assert_eq!(input.documents[0].outlet.as_deref(), Some("b.example"));
        assert_eq!(input.documents[0].id, "x.eml");
    }

    #[test]
    fn a_mailbox_holds_many() {
        let second =
            "From: Ledger <a@ledger.example>\nSubject: Two\n\nIt was said.\n\n>From here on.\n";
        let mailbox =
            format!("From a Mon Jul 16\n{LETTER}\n\nFrom b Mon Jul 16\n{second}\nFrom c\nno\n");
        let input = read("all.mbox", mailbox);
        let ids: Vec<_> = input.documents.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids, ["1@courier.example", "all.mbox:2"]);
        assert_eq!(input.documents[1].text, "It was said.\nFrom here on.\n");
        assert_told(&input, "no letter");
        assert!(input.skipped[0].line.is_some_and(|line| line > 20));
    }

    /// What stands before the first letter costs none, nor does one without a sender.
    #[test]
    fn what_is_no_letter_costs_no_other() {
        let letter =
            |n: usize| format!("From x\nFrom: a@b.example\nMessage-ID: <{n}>\n\nText {n}.\n\n");
        let mailbox = ["\nIndex of the box\n\n", &letter(1), "From x\n\nNobody.\n\n", &letter(3)];
        let input = read("a.mbox", mailbox.concat());
        let ids: Vec<_> = input.documents.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids, ["1", "3"], "{input:?}");
        let told = told(&input);
        assert!(told[0].contains("line 2: no letter: it stands before"), "{told:?}");
        assert!(told[1].contains("line 11: no letter: it has no sender"), "{told:?}");
        assert_eq!(told.len(), 2);
    }

    #[test]
    fn what_is_no_letter_is_told() {
        assert_told(&read("a.eml", ""), "no letter");
        assert_told(&read("a.eml", "Dear all"), "no letter");
        assert_told(&read("a.mbox", "Dear all\n"), "line 1: no mailbox");
        assert_told(&read("a.mbox", "\n\n"), "the mailbox is empty");
        assert_told(&read("a.eml", "From: a@b.example\r\n\r\n"), "the letter has no text");
        let reader = InputReader::new().with_max_bytes(100);
        let mailbox = format!(
            "From a\nFrom: a@b.example\n\n{}\n\nFrom b\nFrom: b@b.example\n\nB.\n",
            "x".repeat(1000)
        );
        let input = read_with(reader, "a.mbox", mailbox);
        assert_eq!(input.documents[0].text, "B.\n");
        assert_told(&input, "line 1: the letter has 1021 bytes; the limit is 100");
    }

    /// Parts within parts, as deep as they go, and messages within messages.
    #[test]
    fn nested_parts_do_no_harm() {
        let mut letter = "From: a@b.example\r\n".to_owned();
        for n in 0..20_000 {
            letter.push_str(&format!(
                "Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n"
            ));
        }
        letter.push_str("Content-Type: text/plain\r\n\r\nDeep down.\r\n");
        let input = read("a.eml", &letter);
        assert_eq!(input.documents.len() + input.skipped.len(), 1, "{input:?}");
        let mut letter = "From: a@b.example\r\n".to_owned();
        for _ in 0..20_000 {
            letter.push_str("Content-Type: message/rfc822\r\n\r\nFrom: a@b.example\r\n");
        }
        letter.push_str("\r\nDeep down.\r\n");
        let input = read("a.eml", &letter);
        assert_eq!(input.documents.len() + input.skipped.len(), 1, "{input:?}");
    }

    proptest::proptest! {
        #[test]
        fn any_mailbox_can_be_read(
            lines in proptest::collection::vec(
                proptest::sample::select(vec![
                    "From a\n", "From: a@b.example\n", "\n", ">From b\n", "\r\n", "--b\n", "text\n",
                    "Content-Type: multipart/mixed; boundary=b\n", "--b--\n", "=\n", "Subject: =?x?b?\n",
                    "Content-Transfer-Encoding: base64\n", "Content-Type: text/plain; charset=klingon\n",
                ]),
                0..40,
            ),
        ) {
            read("a.mbox", lines.concat());
        }
    }
}

#[cfg(feature = "feeds")]
mod feeds {
    use super::*;

    const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
        <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
        <title>The Ledger</title><language>en-gb</language><link>https://ledger.example/</link>
        <item><guid>https://ledger.example/1</guid><link>https://ledger.example/one</link>
        <title>One &amp; two</title><pubDate>Mon, 16 Jul 2018 07:30:00 +0200</pubDate>
        <description>Short.</description>
        <content:encoded><![CDATA[<p>“We will never close it,” she said.</p><p>It&#8217;s so.</p>]]></content:encoded></item>
        <item><guid>2</guid><title>No text</title></item></channel></rss>"#;

    #[test]
    fn entries_are_documents() {
        let input = read("ledger.rss", RSS);
        let entry = &input.documents[0];
        assert_eq!(entry.text, "“We will never close it,” she said.\nIt’s so.");
        assert_eq!(entry.id, "https://ledger.example/1");
        assert_eq!(entry.url.as_deref(), Some("https://ledger.example/one"));
        assert_eq!(entry.title.as_deref(), Some("One & two"));
        assert_eq!(entry.outlet.as_deref(), Some("The Ledger"));
        assert!(entry.published.as_ref().unwrap().as_str().starts_with("2018-07-16T05:30:00"));
        assert_eq!(entry.language.as_deref(), Some("en-gb"));
        assert_told(&input, "entry 2: has no text");
    }

    /// An entry without id and link is called by its place, and not by chance.
    #[test]
    fn reading_again_gives_the_same_ids() {
        let feed = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Ledger",
            "items": [{"id": "1", "content_text": "One."}, {"content_text": "Two."},
                      {"url": "https://ledger.example/3", "content_text": "Three."}]}"#;
        let [one, other] = [(); 2].map(|()| read("l.json", feed));
        assert_eq!(one.documents, other.documents);
        assert_eq!(one.documents.len(), 3);
        assert_eq!(one.documents[1].id, "l.json:2");
    }

    /// What is good before a fault is read, and what is good after it.
    #[test]
    fn a_broken_entry_costs_no_other() {
        let entry = |n: usize, text: &str| {
            format!("<item><guid>{n}</guid>\n<description>{text}</description></item>\n")
        };
        let feed = |entries: &[String], end: &str| {
            format!(
                "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>Ledger</title>\n{}{end}",
                entries.concat()
            )
        };
        let good = [1, 2, 3].map(|n| entry(n, "“No,” she said."));
        let [first, second, third] = good.clone();
        let end = "</channel></rss>";
        let cut = &second[..second.len() - 9];
        for (entries, end, ids, fault) in [
            // Marks that do not match, at an entry's beginning, in the middle and at its end.
            (
                [first.clone(), entry(2, "<b>No</i>"), third.clone()],
                end,
                vec!["1", "3"],
                "line 5: entry 2: no feed",
            ),
            (
                [first.clone(), second.replace("</guid>", "</guid"), third.clone()],
                end,
                vec!["1", "3"],
                "line 5: entry 2: ",
            ),
            (
                [first.clone(), cut.to_owned(), third.clone()],
                end,
                vec!["1", "3"],
                "line 5: entry 2: does not end",
            ),
            // A file that was cut off.
            (
                [first.clone(), second.clone(), third[..20].to_owned()],
                "",
                vec!["1", "2"],
                "line 7: entry 3: does not end",
            ),
            // What ends the feed is broken.
            (
                good.clone(),
                "<b></i></channel></rss>",
                vec!["1", "2", "3"],
                "line 9: around the entries",
            ),
        ] {
            let input = read("ledger.rss", feed(&entries, end));
            let found: Vec<_> = input.documents.iter().map(|one| one.id.as_str()).collect();
            assert_eq!(found, ids, "{fault}: {input:?}");
            assert_told(&input, fault);
            assert!(input.documents.iter().all(|one| one.outlet.as_deref() == Some("Ledger")));
        }
        // The head is broken: the outlet is the file.
        let broken = feed(&good, end).replace("</title>", "</titel>");
        let input = read("courier.rss", broken);
        assert_eq!(input.documents.len(), 3, "{input:?}");
        assert_eq!(input.documents[0].outlet.as_deref(), Some("courier"));
        assert_told(&input, "line 1: the head of the feed");
    }

    #[test]
    fn a_broken_item_of_json_costs_no_other() {
        let good = |n: usize| format!(r#"{{"id": "{n}", "content_text": "“No,” she said."}}"#);
        let head =
            r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Ledger", "items": ["#;
        for (bad, fault) in [
            // An id that is a number, a text that does not end, marks that are missing.
            (r#"{"id": 2, "content_text": "No"}"#, "line 3: entry 2: no feed that can be read"),
            ("{\"id\": \"2\", \"content_text\": \"No\n}", "line 3: entry 2: no feed"),
            (r#"{"id": "2" "content_text": "No"}"#, "line 3: entry 2: no feed"),
            (r#"{"id": "2", "content_text": "No""#, "line 3: entry 2: does not end"),
        ] {
            let feed = format!("{head}\n{},\n{bad},\n{}\n]}}", good(1), good(3));
            let input = read("l.json", feed);
            let found: Vec<_> = input.documents.iter().map(|one| one.id.as_str()).collect();
            assert_eq!(found, ["1", "3"], "{bad}: {input:?}");
            assert_told(&input, fault);
            assert!(input.documents.iter().all(|one| one.outlet.as_deref() == Some("Ledger")));
        }
        let feed = format!("{head}\n{},\n{}, {{\"id\": \"3\", \"content", good(1), good(2));
        let input = read("l.json", feed);
        assert_eq!(input.documents.len(), 2, "{input:?}");
        assert_told(&input, "line 3: entry 3: does not end");
    }

    proptest::proptest! {
        /// Whatever is cut out of a feed, no entry is lost that the cut does not touch.
        #[test]
        fn a_feed_with_a_hole_gives_its_whole_entries(
            start in 0..900_usize, len in 1..60_usize, is_json: bool,
        ) {
            let entries: Vec<String> = (1..=9).map(|n| match is_json {
                true => format!("{{\"id\": \"n{n}\", \"content_text\": \"Text {n} of nine.\"}},\n"),
                false => format!("<item><guid>n{n}</guid><description>Text {n} of nine.</description></item>\n"),
            }).collect();
            let (head, end) = match is_json {
                true => (concat!(
                        "{\"version\": \"https://jsonfeed.org/version/1\", ",
                        "\"title\": \"L\", \"items\": ["
                    ), "]}"),
                false => ("<rss version=\"2.0\"><channel><title>L</title>", "</channel></rss>"),
            };
            let feed = format!("{head}{}{end}", entries.concat());
            // Within the entries: without its head nobody knows what it is.
            let from = (head.len() + start).min(feed.len());
            let to = (from + len).min(feed.len());
            let input = read(if is_json { "l.json" } else { "l.rss" }, format!("{}{}", &feed[..from], &feed[to..]));
            let mut at = head.len();
            for (n, entry) in (1..).zip(&entries) {
                let is_hit = at < to && from < at + entry.len();
                at += entry.len();
                let id = format!("n{n}");
                let read = input.documents.iter().find(|one| one.id == id);
                if !is_hit {
                    let text = read.map(|one| one.text.trim().to_owned());
                    proptest::prop_assert_eq!(text, Some(format!("Text {n} of nine.")), "{:?}", input);
                }
            }
        }
    }

    #[test]
    fn atom_and_json_feed_are_feeds() {
        let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title><id>f</id>
            <entry><id>e1</id><title>T</title><updated>2018-07-16T00:00:00Z</updated>
            <link href="https://courier.example/1"/>
            <content type="html">&lt;p&gt;“No,” he said.&lt;/p&gt;</content></entry></feed>"#;
        let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Courier", "items": [
            {"id": "e1", "url": "https://courier.example/1", "content_text": "“No,” he said."}]}"#;
        for (name, feed) in [("a.atom", atom), ("a.xml", atom), ("a.json", json)] {
            let input = read(name, feed);
            assert_eq!(input.documents.len(), 1, "{name}: {input:?}");
            let entry = &input.documents[0];
            assert_eq!((entry.id.as_str(), entry.text.as_str()), ("e1", "“No,” he said."));
            assert_eq!(entry.url.as_deref(), Some("https://courier.example/1"));
        }
    }

    /// However a feed is broken, taking it apart costs no more than a few times its length.
    #[test]
    fn what_hurts_is_taken_apart_in_time() {
        let begin = "<rss version=\"2.0\"><channel>";
        let head =
            "{\"version\": \"https://jsonfeed.org/version/1\", \"title\": \"L\", \"items\": [";
        let n = 200_000;
        for (name, head, part, end) in [
            ("a.rss", begin, "<!-- ", ""),
            ("a.rss", begin, "<![CDATA[ ", "]]>"),
            ("a.rss", begin, "<item>", ""),
            ("a.rss", begin, "<item/>", ""),
            ("a.rss", begin, "<item", ""),
            ("a.json", head, "{\"id\"", ""),
            ("a.json", head, "\\\"", ""),
            ("a.json", head, "[{", ""),
            ("a.json", head, "{}", "x"),
        ] {
            let feed = format!("{head}{}{end}", part.repeat(n));
            let began = std::time::Instant::now();
            let input = read(name, feed);
            assert!(input.documents.is_empty() && !input.skipped.is_empty(), "{part}");
            println!("{name} {part}: {:?}", began.elapsed());
        }
    }

    #[test]
    fn hostile_xml_reads_nothing_else() {
        let entity = "<!DOCTYPE r [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>";
        let xxe = RSS.replace("<rss", &format!("{entity}<rss")).replace("Short.", "&e;");
        let input = read("a.rss", xxe);
        assert!(input.documents.iter().all(|one| !one.text.contains("root:")), "{input:?}");
        // Ten entities of ten: a thousand million words.
        let mut bomb = "<!DOCTYPE r [<!ENTITY e0 \"lol\">".to_owned();
        for n in 1..10 {
            bomb.push_str(&format!("<!ENTITY e{n} \"{}\">", format!("&e{};", n - 1).repeat(10)));
        }
        let laughs = RSS.replace("<rss", &format!("{bomb}]><rss")).replace("<p>“We", "<p>&e9;“We");
        let input = read("a.rss", laughs);
        assert!(input.documents.iter().all(|one| one.text.len() < 1_000));
        for (feed, words) in [
            ("", "no feed"),
            ("<html></html>", "no feed"),
            ("<rss><channel><item>", "no feed"),
            ("{\"version\": 1}", "no feed"),
        ] {
            let input = read("a.rss", feed);
            assert!(input.documents.is_empty(), "{feed}: {input:?}");
            assert!(told(&input).iter().all(|one| one.contains(words)), "{feed}: {input:?}");
        }
        let reader = InputReader::new().with_max_bytes(100);
        assert_told(&read_with(reader, "a.rss", RSS), "more than 100 bytes");
        let deep = format!("<rss>{}", "<a>".repeat(200_000));
        assert!(read("a.rss", deep).documents.is_empty());
    }
}

#[test]
fn text_of_a_pdf_is_unwrapped() {
    let text = "outlet: Courier\n\nThe mayor said on Monday: “We will never close the har-\n\
        bour, and nobody, not even the council, has asked us to.”\n";
    let input = read("a.pdf.txt", text);
    assert_eq!(
        input.documents[0].text,
        "The mayor said on Monday: “We will never close the harbour, and nobody, not even the \
         council, has asked us to.”\n"
    );
    assert_eq!(input.documents[0].outlet.as_deref(), Some("Courier"));
}

/// What only has the ending of a feed is ignored in a folder, and told where it is named.
#[test]
fn files_of_a_folder_are_read_by_their_endings() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &str| std::fs::write(folder.path().join(name), bytes).unwrap();
    write("a.csv", "id,text\na,One.\n");
    write("b.eml", "From: a@b.example\n\nTwo.\n");
    write("c.xml", "<TEI/>");
    write("d.json", "{}");
    write("d.tsv", "name\tage\nAda\t9\n");
    write("e.txt", "Three.");
    let mut reader = InputReader::new();
    reader.read_path(folder.path());
    let input = reader.finish();
    let count =
        1 + usize::from(cfg!(feature = "csv-input")) + usize::from(cfg!(feature = "mail-input"));
    assert_eq!(input.documents.len(), count, "{input:?}");
    assert!(input.skipped.is_empty(), "{input:?}");
    let mut reader = InputReader::new();
    reader.read_path(folder.path().join("c.xml"));
    let input = reader.finish();
    assert_eq!(input.skipped.len(), 1);
    let words = if cfg!(feature = "feeds") { "no feed" } else { "built without the feature feeds" };
    assert!(told(&input)[0].contains(words), "{input:?}");
}
