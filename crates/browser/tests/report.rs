//! The HTML report as a browser shows it: of the articles that come with the crate, of real ones
//! where somebody has them, and of some that were made up to do harm.
//!
//! Every test prints a line and passes where there is no browser; the accessibility checker,
//! axe-core, is taken from the file that the variable `AXE_CORE` names.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;
use variorum::input::InputReader;
use variorum::report::{HtmlReport, Report};
use variorum::{Archive, Document, Reconciliation, reconcile};
use variorum_browser::Browser;

const WIDTHS: [u32; 3] = [360, 768, 1440];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &Path) -> Reconciliation {
    let mut reader = InputReader::new();
    reader.read_path(path);
    reconcile(&reader.finish().documents).unwrap()
}

/// The articles that come with the crate.
fn helsinki() -> &'static Reconciliation {
    static ALL: OnceLock<Reconciliation> = OnceLock::new();
    ALL.get_or_init(|| read(&root().join("examples/helsinki")))
}

/// Articles by whose text, names and addresses a page could be taken over or broken.
fn hostile() -> Reconciliation {
    let storm = "e\u{301}\u{302}\u{303}".to_owned() + &"\u{36f}".repeat(2000);
    let long = "harbour".repeat(60);
    let attack = "</p></blockquote><script>window.hacked = 1</script><img src=x \
        onerror='window.hacked = 2'><a href='javascript:window.hacked = 3'>";
    let words =
        format!("We will never {attack} close \u{202e}the{storm} {long} of Veln \u{5d0}\u{5d1}");
    let mut archive = Archive::default();
    for n in 0..4 {
        let words = if n == 0 { words.replace("never", "ever") } else { words.clone() };
        let name = format!("<b onclick=alert({n})>{}", ["\"'", "\u{202e}", &long, "&amp;"][n]);
        let document =
            Document::new(name.clone(), format!("“{words},” Ada {long} Lund{storm} said."))
                .with_outlet(name)
                .with_title(format!("</title><svg onload='window.hacked = 4'> {storm}"))
                .with_url(["javascript:window.hacked = 5", "https://a.example/\"'><script>"][n % 2])
                .with_published(format!("2018-07-{}", 16 + n).parse().unwrap());
        archive.add(document).unwrap();
    }
    archive.reconcile()
}

/// Pages in files: of the articles that come with the crate, of hostile ones, and of real ones.
struct Pages {
    folder: TempDir,
    names: Vec<String>,
}

impl Pages {
    fn new() -> Pages {
        let folder = tempfile::tempdir().unwrap();
        let mut pages = Pages { folder, names: Vec::new() };
        pages.add("helsinki.html", helsinki());
        pages.add("hostile.html", &hostile());
        pages.add("empty.html", &Reconciliation::default());
        // In several files: the list of all, and pairs to decide beyond those of the first page.
        let mut many = helsinki().clone();
        many.links = many.links.iter().cycle().take(many.links.len() * 12).cloned().collect();
        let report = HtmlReport::new().with_page_utterances(7);
        let files = report.pages(&many, "news.html");
        for (n, name) in files.names().iter().enumerate() {
            let mut out = Vec::new();
            files.write(n, &mut out).unwrap();
            std::fs::write(pages.folder.path().join(name), out).unwrap();
        }
        for name in ["news.html", "news-contents.html", "news-review.html"] {
            assert!(files.names().iter().any(|one| one == name), "{:?}", files.names());
            pages.names.push(name.to_owned());
        }
        let basil = root().join("../shared/data/basil/articles.jsonl");
        match basil.exists() {
            true => pages.add("basil.html", &read(&basil)),
            false => println!("skipped: {} is not there", basil.display()),
        }
        pages
    }

    fn add(&mut self, name: &str, all: &Reconciliation) {
        let mut out = Vec::new();
        HtmlReport::new().write(all, &mut out).unwrap();
        std::fs::write(self.folder.path().join(name), out).unwrap();
        self.names.push(name.to_owned());
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// Unfolds everything, and lays out what is out of sight too.
const UNFOLD: &str = "document.querySelectorAll('details').forEach(d => { d.open = true });
    document.querySelectorAll('article, .line').forEach(a => { a.style.contentVisibility = 'visible' });";

#[test]
fn nothing_overflows_at_any_width() {
    let Some(browser) = Browser::start() else { return };
    let pages = Pages::new();
    for name in &pages.names {
        for width in WIDTHS {
            browser.set_screen(width, false);
            browser.open(&pages.path(name));
            browser.run(UNFOLD);
            let found = browser.run(
                "const page = document.documentElement;
                 const over = [...document.querySelectorAll('body *')].filter(e => {
                   const box = e.getBoundingClientRect();
                   return box.width > 0 && (box.right > innerWidth + 1 || box.left < -1)
                     && !e.closest('.scroll, .unseen, .skip');
                 });
                 return [page.scrollWidth > innerWidth ? ['the page: ' + page.scrollWidth] : [],
                   over.map(e => e.outerHTML.slice(0, 200))].flat();",
            );
            assert_eq!(found, Value::Array(Vec::new()), "{name} at {width}");
        }
    }
}

#[test]
fn nothing_is_asked_for_and_nothing_goes_wrong() {
    let Some(browser) = Browser::start() else { return };
    let pages = Pages::new();
    for name in &pages.names {
        browser.requests();
        browser.open(&pages.path(name));
        browser.run(UNFOLD);
        assert_eq!(browser.console(), Vec::<String>::new(), "{name}");
        let own = format!("file://{}", pages.path(name).display());
        let others: Vec<String> =
            browser.requests().into_iter().filter(|url| *url != own).collect();
        let others: Vec<&String> = others.iter().filter(|url| !url.starts_with("data:")).collect();
        assert_eq!(others, Vec::<&String>::new(), "{name}");
    }
}

#[test]
fn hostile_articles_are_text() {
    let Some(browser) = Browser::start() else { return };
    let pages = Pages::new();
    browser.open(&pages.path("hostile.html"));
    browser.run(UNFOLD);
    // All that can be clicked and does not leave the page.
    browser.run(
        "document.querySelectorAll('article b, article a[href^=\"#\"]').forEach(e => e.click())",
    );
    let found = browser.run(
        "return [window.hacked === undefined, document.title, document.scripts.length,
           document.querySelectorAll('img, body svg[onload], b[onclick], main script').length,
           [...document.links].map(a => a.protocol).filter(p => p !== 'file:' && p !== 'https:'),
           document.querySelectorAll('article').length,
           document.body.innerText.includes('<script>window.hacked = 1</script>')];",
    );
    let expected = serde_json::json!([true, "Quotations and their variants", 1, 0, [], 1, true]);
    assert_eq!(found, expected);
    // What piles up on a letter stays in its line: no text reaches far out of its block.
    let out = browser.run(
        "return [...document.querySelectorAll('article p, article blockquote, article td')].filter(e =>
           e.scrollHeight > e.clientHeight + 40 && getComputedStyle(e).overflowY === 'visible').length;",
    );
    assert_eq!(out, 0);
}

#[test]
fn filter_search_and_sort() {
    let Some(browser) = Browser::start() else { return };
    let pages = Pages::new();
    browser.open(&pages.path("helsinki.html"));
    let shown = || {
        let ids = browser.run(
            "return [...document.querySelectorAll('article')].filter(a => a.checkVisibility()).map(a => a.id)",
        );
        let ids = ids.as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned());
        ids.collect::<Vec<_>>()
    };
    let set = |field: &str, value: &str| {
        browser.run(&format!(
            "const field = document.getElementById('{field}'); field.value = '{value}';
             field.dispatchEvent(new Event(field.localName === 'select' ? 'change' : 'input'))"
        ));
        browser.wait_for("setTimeout(arguments[0], 300)");
    };
    let state = || {
        let text = browser.run("return document.getElementById('shown').textContent");
        text.as_str().unwrap().to_owned()
    };
    let all = shown();
    let shared = helsinki().utterances.iter().filter(|utterance| utterance.outlets >= 2).count();
    assert_eq!((all.len(), state()), (shared, format!("{shared} utterances")));

    // Words of the page, whatever the apostrophe.
    set("find", "DON\u{2019}T see");
    let found = shown();
    assert!(
        !found.is_empty() && found.len() < all.len() && found.iter().all(|id| all.contains(id))
    );
    assert_eq!(state(), format!("{} of {shared} utterances", found.len()));
    set("find", "zzyzx");
    assert!(shown().is_empty());
    assert_eq!(browser.run("return document.getElementById('no-match').checkVisibility()"), true);
    browser.run("document.getElementById('clear').click()");
    assert_eq!(shown(), all);

    set("by-attention", "contradictory");
    let is_contradictory = "return [...document.querySelectorAll('article')].filter(a =>
        a.checkVisibility() && a.dataset.attention !== 'contradictory').length";
    assert!(!shown().is_empty() && shown().len() < all.len());
    assert_eq!(browser.run(is_contradictory), 0);
    browser.run("document.getElementById('clear').click()");

    set("by-speaker", "Donald Trump");
    let spoken = shown();
    let by = |id: &String| {
        let utterance = helsinki().utterances.iter().find(|utterance| utterance.id == *id).unwrap();
        // Where the print names him by his surname alone, too.
        matches!(utterance.speaker.as_deref(), Some("Donald Trump" | "Trump"))
    };
    assert!(!spoken.is_empty() && spoken.iter().all(by));
    assert_eq!(all.iter().filter(|id| by(id)).count(), spoken.len());
    set("by-outlet", "The Samovar");
    assert!(shown().len() < spoken.len() && !shown().is_empty());
    browser.run("document.getElementById('clear').click()");

    set("order", "outlets");
    let outlets = |id: &String| {
        helsinki().utterances.iter().find(|utterance| utterance.id == *id).unwrap().outlets
    };
    let sorted: Vec<usize> = shown().iter().map(outlets).collect();
    assert!(sorted.is_sorted_by(|a, b| a >= b), "{sorted:?}");
    set("order", "place");
    assert_eq!(shown(), all);

    // A name in the overview filters.
    browser.run("document.querySelector('a[data-filter=outlet]').click()");
    assert!(shown().len() < all.len());
    // An address that is filtered out is shown all the same.
    set("find", "zzyzx");
    browser.run(&format!("location.hash = '{}'", all[3]));
    browser.wait_for("setTimeout(arguments[0], 100)");
    assert!(shown().contains(&all[3]));
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn what_is_folded_opens_and_closes() {
    let Some(browser) = Browser::start() else { return };
    browser.set_screen(1440, false);
    let pages = Pages::new();
    browser.open(&pages.path("helsinki.html"));
    let open = "return document.querySelectorAll('article > details[open]').length";
    let all = browser.run("return document.querySelectorAll('article > details').length");
    browser.run("document.getElementById('open-all').click()");
    assert_eq!(browser.run(open), all);
    browser.run("document.getElementById('close-all').click()");
    assert_eq!(browser.run(open), 0);
    // A chip opens the sentences and leads to its own.
    let target = browser.run(
        "const chip = document.querySelector('.chip'); chip.click(); return chip.hash.slice(1)",
    );
    browser.wait_for("setTimeout(arguments[0], 100)");
    let target = target.as_str().unwrap();
    let seen = browser.run(&format!(
        "const box = document.getElementById('{target}').getBoundingClientRect();
         return document.getElementById('{target}').checkVisibility() && box.top >= 0 && box.top < innerHeight"
    ));
    assert_eq!(seen, true, "{target}");
    // All is printed, folded or not.
    assert!(browser.print() > 50_000);
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn the_keyboard_is_enough() {
    let Some(browser) = Browser::start() else { return };
    let pages = Pages::new();
    for width in WIDTHS {
        browser.set_screen(width, false);
        browser.open(&pages.path("helsinki.html"));
        the_keyboard_reaches_everything(&browser, width);
    }
}

fn the_keyboard_reaches_everything(browser: &Browser, width: u32) {
    const TAB: &str = "\u{e004}";
    const ENTER: &str = "\u{e007}";
    browser.press(TAB);
    assert_eq!(browser.run("return document.activeElement.className"), "skip");
    let visible = "const box = document.activeElement.getBoundingClientRect();
        return box.left >= 0 && box.width > 20";
    assert_eq!(
        browser.run(visible),
        true,
        "the link to the utterances is seen when it has the focus"
    );
    browser.press(ENTER);
    assert_eq!(browser.run("return document.activeElement.id"), "utterances");
    // From there to the first thing that is folded, which Enter opens and closes.
    let at = "return document.activeElement.localName";
    let steps = (0..40).take_while(|_| {
        browser.press(TAB);
        browser.run(at) != "summary"
    });
    assert!(steps.count() < 39);
    let open = "return document.activeElement.parentElement.open";
    let before = browser.run(open).as_bool().unwrap();
    browser.press(ENTER);
    assert_eq!(browser.run(open), !before);
    let outline = "return getComputedStyle(document.activeElement).outlineStyle";
    assert_eq!(browser.run(outline), "solid", "the focus is seen");
    // It goes on to the end of the page, and what has it is in sight: nothing is reached twice,
    // nothing beside the screen.
    let stop = "const e = document.activeElement, box = e.getBoundingClientRect();
        window.met ??= new Set(); const again = window.met.has(e); window.met.add(e);
        return [again, e === document.body || (box.left >= -1 && box.right <= innerWidth + 1
          && box.bottom > 0 && box.top < innerHeight) || !!e.closest('.scroll'), e.outerHTML.slice(0, 120)]";
    for _ in 0..80 {
        browser.press(TAB);
        let found = browser.run(stop);
        assert_eq!((&found[0], &found[1]), (&false.into(), &true.into()), "{width}: {found}");
    }
}

#[test]
fn the_page_is_whole_without_script() {
    let Some(browser) = Browser::start() else { return };
    let pages = Pages::new();
    browser.set_scripts(false);
    browser.open(&pages.path("helsinki.html"));
    let seen = browser.run(
        "return [[...document.querySelectorAll('article')].filter(a => a.checkVisibility()).length,
           document.getElementById('controls').checkVisibility(),
           document.querySelector('.review code')?.checkVisibility(),
           [...document.querySelectorAll('.review input')].filter(i => i.checkVisibility()).length]",
    );
    let shared = helsinki().utterances.iter().filter(|utterance| utterance.outlets >= 2).count();
    assert_eq!(seen, serde_json::json!([shared, false, true, 0]));
}

#[test]
fn decisions_are_those_that_the_next_run_takes() {
    let Some(browser) = Browser::start() else { return };
    let pages = Pages::new();
    browser.open(&pages.path("helsinki.html"));
    let lines = browser.run(
        "const choices = [...document.querySelectorAll('.decisions')].map((one, n) =>
           one.querySelectorAll('input')[n % 2]);
         choices.forEach(one => one.click());
         return [choices.length, document.getElementById('decisions').value]",
    );
    let (count, lines) = (lines[0].as_u64().unwrap(), lines[1].as_str().unwrap());
    assert!(count > 0, "the articles have pairs to review");
    let (decisions, refused) = variorum::input::read_decisions("page", lines.as_bytes());
    assert!(refused.is_empty(), "{refused:?}");
    assert_eq!(decisions.len() as u64, count);
    let mut reader = InputReader::new();
    reader.read_path(root().join("examples/helsinki"));
    let mut archive = Archive::default();
    archive.extend(reader.finish().documents);
    decisions.into_iter().for_each(|decision| archive.decide(decision));
    assert!(archive.reconcile().unapplied.is_empty());
}

#[test]
fn a_report_in_several_files_is_linked() {
    let Some(browser) = Browser::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let report = HtmlReport::new().with_page_utterances(7);
    let files = report.pages(helsinki(), "news.html");
    for (n, name) in files.names().iter().enumerate() {
        let mut out = Vec::new();
        files.write(n, &mut out).unwrap();
        std::fs::write(folder.path().join(name), out).unwrap();
    }
    browser.open(&folder.path().join("news-contents.html"));
    let lines = browser.run("return [...document.querySelectorAll('.line a')].map(a => a.href)");
    let shared = helsinki().utterances.iter().filter(|utterance| utterance.outlets >= 2).count();
    let lines = lines.as_array().unwrap();
    assert_eq!(lines.len(), shared);
    for link in [&lines[0], &lines[shared / 2], &lines[shared - 1]] {
        browser.open_address(link.as_str().unwrap());
        let found = browser.run("return document.getElementById(location.hash.slice(1)).localName");
        assert_eq!(found, "article", "{link}");
    }

    // Outlets, speakers and words are found in all files at once.
    let lines = || {
        let found = browser.run(
            "return [...document.querySelectorAll('.line')].filter(a => a.checkVisibility()).map(a =>
               a.querySelector('a').hash.slice(1))",
        );
        let found = found.as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned());
        found.collect::<std::collections::BTreeSet<_>>()
    };
    let printed_by = |outlet: &str| {
        let those = helsinki().utterances.iter().filter(|utterance| utterance.outlets >= 2);
        let those = those.filter(|one| one.witnesses.iter().any(|w| w.outlet == outlet));
        those.map(|utterance| utterance.id.clone()).collect::<std::collections::BTreeSet<_>>()
    };
    browser.open(&folder.path().join("news-contents.html"));
    browser.run(
        "const field = document.getElementById('by-outlet'); field.value = 'The Samovar';
         field.dispatchEvent(new Event('change'))",
    );
    assert_eq!(lines(), printed_by("The Samovar"));
    // The overview leads there, by the name of an outlet and of a speaker.
    for (kind, name) in [("outlet", "Northern Ledger"), ("speaker", "Dan Coats")] {
        browser.open(&folder.path().join("news.html"));
        browser.run(&format!(
            "document.querySelector('a[data-filter={kind}][data-value=\"{name}\"]').click()"
        ));
        browser.wait_for("setTimeout(arguments[0], 300)");
        let at = browser.run("return location.pathname.split('/').pop()");
        assert_eq!(at, "news-contents.html", "{kind}");
        let found = lines();
        assert!(!found.is_empty() && found.len() < shared, "{kind}: {found:?}");
        if kind == "outlet" {
            assert_eq!(found, printed_by(name));
        }
    }
    assert_eq!(browser.console(), Vec::<String>::new());
}

/// axe-core (<https://github.com/dequelabs/axe-core>) finds nothing, in any width or scheme: its
/// rules of WCAG 2.0 to 2.2, levels A and AA, and what it calls best practice.
#[test]
fn the_accessibility_checker_finds_nothing() {
    let Some(browser) = Browser::start() else { return };
    let Some(axe) = std::env::var_os("AXE_CORE") else {
        println!("skipped: AXE_CORE does not name axe.min.js (npm pack axe-core)");
        return;
    };
    let axe = std::fs::read_to_string(&axe).unwrap_or_else(|error| panic!("{axe:?}: {error}"));
    let pages = Pages::new();
    for name in &pages.names {
        for width in WIDTHS {
            for is_dark in [false, true] {
                browser.set_screen(width, is_dark);
                browser.open(&pages.path(name));
                // Of many utterances the first ones show all that there is to be checked.
                browser.run(&format!(
                    "{UNFOLD} [...document.querySelectorAll('article')].slice(24).forEach(a => a.remove());"
                ));
                browser.run(&axe);
                let found = browser.wait_for(
                    "const done = arguments[0];
                     axe.run(document, {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}}).then(
                       result => done(result.violations.flatMap(v => v.nodes.slice(0, 3).map(n =>
                         v.id + ': ' + n.failureSummary + ' ' + n.html.slice(0, 200)))),
                       error => done([String(error)]))",
                );
                assert_eq!(found, Value::Array(Vec::new()), "{name} at {width}, dark: {is_dark}");
            }
        }
    }
}
