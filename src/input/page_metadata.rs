//! Finds title, outlet, date, address, language and article of an HTML page: in its canonical link,
//! `meta` elements and JSON-LD.
//!
//! The properties are those of [Open Graph](https://ogp.me) and [schema.org](https://schema.org).

use std::collections::BTreeMap;

use dom_smoothie::Readability;
use serde_json::{Map, Value};

use super::character_reference;
use super::fields::parse_date;
use super::tag_text::strip_tags;

/// The fields of a page, as it gives them itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct PageMetadata {
    pub title: Option<String>,
    pub outlet: Option<String>,
    /// The first date that can be read; else the first of all.
    pub published: Option<String>,
    pub url: Option<String>,
    pub language: Option<String>,
    /// The article, one paragraph a line, where JSON-LD has it.
    pub body: Option<String>,
}

/// Names of `meta` elements with the date of publication, the surest first.
const DATE_NAMES: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dcterms.created",
    "dcterms.date",
    "dc.date.issued",
    "dc.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "date",
];

/// Levels of JSON-LD in which nodes are looked for: a script, its list, its graph, and what a page
/// is about.
const MAX_DEPTH: usize = 4;

/// Publishers of a list that are looked up, each among all nodes.
const MAX_NAMES: usize = 8;

impl PageMetadata {
    /// Collects what the elements of `page` say.
    pub fn new(page: &Readability) -> PageMetadata {
        let mut meta: BTreeMap<String, String> = BTreeMap::new();
        for node in page.doc.select("meta[content]").iter() {
            let content = node.attr("content").unwrap_or_default();
            for key in ["property", "name", "itemprop"] {
                if let Some(name) = node.attr(key) {
                    let value = meta.entry(name.trim().to_ascii_lowercase()).or_default();
                    if value.is_empty() {
                        *value = content.trim().to_owned();
                    }
                }
            }
        }
        let canonical = page.doc.select("link[rel~=\"canonical\" i][href]");
        let canonical = canonical.attr("href").map(|href| href.trim().to_owned());
        let times = page.doc.select("time[itemprop=\"datePublished\"], time[pubdate]");
        let time = times.attr("datetime").map(|time| time.trim().to_owned());
        let mut scripts = Vec::new();
        for script in page.doc.select("script[type=\"application/ld+json\" i]").iter() {
            scripts.extend(parse_json_ld(&script.text()));
        }
        PageMetadata::merge(&meta, canonical, time, &scripts)
    }

    fn merge(
        meta: &BTreeMap<String, String>,
        canonical: Option<String>,
        time: Option<String>,
        scripts: &[Value],
    ) -> PageMetadata {
        let graph = Graph::new(scripts);
        let of_meta = |name: &str| meta.get(name).filter(|value| !value.is_empty()).cloned();
        let address = |url: &Option<String>| url.clone().filter(|url| host(url).is_some());
        let canonical = address(&canonical).or_else(|| address(&of_meta("og:url")));
        let article = graph.article(canonical.as_deref());
        let string = |key: &str| article.and_then(|node| string_of(node.get(key)?));

        let url = canonical.or_else(|| {
            let keys = ["url", "mainEntityOfPage", "@id"].into_iter();
            keys.filter_map(|key| address_of(article?.get(key)?)).find(|url| host(url).is_some())
        });
        let publisher = || graph.name_of(article?.get("publisher")?);
        let outlet = of_meta("og:site_name")
            .or_else(publisher)
            .or_else(|| graph.site_name())
            .or_else(|| of_meta("application-name"))
            .or_else(|| host(url.as_deref()?));
        let dates = string("datePublished").into_iter();
        let dates = dates.chain(DATE_NAMES.iter().filter_map(|name| of_meta(name))).chain(time);
        let dates: Vec<String> = dates.collect();
        let is_date = |date: &&String| parse_date(date, "document").is_ok();
        let published = dates.iter().find(is_date).or(dates.first()).cloned();
        let language = || match article?.get("inLanguage")? {
            Value::Object(language) => string_of(language.get("alternateName")?),
            language => string_of(language),
        };
        PageMetadata {
            title: string("headline").or_else(|| string("name")),
            outlet,
            published,
            url,
            language: language(),
            body: string("articleBody").map(|body| paragraphs(&body)),
        }
    }
}

/// Parses a script of JSON-LD. One that is malformed says nothing, as for a browser.
fn parse_json_ld(script: &str) -> Option<Value> {
    let script = script.trim();
    let script = script.strip_prefix("//").unwrap_or(script).trim_start();
    let script = script.strip_prefix("<![CDATA[").or(script.strip_prefix("<!--")).unwrap_or(script);
    let script = script.trim_end();
    let script = script.strip_suffix("]]>").or(script.strip_suffix("-->")).unwrap_or(script);
    let script = script.trim_end().trim_end_matches("//").trim_end().trim_end_matches(';');
    serde_json::from_str(script).ok().or_else(|| {
        // Line breaks stand in strings of many pages, where JSON does not allow them.
        let escaped: String =
            script.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&escaped).ok()
    })
}

/// The nodes of all JSON-LD of a page, in their order.
struct Graph<'v> {
    nodes: Vec<&'v Map<String, Value>>,
}

impl<'v> Graph<'v> {
    fn new(scripts: &'v [Value]) -> Graph<'v> {
        let mut graph = Graph { nodes: Vec::new() };
        scripts.iter().for_each(|script| graph.add(script, MAX_DEPTH));
        graph
    }

    fn add(&mut self, value: &'v Value, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.add(value, depth)),
            Value::Object(node) => {
                self.nodes.push(node);
                for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                    if let Some(value) = node.get(key) {
                        self.add(value, depth);
                    }
                }
            }
            _ => {}
        }
    }

    /// Returns the node of the article. A page may also describe articles that it only links to:
    /// the one with its address, or else with a text, is its own.
    fn article(&self, url: Option<&str>) -> Option<&'v Map<String, Value>> {
        let is_own = |node: &Map<String, Value>| {
            let keys = ["url", "mainEntityOfPage", "@id"].into_iter();
            let mut urls = keys.filter_map(|key| address_of(node.get(key)?));
            url.is_some_and(|url| urls.any(|other| without_fragment(&other) == url))
        };
        let articles = self.nodes.iter().copied().filter(|node| is_article(node));
        articles.min_by_key(|node| {
            (!is_own(node), node.get("articleBody").is_none(), node.get("headline").is_none())
        })
    }

    /// Returns the name of a value that is a node, a list of nodes, or the id of one elsewhere.
    fn name_of(&self, value: &Value) -> Option<String> {
        match value {
            Value::Array(values) => {
                values.iter().take(MAX_NAMES).find_map(|value| self.name_of(value))
            }
            Value::Object(node) => match node.get("name") {
                Some(name) => string_of(name),
                None => {
                    let id = node.get("@id")?;
                    let mut there = self.nodes.iter().filter(|node| node.get("@id") == Some(id));
                    there.find_map(|node| string_of(node.get("name")?))
                }
            },
            value => string_of(value),
        }
    }

    fn site_name(&self) -> Option<String> {
        let mut sites = self.nodes.iter().filter(|node| has_type(node, |name| name == "WebSite"));
        sites.find_map(|node| string_of(node.get("name")?))
    }
}

fn is_article(node: &Map<String, Value>) -> bool {
    let is_article =
        |name: &str| name.ends_with("Article") || name.ends_with("Posting") || name == "Report";
    has_type(node, is_article) || node.contains_key("articleBody")
}

fn has_type(node: &Map<String, Value>, is: impl Fn(&str) -> bool) -> bool {
    let is = |name: &str| is(name.rsplit(['/', ':']).next().unwrap_or(name));
    match node.get("@type") {
        Some(Value::String(name)) => is(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(is),
        _ => false,
    }
}

/// Returns a string that is not blank, or the first of a list, without character references.
fn string_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => {
            let text = character_reference::decode(text.trim());
            (!text.is_empty()).then(|| text.into_owned())
        }
        Value::Array(values) => values.iter().find_map(string_of),
        _ => None,
    }
}

/// Returns an address that is given as a string or as the id of a node.
fn address_of(value: &Value) -> Option<String> {
    match value {
        Value::Object(node) => string_of(node.get("@id").or(node.get("url"))?),
        value => string_of(value),
    }
}

fn without_fragment(url: &str) -> &str {
    url.split('#').next().unwrap_or(url)
}

/// Returns the host of an `http` or `https` address, without `www.`, in small letters.
pub(super) fn host(url: &str) -> Option<String> {
    let rest = ["https://", "http://"].into_iter().find_map(|scheme| {
        let start = url.get(..scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then(|| &url[scheme.len()..])
    })?;
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?;
    // An address of IPv6 has colons of its own.
    let host = match host.find(']') {
        Some(end) => &host[..end + 1],
        None => host.split(':').next()?,
    };
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host).trim_end_matches('.');
    (!host.is_empty()).then(|| host.to_owned())
}

/// Returns the text of an `articleBody`, one paragraph a line.
fn paragraphs(body: &str) -> String {
    let body = strip_tags(body);
    let mut text = String::with_capacity(body.len());
    for line in body.lines().map(str::trim).filter(|line| !line.is_empty()) {
        text.push_str(line);
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata(page: &str) -> PageMetadata {
        PageMetadata::new(&Readability::new(page, None, None).unwrap())
    }

    #[test]
    fn a_graph_gives_title_outlet_date_and_address() {
        let page = r##"<html><head><link rel="Canonical" href="https://www.courier.example/1">
            <script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
                {"@type": "WebSite", "name": "The site"},
                {"@type": "Organization", "@id": "#org", "name": "The Courier &amp; Sons"},
                {"@type": "NewsArticle", "headline": "Another", "url": "https://www.courier.example/2",
                 "articleBody": "Another text."},
                {"@type": ["NewsArticle", "Thing"], "headline": "A start", "publisher": {"@id": "#org"},
                 "mainEntityOfPage": {"@id": "https://www.courier.example/1#page"}, "inLanguage": "en-GB",
                 "datePublished": "Mon, 16 Jul 2018 18:00:00 +0300",
                 "articleBody": "<p>“We begin,” she said.</p>\n\n<p>Two.</p>"}
            ]}</script></head><body></body></html>"##;
        let found = metadata(page);
        assert_eq!(found.title.as_deref(), Some("A start"));
        assert_eq!(found.outlet.as_deref(), Some("The Courier & Sons"));
        assert_eq!(found.published.as_deref(), Some("Mon, 16 Jul 2018 18:00:00 +0300"));
        assert_eq!(found.url.as_deref(), Some("https://www.courier.example/1"));
        assert_eq!(found.language.as_deref(), Some("en-GB"));
        assert_eq!(found.body.as_deref(), Some("“We begin,” she said.\nTwo.\n"));
    }

    #[test]
    fn meta_elements_and_the_address_give_what_json_ld_does_not() {
        let found = metadata(
            "<html><head><meta property=og:url content='https://Courier.Example:443/1'>\
             <meta name=date content=today><meta name='DC.date' content=2018-07-16></head></html>",
        );
        assert_eq!(found.outlet.as_deref(), Some("courier.example"));
        assert_eq!(found.url.as_deref(), Some("https://Courier.Example:443/1"));
        assert_eq!(found.published.as_deref(), Some("2018-07-16"));
        let found = metadata(
            "<head><meta property=og:site_name content=Courier><link rel=canonical href=/1>\
             <meta name=date content=today></head>",
        );
        assert_eq!((found.outlet.as_deref(), found.url), (Some("Courier"), None));
        assert_eq!(found.published.as_deref(), Some("today"), "told as no date");
        assert_eq!(metadata("<p>Nothing.</p>"), PageMetadata::default());
    }

    #[test]
    fn malformed_json_ld_says_nothing_and_what_is_near_it_is_read() {
        for (script, title) in [
            ("{\"@type\": \"Article\", \"headline\": \"A\nb\"}", Some("A b")),
            ("// <![CDATA[\n{\"@type\": \"Article\", \"headline\": \"A\"}\n// ]]>", Some("A")),
            ("[{\"@type\": \"http://schema.org/BlogPosting\", \"headline\": \"A\"}];", Some("A")),
            (
                "{\"@type\": \"WebPage\", \"mainEntity\": {\"@type\": \"Article\", \"name\": \"A\"}}",
                Some("A"),
            ),
            // Near misses: no article, a list of others, no string, no JSON.
            ("{\"@type\": \"Product\", \"headline\": \"A\"}", None),
            (
                "{\"@type\": \"ItemList\", \"itemListElement\": [{\"@type\": \"Article\", \"headline\": \"A\"}]}",
                None,
            ),
            ("{\"@type\": \"Article\", \"headline\": 3}", None),
            ("{\"@type\": \"Article\", \"headline\": \"A\"", None),
        ] {
            let page = format!("<script type=application/ld+json>{script}</script><p>x</p>");
            assert_eq!(metadata(&page).title.as_deref(), title, "{script}");
        }
    }

    #[test]
    fn the_host_of_an_address() {
        for (url, name) in [
            ("https://www.courier.example/a?b#c", Some("courier.example")),
            ("HTTP://user:word@Courier.example:80", Some("courier.example")),
            ("https://[::1]:80/", Some("[::1]")),
            ("https://www.", None),
            ("https:///a", None),
            ("ftp://courier.example", None),
            ("/a/b", None),
            ("", None),
        ] {
            assert_eq!(host(url).as_deref(), name, "{url}");
        }
    }
}
