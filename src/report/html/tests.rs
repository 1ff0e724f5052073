//! The sample as a page.

use super::*;
use crate::report::sample;

#[test]
fn the_sample() {
    let mut out = Vec::new();
    HtmlReport::new().write(&sample::reconciliation(), &mut out).unwrap();
    let page = String::from_utf8(out).unwrap();
    let main = page.split_once("<main>\n").unwrap().1.split_once("</main>").unwrap().0;
    insta::assert_snapshot!(main, @r##"
    <article id="u000000000002">
    <h2>Ada Lund</h2>
    <p class="figures">5 outlets · 4 wordings · <span class="verdict contradictory">contradictory</span> · <span class="alarm">1 silent change of substance</span></p>
    <blockquote>“<mark class="M">We</mark><sup><a href="#u000000000002-1">1</a></sup> did <mark class="X">not</mark><sup><a href="#u000000000002-2">2</a></sup> close the harbour at 9, and the mayor<mark class="S">, who was told on Monday,</mark><sup><a href="#u000000000002-3">3</a></sup> never asked us to.”</blockquote>
    <table class="changes"><thead><tr><th></th><th></th><th>lemma</th><th>reading</th>
    <th>outlets</th><th>kind</th><th>level, disclosure</th></tr></thead><tbody>
    <tr id="u000000000002-1"><td class="number">1</td><td class="sign M">~</td><td>We</td><td class="M">[The port authority]<span class="dim"></span></td><td>Herald</td><td class="kind">bracketed</td><td class="M">minor, disclosed</td></tr>
    <tr id="u000000000002-2"><td class="number">2</td><td class="sign X">! -</td><td>not</td><td class="dim">left out</td><td>Post</td><td class="kind">polarity</td><td class="X silent">contradictory, silent</td></tr>
    <tr id="u000000000002-3"><td class="number">3</td><td class="sign S">…</td><td>, who was told on Monday,</td><td class="S">…<span class="dim"></span></td><td>Herald</td><td class="kind">content</td><td class="S">substantive, disclosed</td></tr>
    </tbody></table>
    <p class="aside"><em>Same words, printed otherwise:</em> harbour ] harbor (spelling; Tribune)</p>
    <details><summary>The wordings side by side</summary><div class="scroll">
    <table class="synopsis"><tbody>
    <tr class="lemma"><th scope="row">Courier, Ledger</th><td>We</td><td class="agreed" rowspan="4" title="did">did</td><td>not</td><td class="agreed" rowspan="4" title="close the">close the</td><td>harbour</td><td class="agreed" rowspan="4" title="at 9, and the mayor">at 9, and the mayor</td><td>, who was told on Monday,</td><td class="agreed" rowspan="4" title="never asked us to.">never asked us to.</td></tr>
    <tr><th scope="row">Post</th><td>We</td><td class="other X" title="polarity.negator">—</td><td>harbour</td><td>, who was told on Monday,</td></tr>
    <tr><th scope="row">Herald</th><td class="other M" title="bracketed.replaced">[The port authority]</td><td>not</td><td>harbour</td><td class="other S" title="content.inside">…</td></tr>
    <tr><th scope="row">Tribune</th><td>We</td><td>not</td><td class="other A" title="spelling.table">harbor</td><td>, who was told on Monday,</td></tr>
    </tbody></table></div></details>
    <table class="witnesses"><thead><tr><th></th><th>outlet</th><th>date</th>
    <th>speaker as named</th><th>prints</th><th>quotation</th></tr></thead><tbody>
    <tr><td>A</td><td>Courier</td><td></td><td>Ada Lund</td><td>as above</td><td class="dim">courier-u000000000002#0</td></tr>
    <tr><td>B</td><td>Ledger</td><td>2018-07-16</td><td>Ada Lund</td><td>as above</td><td class="dim">ledger-u000000000002#0</td></tr>
    <tr><td>C</td><td>Herald</td><td>2018-07-17</td><td>a spokeswoman</td><td>differs at 1, 3</td><td class="dim">herald-u000000000002#0</td></tr>
    <tr><td>D</td><td>Post</td><td></td><td>Ada Lund</td><td>differs at 2</td><td class="dim">post-u000000000002#0</td></tr>
    <tr><td>E</td><td>Tribune</td><td>2018-07-16</td><td>Ada Lund</td><td>same words</td><td class="dim">tribune-u000000000002#0</td></tr>
    </tbody></table>
    </article>
    <article id="u000000000001">
    <h2>Donald Trump</h2>
    <p class="figures">4 outlets · 3 wordings · <span class="verdict minor">minor</span></p>
    <blockquote>“I would rather take a political risk in pursuit of peace <span class="M">‸</span><sup><a href="#u000000000001-1">1</a></sup> than <mark class="M">to risk peace in pursuit of politics</mark><sup><a href="#u000000000001-2">2</a></sup>.”</blockquote>
    <table class="changes"><thead><tr><th></th><th></th><th>lemma</th><th>reading</th>
    <th>outlets</th><th>kind</th><th>level, disclosure</th></tr></thead><tbody>
    <tr id="u000000000001-1"><td class="number">1</td><td class="sign M">+</td><td class="dim">before “than”</td><td class="M">rather<span class="dim"></span></td><td>Herald</td><td class="kind">function-word</td><td class="M">minor, silent</td></tr>
    <tr id="u000000000001-2"><td class="number">2</td><td class="sign M">↕</td><td>to risk peace in pursuit of politics</td><td class="M">pursue politics at the risk of peace<span class="dim"></span></td><td>Herald</td><td class="kind">order, function-word</td><td class="M">minor, silent</td></tr>
    </tbody></table>
    <p class="aside"><em>Other beginnings and ends:</em> stops before “than to risk peace …” (Post)</p>
    <p class="aside"><em>Same words, printed otherwise:</em> + , <span class="dim">before “than”</span> (punctuation; Herald)</p>
    <details><summary>The wordings side by side</summary><div class="scroll">
    <table class="synopsis"><tbody>
    <tr class="lemma"><th scope="row">Courier, Ledger</th><td class="agreed" rowspan="3" title="I would rather take a political risk in pursuit of peace">I would rather … pursuit of peace</td><td></td><td>than</td><td></td><td>to</td><td>risk</td><td></td><td>peace</td><td>in pursuit of politics</td><td class="agreed" rowspan="3" title=".">.</td></tr>
    <tr><th scope="row">Herald</th><td class="other M" title="punctuation.other, lexical.content-word">, rather</td><td>than</td><td class="other M" title="order.moved">pursue politics</td><td class="other M" title="function-word.other">at the</td><td>risk</td><td class="other M" title="function-word.other">of</td><td>peace</td><td class="other M" title="order.moved">—</td></tr>
    <tr><th scope="row">Post</th><td></td><td class="outside">…</td><td class="outside">…</td><td class="outside">…</td><td class="outside">…</td><td class="outside">…</td><td class="outside">…</td><td class="outside">…</td></tr>
    </tbody></table></div></details>
    <table class="witnesses"><thead><tr><th></th><th>outlet</th><th>date</th>
    <th>speaker as named</th><th>prints</th><th>quotation</th></tr></thead><tbody>
    <tr><td>A</td><td>Courier</td><td></td><td>Mr Trump <span class="dim">(Donald Trump)</span></td><td>as above</td><td class="dim">courier-u000000000001#0</td></tr>
    <tr><td>B</td><td>Ledger</td><td>2018-07-16</td><td>he <span class="dim">(Donald Trump)</span></td><td>as above</td><td class="dim">ledger-u000000000001#0</td></tr>
    <tr><td>C</td><td>Herald</td><td>2018-07-17</td><td>Mr Trump <span class="dim">(Donald Trump)</span></td><td>differs at 1, 2</td><td class="dim">herald-u000000000001#0</td></tr>
    <tr><td>D</td><td>Post</td><td></td><td>Mr Trump <span class="dim">(Donald Trump)</span></td><td>a part</td><td class="dim">post-u000000000001#0</td></tr>
    </tbody></table>
    </article>
    <article id="u000000000003">
    <h2>Ada Lund</h2>
    <p class="figures">2 outlets · 1 wording · <span class="verdict attribution-conflict">attribution conflict</span></p>
    <p class="aside">given to <strong>Ada Lund</strong> by Courier</p>
    <p class="aside">given to <strong>Tor Berg</strong> by Ledger</p>
    <blockquote>“This *will* pass | or &lt;it&gt; won&#39;t.”</blockquote>
    <table class="witnesses"><thead><tr><th></th><th>outlet</th><th>date</th>
    <th>speaker as named</th><th>prints</th><th>quotation</th></tr></thead><tbody>
    <tr><td>A</td><td>Courier</td><td></td><td>Ada Lund</td><td></td><td class="dim">courier-u000000000003#0</td></tr>
    <tr><td>B</td><td>Ledger</td><td>2018-07-16</td><td>Mr Berg <span class="dim">(Tor Berg)</span></td><td></td><td class="dim">ledger-u000000000003#0</td></tr>
    </tbody></table>
    </article>
    <section class="outlets">
    <h2>How the outlets print what is shared</h2>
    <table><thead><tr><th>outlet</th><th>judged</th><th>altered silently</th><th>in substance</th><th>as the lemma</th></tr></thead><tbody>
    <tr><td>Post</td><td>1 of 2</td><td>1 (20–100 %)</td><td class="alarm">1 (20–100 %)</td><td>90.0 %</td></tr>
    <tr><td>Courier</td><td>1 of 3</td><td>0 (0–80 %)</td><td>0 (0–80 %)</td><td>100.0 %</td></tr>
    <tr><td>Herald</td><td>1 of 2</td><td>0 (0–80 %)</td><td>0 (0–80 %)</td><td>75.0 %</td></tr>
    <tr><td>Ledger</td><td>1 of 3</td><td>0 (0–80 %)</td><td>0 (0–80 %)</td><td>100.0 %</td></tr>
    <tr><td>Tribune</td><td>1 of 1</td><td>0 (0–80 %)</td><td>0 (0–80 %)</td><td>100.0 %</td></tr>
    </tbody></table>
    <p class="aside">Judged: quotations whose words three independent outlets or more print, reprints and repetitions left out. Altered silently: prints, without a sign, other words than more of them do; in brackets the 95 % interval (Wilson) of the share, each by itself. As the lemma: share of words, weighed by how rare they are, spelling and marks aside.</p>
    </section>
    "##);
}

/// Several readings at one place, and places too minor and too many for rows: each link in the
/// lemma leads to one element.
#[test]
fn every_id_is_unique_and_every_link_leads_somewhere() {
    let lemma = "We will never close the old harbour of Veln, and the people of the town know that \
        the men in the boats will go on to the sea in the morning, as the fathers of the men did";
    let edited = |pairs: &[(&str, &str)]| {
        pairs.iter().fold(lemma.to_owned(), |text, (from, to)| text.replacen(from, to, 1))
    };
    let minor = edited(&[
        ("the old harbour", "an old harbour"),
        ("the people", "people"),
        ("of the town", "of a town"),
        ("that the men", "the men"),
        ("the boats", "these boats"),
        ("go on to", "go to"),
        ("the sea", "this sea"),
        ("in the morning", "on the morning"),
        ("as the fathers", "as fathers"),
        ("of the men did", "of these men did"),
    ]);
    let printed = [
        lemma.to_owned(),
        lemma.to_owned(),
        lemma.to_owned(),
        edited(&[("never close", "not close")]),
        edited(&[("never close", "soon close")]),
        edited(&[("never close", "close")]),
        minor,
    ];
    let mut archive = crate::Archive::default();
    for (n, text) in printed.iter().enumerate() {
        let given = crate::StandaloneQuotation::new(format!("q{n}"), text.as_str())
            .with_outlet(format!("outlet {n}"));
        archive.add_quotation(given).unwrap();
    }
    let all = archive.reconcile();
    let mut out = Vec::new();
    HtmlReport::new().with_title("R & D").write(&all, &mut out).unwrap();
    let page = String::from_utf8(out).unwrap();
    assert!(page.contains("<title>R &amp; D</title>") && page.contains("<h1>R &amp; D</h1>"));
    let values = |key: &str| -> Vec<String> {
        let those = page.split(key).skip(1);
        those.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    };
    let (mut ids, links) = (values(" id=\""), values("href=\"#"));
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "an id is given twice: {page}");
    assert!(links.len() > 8, "{page}");
    for link in links {
        assert!(ids.contains(&link), "{link} leads nowhere: {page}");
    }
    assert!(page.contains("<em>Minor:</em>"), "places in a paragraph: {page}");
    let view = UtteranceView::new(&all.utterances[0]);
    assert!(view.places.iter().any(|place| place.changes.len() > 1), "two changes at a place");
}
