//! Reads Markdown as what it prints, with `pulldown-cmark`: the address of a link is no word, and
//! `**not**` is the word *not*.

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::tag_text::strip_tags;

/// Returns the text that `markdown` prints: paragraphs with a blank line between them, and line
/// breaks where the file has them. Items of lists keep their dash or number. Images, the addresses
/// of links, references to footnotes and tags of HTML are left out; code and what is struck out are
/// text.
pub(super) fn read(markdown: &str) -> String {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut page = PrintedText::default();
    for event in Parser::new_ext(markdown, options) {
        page.add(event);
    }
    page.finish()
}

/// The text so far.
#[derive(Default)]
struct PrintedText {
    text: String,
    /// Links and images that are open: true for one whose text is not printed.
    links: Vec<bool>,
    /// The next number of each list that is open; `None` for one without numbers.
    lists: Vec<Option<u64>>,
    /// The block of HTML that is open.
    html: Option<String>,
}

impl PrintedText {
    fn add(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            _ if self.links.contains(&true) => {}
            Event::Text(text)
            | Event::Code(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => self.text.push_str(&text),
            Event::SoftBreak | Event::HardBreak => self.text.push('\n'),
            Event::Rule => self.break_paragraph(),
            Event::Html(html) => match &mut self.html {
                Some(block) => block.push_str(&html),
                None => self.text.push_str(&strip_tags(&html)),
            },
            Event::InlineHtml(html) => self.text.push_str(&strip_tags(&html)),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Image { .. } => self.links.push(true),
            // The text of `<https://…>` is its address.
            Tag::Link { link_type, .. } => {
                self.links.push(matches!(link_type, LinkType::Autolink | LinkType::Email))
            }
            Tag::List(first) => {
                self.break_line();
                self.lists.push(*first);
            }
            Tag::Item => {
                self.break_line();
                // “1984. It was cold.” is a list for Markdown.
                let marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let marker = format!("{number}. ");
                        *number += 1;
                        marker
                    }
                    _ => "- ".to_owned(),
                };
                self.text.push_str(&marker);
            }
            Tag::HtmlBlock => self.html = Some(String::new()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image | TagEnd::Link => _ = self.links.pop(),
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::Table => {
                self.break_paragraph()
            }
            TagEnd::FootnoteDefinition | TagEnd::BlockQuote(_) => self.break_paragraph(),
            TagEnd::List(_) => {
                self.lists.pop();
                self.break_paragraph();
            }
            TagEnd::Item | TagEnd::TableHead | TagEnd::TableRow => self.break_line(),
            TagEnd::TableCell => self.text.push('\t'),
            TagEnd::HtmlBlock => {
                let block = self.html.take().unwrap_or_default();
                for line in strip_tags(&block).lines().map(str::trim) {
                    if !line.is_empty() {
                        self.text.push_str(line);
                        self.break_paragraph();
                    }
                }
            }
            _ => {}
        }
    }

    /// Ends the line, if one is begun.
    fn break_line(&mut self) {
        let len = self.text.trim_end_matches([' ', '\t']).len();
        self.text.truncate(len);
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn break_paragraph(&mut self) {
        self.break_line();
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn finish(mut self) -> String {
        self.break_line();
        while self.text.ends_with("\n\n") {
            self.text.pop();
        }
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn markdown_is_read_as_what_it_prints() {
        for (markdown, text) in [
            ("“We will **not** go,” she _said_.", "“We will not go,” she said.\n"),
            ("He [told](https://a.example/never \"no\") us.", "He told us.\n"),
            ("See [the text][1].\n\n[1]: https://a.example/never", "See the text.\n"),
            ("See <https://a.example> and <a@b.example>.", "See  and .\n"),
            ("A![a ship](ship.jpg) sailed.", "A sailed.\n"),
            ("# Head\n\nOne\ntwo.  \nThree.", "Head\n\nOne\ntwo.\nThree.\n"),
            ("> “No.”\n>\n> “Yes.”\n\nEnd", "“No.”\n\n“Yes.”\n\nEnd\n"),
            ("1984. It was cold.\n\nWarm.", "1984. It was cold.\n\nWarm.\n"),
            ("- one\n- two\n\nEnd", "- one\n- two\n\nEnd\n"),
            ("| a | b |\n|---|---|\n| “no” | d |", "a\tb\n“no”\td\n"),
            ("    “Never,” he said.\n\nEnd", "“Never,” he said.\n\nEnd\n"),
            ("We ~~never~~ go[^1].\n\n[^1]: He did.", "We never go.\n\nHe did.\n"),
            ("<div class=\"x\">\n“No,” she said.\n</div>\n\nEnd", "“No,” she said.\n\nEnd\n"),
            ("<q>No</q>, she <em>said</em>.", "“No”, she said.\n"),
            ("**LUND:** We go.\n**BERG:** No.", "LUND: We go.\nBERG: No.\n"),
            (r"5 \* 3 \_ &amp; it&#8217;s", "5 * 3 _ & it’s\n"),
            // Near misses: signs that are no markup.
            ("snake_case * 3 [sic] “[We] go”", "snake_case * 3 [sic] “[We] go”\n"),
            ("", ""),
        ] {
            assert_eq!(read(markdown), text, "{markdown}");
        }
    }
}
