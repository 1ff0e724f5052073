//! The steps of the plan, each a query over the tables that the steps before it have written.
//!
//! | table | row |
//! |---|---|
//! | `documents` | `id`, `document` (JSON) |
//! | `extracted` | a document as it was read |
//! | `quotations` | a quotation, with the fingerprint of its sequence |
//! | `runs` | a run of a sequence with the keys of its blocks |
//! | `blocks` | a key that several sequences share: how many, by how many speakers |
//! | `shared` | the runs in these blocks |
//! | `parts1`–`parts3` | the parts of oversized blocks, by longer runs |
//! | `facts`, `sequence_facts` | blocks and parts, and which of them a sequence is in |
//! | `hubs` | the lightest sequences of parts that no longer run splits |
//! | `pairs` | candidate pairs of sequences, each once, and the part that scores it |
//! | `sure` | pairs of quotations that are surely one utterance |
//! | `kin`, `sure_days` | how many of them two documents have; their days |
//! | `judged` | pairs that may be one utterance, and links |
//! | `labels` | the component of each quotation that agrees with another one |
//! | `members` | each quotation with its component and the part that edits it |
//! | `originals` | the document that a document reprints |
//! | `records` | where a transcript has a quotation |
//! | `utterances` | utterances with their apparatus |

use variorum::blocking::{HUB_COUNT, MAX_BLOCK_SIZE, MAX_COUNTED_SPEAKERS};

use crate::items_sql;

/// Most documents that a shingle may be in: in more it is boilerplate of the page.
const MAX_SHINGLE_DOCUMENTS: usize = 200;

/// A step: a table and the query that makes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The name of the table.
    pub name: String,
    /// The query, over the tables of earlier steps.
    pub sql: String,
}

impl Step {
    fn new(name: &str, sql: impl Into<String>) -> Step {
        Step { name: name.to_owned(), sql: sql.into() }
    }
}

/// Returns the steps from documents to sure pairs. `settings` is the JSON of
/// [`FunctionSettings`](crate::FunctionSettings), `tasks` the number of parts.
///
/// ```
/// let settings = variorum_datafusion::FunctionSettings::new(true).to_json();
/// let steps = variorum_datafusion::scoring_steps(&settings, 8);
/// assert_eq!(steps[0].name, "extracted");
/// ```
pub fn scoring_steps(settings: &str, tasks: usize) -> Vec<Step> {
    let settings = literal(settings);
    let largest = MAX_BLOCK_SIZE;
    vec![
        Step::new(
            "extracted",
            format!(
                "SELECT document, d['number'] AS number, d['head'] AS head, d['prose'] AS prose, \
                 d['day'] AS day, d['second'] AS second, d['is_transcript'] AS is_transcript, \
                 d['has_reports'] AS has_reports, d['shingles'] AS shingles, \
                 d['quotations'] AS quotations, d['runs'] AS runs \
                 FROM (SELECT id AS document, variorum_extract(document, {settings}) AS d \
                 FROM documents)"
            ),
        ),
        Step::new(
            "quotations",
            "SELECT document, document_number, day, q['place'] AS place, q['number'] AS number, \
             q['bytes'] AS bytes, q['sequence'] AS sequence, q['speaker'] AS speaker \
             FROM (SELECT document, number AS document_number, day, unnest(quotations) AS q FROM extracted)",
        ),
        Step::new(
            "runs",
            "SELECT DISTINCT r['sequence'] AS sequence, r['weight'] AS weight, r['rank'] AS rank, \
             r['is_long'] AS is_long, r['key'] AS key, r['long'] AS long, r['p1'] AS p1, \
             r['p2'] AS p2, r['p3'] AS p3 FROM (SELECT unnest(runs) AS r FROM extracted)",
        ),
        // A key of one sequence alone pairs nothing: most keys go here.
        Step::new(
            "blocks",
            format!(
                "SELECT key, size, speakers, variorum_is_oversized(size, speakers) AS oversized \
                 FROM (SELECT s.key, arrow_cast(s.size, 'UInt32') AS size, \
                 arrow_cast(least(coalesce(p.speakers, 0), {MAX_COUNTED_SPEAKERS}), 'UInt32') \
                 AS speakers \
                 FROM (SELECT key, count(*) AS size FROM (SELECT DISTINCT key, sequence FROM runs) \
                 GROUP BY key HAVING count(*) > 1) s \
                 LEFT JOIN (SELECT key, count(*) AS speakers FROM \
                 (SELECT DISTINCT r.key, q.speaker FROM runs r JOIN (SELECT DISTINCT sequence, \
                 speaker FROM quotations WHERE speaker <> 0 AND sequence IS NOT NULL) q \
                 ON q.sequence = r.sequence) GROUP BY key) p ON p.key = s.key)"
            ),
        ),
        Step::new(
            "shared",
            "SELECT r.sequence, r.weight, r.rank, r.is_long, r.key, r.long, r.p1, r.p2, r.p3, \
             b.oversized FROM runs r JOIN blocks b ON b.key = r.key",
        ),
        // Only oversized blocks have parts, and each is grouped by its longer runs, so that no
        // group but that of the hubs is larger than a small block.
        Step::new(
            "parts1",
            "SELECT key, p1, arrow_cast(count(*), 'UInt32') AS size FROM (SELECT DISTINCT key, p1, \
             sequence FROM shared WHERE oversized AND p1 <> 0) GROUP BY key, p1",
        ),
        Step::new(
            "parts2",
            "SELECT key, p1, p2, arrow_cast(count(*), 'UInt32') AS size FROM (SELECT DISTINCT key, \
             p1, p2, sequence FROM shared WHERE oversized AND p2 <> 0) GROUP BY key, p1, p2",
        ),
        Step::new(
            "parts3",
            "SELECT key, p1, p2, p3, arrow_cast(count(*), 'UInt32') AS size FROM (SELECT DISTINCT \
             key, p1, p2, p3, sequence FROM shared WHERE oversized AND p3 <> 0) \
             GROUP BY key, p1, p2, p3",
        ),
        Step::new(
            "facts",
            "SELECT key, arrow_cast(0, 'UInt32') AS p1, arrow_cast(0, 'UInt32') AS p2, \
             arrow_cast(0, 'UInt32') AS p3, size, speakers FROM blocks UNION ALL \
             SELECT key, p1, arrow_cast(0, 'UInt32') AS p2, arrow_cast(0, 'UInt32') AS p3, size, \
             arrow_cast(0, 'UInt32') AS speakers FROM parts1 UNION ALL \
             SELECT key, p1, p2, arrow_cast(0, 'UInt32') AS p3, size, \
             arrow_cast(0, 'UInt32') AS speakers FROM parts2 UNION ALL \
             SELECT key, p1, p2, p3, size, arrow_cast(0, 'UInt32') AS speakers FROM parts3",
        ),
        Step::new(
            "sequence_facts",
            "SELECT DISTINCT sequence, key, p1, p2, p3 FROM (\
             SELECT sequence, key, arrow_cast(0, 'UInt32') AS p1, arrow_cast(0, 'UInt32') AS p2, \
             arrow_cast(0, 'UInt32') AS p3 FROM shared UNION ALL \
             SELECT sequence, key, p1, arrow_cast(0, 'UInt32') AS p2, \
             arrow_cast(0, 'UInt32') AS p3 FROM shared WHERE oversized AND p1 <> 0 UNION ALL \
             SELECT sequence, key, p1, p2, arrow_cast(0, 'UInt32') AS p3 FROM shared \
             WHERE oversized AND p2 <> 0 UNION ALL \
             SELECT sequence, key, p1, p2, p3 FROM shared WHERE oversized AND p3 <> 0)",
        ),
        Step::new(
            "hubs",
            format!(
                "SELECT key, p1, p2, p3, sequence FROM (SELECT key, p1, p2, p3, sequence, \
                 row_number() OVER (PARTITION BY key, p1, p2, p3 ORDER BY weight, rank, sequence) \
                 AS n FROM (SELECT DISTINCT s.key, s.p1, s.p2, s.p3, s.sequence, s.weight, s.rank \
                 FROM shared s JOIN parts3 p ON p.key = s.key AND p.p1 = s.p1 AND p.p2 = s.p2 \
                 AND p.p3 = s.p3 WHERE s.oversized AND p.size > {largest})) WHERE n <= {HUB_COUNT}"
            ),
        ),
        Step::new("pairs", pairs(tasks)),
        Step::new(
            "sure",
            format!(
                "SELECT p['a_document'] AS a_document, p['a_place'] AS a_place, \
                 p['b_document'] AS b_document, p['b_place'] AS b_place FROM \
                 (SELECT unnest(variorum_sure_pairs(items, {settings})) AS p FROM ({}))",
                items_sql::scoring(false)
            ),
        ),
    ]
}

/// Returns the query for candidate pairs, by the rules of [`variorum::blocking`]: all pairs of a
/// block that is not oversized, unless both are long and share no longer run; the pairs of the
/// parts of an oversized block, each at the first level at which it is small enough; and each
/// member of a part that no longer run splits with its hubs, so that it costs a few pairs a member
/// and not the square. A pair is scored where its first sequence is, one with a hub where the other
/// is.
fn pairs(tasks: usize) -> String {
    let largest = MAX_BLOCK_SIZE;
    let small = "(SELECT DISTINCT sequence, key, long, is_long FROM shared WHERE NOT oversized)";
    let none = "arrow_cast(0, 'UInt32')";
    let split = format!(
        "(SELECT DISTINCT s.sequence, s.key, s.p1, \
         CASE WHEN a.size > {largest} THEN s.p2 ELSE {none} END AS p2, \
         CASE WHEN a.size > {largest} AND b.size > {largest} THEN s.p3 ELSE {none} END AS p3, \
         coalesce(a.size > {largest} AND b.size > {largest} AND c.size > {largest}, false) AS hub \
         FROM shared s JOIN parts1 a ON a.key = s.key AND a.p1 = s.p1 \
         LEFT JOIN parts2 b ON b.key = s.key AND b.p1 = s.p1 AND b.p2 = s.p2 \
         LEFT JOIN parts3 c ON c.key = s.key AND c.p1 = s.p1 AND c.p2 = s.p2 AND c.p3 = s.p3 \
         WHERE s.oversized AND s.p1 <> 0 AND (a.size <= {largest} OR (s.p2 <> 0 AND \
         (b.size <= {largest} OR s.p3 <> 0))))"
    );
    format!(
        "SELECT a, b, owner % arrow_cast({tasks}, 'UInt64') AS task FROM (\
         SELECT a, b, max(owner) AS owner FROM (\
         SELECT x.sequence AS a, y.sequence AS b, x.sequence AS owner FROM {small} x \
         JOIN {small} y ON y.key = x.key WHERE x.sequence < y.sequence AND \
         (NOT (x.is_long AND y.is_long) OR (x.long <> 0 AND x.long = y.long)) UNION ALL \
         SELECT x.sequence AS a, y.sequence AS b, x.sequence AS owner FROM {split} x \
         JOIN {split} y ON y.key = x.key AND y.p1 = x.p1 AND y.p2 = x.p2 AND y.p3 = x.p3 \
         WHERE x.sequence < y.sequence AND NOT x.hub AND NOT y.hub UNION ALL \
         SELECT least(x.sequence, h.sequence) AS a, greatest(x.sequence, h.sequence) AS b, \
         x.sequence AS owner FROM {split} x JOIN hubs h ON h.key = x.key AND h.p1 = x.p1 \
         AND h.p2 = x.p2 AND h.p3 = x.p3 WHERE x.hub AND x.sequence <> h.sequence) \
         GROUP BY a, b UNION ALL \
         SELECT sequence AS a, sequence AS b, sequence AS owner FROM quotations \
         WHERE sequence IS NOT NULL GROUP BY sequence HAVING count(*) > 1)"
    )
}

/// Returns the steps from sure pairs to judged pairs.
pub fn judging_steps(settings: &str) -> Vec<Step> {
    let settings = literal(settings);
    vec![
        Step::new(
            "kin",
            "SELECT a_document, b_document, arrow_cast(count(*), 'UInt32') AS pairs FROM \
             (SELECT least(a_document, b_document) AS a_document, \
             greatest(a_document, b_document) AS b_document FROM sure) \
             GROUP BY a_document, b_document",
        ),
        Step::new(
            "sure_days",
            "SELECT s.document, s.place, s.other, e.day FROM (\
             SELECT a_document AS document, a_place AS place, b_document AS other FROM sure \
             UNION ALL \
             SELECT b_document AS document, b_place AS place, a_document AS other FROM sure) s \
             JOIN extracted e ON e.document = s.other",
        ),
        Step::new(
            "judged",
            format!(
                "SELECT p['a'] AS a, p['b'] AS b, p['agrees'] AS agrees, p['link'] AS link FROM \
                 (SELECT unnest(variorum_score(items, {settings})) AS p FROM ({}))",
                items_sql::scoring(true)
            ),
        ),
    ]
}

/// Returns the first edges of the components of agreeing pairs.
pub fn agreement_edges() -> Step {
    Step::new(
        "agreement_edges",
        "SELECT DISTINCT greatest(a, b) AS u, least(a, b) AS v FROM judged WHERE agrees AND a <> b",
    )
}

/// Returns the edges between documents that carry one text.
pub fn reprint_edges() -> Step {
    let shingles = "(SELECT number, unnest(shingles) AS shingle FROM extracted)";
    Step::new(
        "reprint_edges",
        format!(
            "SELECT p.u, p.v FROM (SELECT x.number AS u, y.number AS v, \
             arrow_cast(count(*), 'UInt32') AS shared FROM \
             (SELECT s.number, s.shingle FROM {shingles} s JOIN (SELECT shingle FROM {shingles} \
             GROUP BY shingle HAVING count(*) BETWEEN 2 AND {MAX_SHINGLE_DOCUMENTS}) c \
             ON c.shingle = s.shingle) x JOIN {shingles} y ON y.shingle = x.shingle \
             WHERE x.number > y.number GROUP BY x.number, y.number) p \
             JOIN extracted a ON a.number = p.u JOIN extracted b ON b.number = p.v \
             WHERE variorum_is_reprint(p.shared, \
             arrow_cast(cardinality(a.shingles), 'UInt32'), \
             arrow_cast(cardinality(b.shingles), 'UInt32'))"
        ),
    )
}

/// Returns a round of the search for components: edges to edges, each from a larger number to a
/// smaller one. *Large-star*, then *small-star* (Kiveris et al. 2014,
/// <https://doi.org/10.1145/2670979.2670997>): each vertex ties its larger neighbours, then its
/// smaller ones, to the smallest that it knows. When a round changes nothing, each component is a
/// star around its smallest vertex.
pub fn component_round(from: &str, to: &str) -> Step {
    Step::new(
        to,
        format!(
            "WITH both AS (SELECT u, v FROM {from} UNION ALL SELECT v AS u, u AS v FROM {from}), \
             least_near AS (SELECT u, least(u, min(v)) AS m FROM both GROUP BY u), \
             large AS (SELECT DISTINCT b.v AS u, n.m AS v FROM both b JOIN least_near n \
             ON n.u = b.u WHERE b.v > b.u), \
             least_below AS (SELECT u, min(v) AS m FROM large GROUP BY u) \
             SELECT DISTINCT u, v FROM (SELECT u, m AS v FROM least_below UNION ALL \
             SELECT l.v AS u, b.m AS v FROM large l JOIN least_below b ON b.u = l.u \
             WHERE l.v <> b.m)"
        ),
    )
}

/// Returns the query that counts the edges of a round, those that the round before did not have,
/// and the vertices at most.
pub(crate) fn changed(from: &str, to: &str) -> String {
    format!(
        "SELECT (SELECT count(*) FROM {from}) AS before, (SELECT count(*) FROM {to}) AS after, \
         (SELECT count(*) FROM {to} t LEFT ANTI JOIN {from} f ON f.u = t.u AND f.v = t.v) AS new"
    )
}

/// Returns the steps from the stars of the last rounds to utterances.
pub fn editing_steps(
    settings: &str,
    tasks: usize,
    agreeing: &str,
    reprints: &str,
    has_transcripts: bool,
) -> Vec<Step> {
    let settings = literal(settings);
    let tasks_number = format!("arrow_cast({tasks}, 'UInt64')");
    let labels = |stars: &str| {
        format!(
            "(SELECT u AS number, v AS label FROM {stars} UNION ALL \
             SELECT DISTINCT v AS number, v AS label FROM {stars})"
        )
    };
    let records = match has_transcripts {
        true => format!(
            "SELECT r['document'] AS document, r['place'] AS place, r['record'] AS record FROM \
             (SELECT unnest(variorum_records(items, {settings})) AS r FROM ({}))",
            items_sql::recording(tasks)
        ),
        false => "SELECT document, place, bytes AS record FROM quotations WHERE false".to_owned(),
    };
    vec![
        Step::new(
            "originals",
            format!(
                "WITH copies AS (SELECT l.label, e.document, row_number() OVER (PARTITION BY \
                 l.label ORDER BY coalesce(e.second, 9223372036854775807), e.document) AS n \
                 FROM {} l JOIN extracted e ON e.number = l.number) \
                 SELECT c.document, f.document AS original FROM copies c JOIN copies f \
                 ON f.label = c.label WHERE f.n = 1 AND c.n > 1",
                labels(reprints)
            ),
        ),
        Step::new("records", records),
        Step::new(
            "members",
            format!(
                "SELECT q.document, q.place, q.sequence, l.label, CASE WHEN l.label IS NULL THEN \
                 {tasks_number} + q.document_number % {tasks_number} ELSE l.label % {tasks_number} END \
                 AS task FROM quotations q LEFT JOIN {} l ON l.number = q.number",
                labels(agreeing)
            ),
        ),
        Step::new(
            "utterances",
            format!(
                "SELECT u['id'] AS id, u['utterance'] AS utterance, u['first'] AS first, \
                 u['quotations'] AS quotations FROM \
                 (SELECT unnest(variorum_apparatus(items, {settings})) AS u FROM ({}))",
                items_sql::editing()
            ),
        ),
    ]
}

/// Returns a text as a literal of SQL.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
