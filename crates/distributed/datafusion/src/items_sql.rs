//! The SQL that makes items of parts.

use crate::items::kind;

/// The columns of items beside the kind, with their types.
const COLUMNS: [(&str, &str); 11] = [
    ("document", "Utf8"),
    ("other", "Utf8"),
    ("place", "UInt32"),
    ("n", "UInt32"),
    ("day", "Int32"),
    ("a", "UInt64"),
    ("b", "UInt64"),
    ("p1", "UInt32"),
    ("p2", "UInt32"),
    ("p3", "UInt32"),
    ("bytes", "Binary"),
];

/// Returns a query for items of one kind: `columns` are pairs of a column and an expression, with
/// `task` among them, the others are null; `from` is all that stands behind the word.
fn rows(kind: u8, columns: &[(&str, &str)], from: &str) -> String {
    let of = |name: &str| columns.iter().find(|(column, _)| *column == name).map(|(_, is)| *is);
    let task = of("task").unwrap_or("task");
    let mut select = format!("SELECT {task} AS task, arrow_cast({kind}, 'UInt8') AS kind");
    for (name, kind) in COLUMNS {
        let value = match of(name) {
            Some(value) => format!("arrow_cast({value}, '{kind}')"),
            None => format!("arrow_cast(NULL, '{kind}')"),
        };
        select.push_str(&format!(", {value} AS {name}"));
    }
    format!("{select} FROM {from}")
}

/// Returns a query for `task` and `items`, one row for each part.
fn grouped(rows: &[String]) -> String {
    let fields: String = COLUMNS.iter().map(|(name, _)| format!(", '{name}', {name}")).collect();
    format!(
        "SELECT task, array_agg(named_struct('kind', kind{fields})) AS items \
         FROM ({}) GROUP BY task",
        rows.join(" UNION ALL ")
    )
}

/// The tables that say what a part holds.
pub(crate) struct PartTables<'t> {
    /// `task`, `sequence`, each once: the sequences of which it has all quotations.
    pub sequences: &'t str,
}

impl PartTables<'_> {
    /// The quotations of the part.
    fn quotations(&self) -> String {
        format!(
            "(SELECT s.task, q.document, q.place, q.bytes FROM ({}) s JOIN quotations q \
             ON q.sequence = s.sequence)",
            self.sequences
        )
    }

    /// The documents of the part, each once.
    fn documents(&self) -> String {
        format!(
            "(SELECT DISTINCT s.task, q.document FROM ({}) s JOIN quotations q \
             ON q.sequence = s.sequence)",
            self.sequences
        )
    }

    /// The blocks that its sequences are in, each once.
    fn facts(&self) -> String {
        format!(
            "(SELECT DISTINCT s.task, f.key, f.p1, f.p2, f.p3 FROM ({}) s JOIN sequence_facts f \
             ON f.sequence = s.sequence)",
            self.sequences
        )
    }

    /// Quotations, documents, blocks and hubs.
    fn of_words(&self) -> Vec<String> {
        let (documents, facts) = (self.documents(), self.facts());
        vec![
            rows(
                kind::QUOTATION,
                &[("document", "document"), ("place", "place"), ("bytes", "bytes")],
                &self.quotations(),
            ),
            rows(
                kind::DOCUMENT,
                &[("task", "d.task"), ("document", "d.document"), ("bytes", "e.head")],
                &format!("{documents} d JOIN extracted e ON e.document = d.document"),
            ),
            rows(
                kind::BLOCK,
                &[
                    ("task", "f.task"),
                    ("a", "f.key"),
                    ("p1", "f.p1"),
                    ("p2", "f.p2"),
                    ("p3", "f.p3"),
                    ("n", "x.size"),
                    ("place", "x.speakers"),
                ],
                &format!(
                    "{facts} f JOIN facts x ON x.key = f.key AND x.p1 = f.p1 AND x.p2 = f.p2 \
                     AND x.p3 = f.p3"
                ),
            ),
            rows(
                kind::HUB,
                &[
                    ("task", "f.task"),
                    ("a", "f.key"),
                    ("p1", "f.p1"),
                    ("p2", "f.p2"),
                    ("p3", "f.p3"),
                    ("b", "x.sequence"),
                ],
                &format!(
                    "{facts} f JOIN hubs x ON x.key = f.key AND x.p1 = f.p1 AND x.p2 = f.p2 \
                     AND x.p3 = f.p3"
                ),
            ),
        ]
    }

    /// The sure pairs of its documents and quotations.
    fn of_context(&self) -> Vec<String> {
        let (documents, quotations) = (self.documents(), self.quotations());
        vec![
            rows(
                kind::KIN,
                &[
                    ("task", "x.task"),
                    ("document", "k.a_document"),
                    ("other", "k.b_document"),
                    ("n", "k.pairs"),
                ],
                &format!(
                    "kin k JOIN {documents} x ON x.document = k.a_document \
                     JOIN {documents} y ON y.document = k.b_document AND y.task = x.task"
                ),
            ),
            rows(
                kind::SURE,
                &[
                    ("task", "x.task"),
                    ("document", "s.document"),
                    ("place", "s.place"),
                    ("other", "s.other"),
                    ("day", "s.day"),
                ],
                &format!(
                    "sure_days s JOIN {quotations} x ON x.document = s.document \
                     AND x.place = s.place"
                ),
            ),
        ]
    }
}

/// The originals and the records of the quotations of `members`: `task`, `document`, `place`.
fn of_editions(members: &str) -> Vec<String> {
    vec![
        rows(
            kind::ORIGINAL,
            &[("task", "m.task"), ("document", "m.document"), ("bytes", "e.head")],
            &format!(
                "(SELECT DISTINCT task, document FROM {members}) m JOIN originals o \
                 ON o.document = m.document JOIN extracted e ON e.document = o.original"
            ),
        ),
        rows(
            kind::RECORD,
            &[
                ("task", "m.task"),
                ("document", "m.document"),
                ("place", "m.place"),
                ("bytes", "r.record"),
            ],
            &format!(
                "(SELECT task, document, place FROM {members}) m JOIN records r \
                 ON r.document = m.document AND r.place = m.place"
            ),
        ),
    ]
}

/// Items for scoring: the pairs of each task, with the quotations of their sequences.
pub(crate) fn scoring(with_context: bool) -> String {
    let sequences = "SELECT DISTINCT task, sequence FROM (SELECT task, a AS sequence FROM pairs \
                     UNION ALL SELECT task, b AS sequence FROM pairs)";
    let tables = PartTables { sequences };
    let mut all = vec![rows(kind::PAIR, &[("a", "a"), ("b", "b")], "pairs")];
    all.extend(tables.of_words());
    if with_context {
        all.extend(tables.of_context());
    }
    grouped(&all)
}

/// Items for editions: whole components, with the quotations that have the same words; and apart
/// from these the quotations that are alone.
pub(crate) fn editing() -> String {
    let components = "(SELECT * FROM members WHERE label IS NOT NULL)";
    let alone = "(SELECT * FROM members WHERE label IS NULL)";
    let sequences = format!("SELECT DISTINCT task, sequence FROM {components}");
    let tables = PartTables { sequences: &sequences };
    let mut all = tables.of_words();
    all.extend(tables.of_context());
    let place = [("document", "document"), ("place", "place")];
    all.push(rows(kind::MEMBER, &place, components));
    all.push(rows(kind::ALONE, &place, alone));
    all.push(rows(
        kind::QUOTATION,
        &[
            ("task", "m.task"),
            ("document", "q.document"),
            ("place", "q.place"),
            ("bytes", "q.bytes"),
        ],
        &format!("{alone} m JOIN quotations q ON q.document = m.document AND q.place = m.place"),
    ));
    all.push(rows(
        kind::DOCUMENT,
        &[("task", "m.task"), ("document", "e.document"), ("bytes", "e.head")],
        &format!(
            "(SELECT DISTINCT task, document FROM {alone}) m JOIN extracted e \
             ON e.document = m.document"
        ),
    ));
    all.extend(of_editions("members"));
    grouped(&all)
}

/// Items for records: the documents of each task, and in each task all transcripts.
pub(crate) fn recording(tasks: usize) -> String {
    let task = format!("number % arrow_cast({tasks}, 'UInt64')");
    let documents = format!(
        "(SELECT {task} AS task, document FROM extracted WHERE NOT is_transcript UNION ALL \
         SELECT t.task, e.document FROM (SELECT DISTINCT {task} AS task FROM extracted) t \
         CROSS JOIN (SELECT document FROM extracted WHERE is_transcript) e)"
    );
    let with_document = format!("{documents} d JOIN extracted e ON e.document = d.document");
    grouped(&[
        rows(
            kind::DOCUMENT,
            &[("task", "d.task"), ("document", "d.document"), ("bytes", "e.head")],
            &with_document,
        ),
        rows(
            kind::PROSE,
            &[("task", "d.task"), ("document", "d.document"), ("bytes", "e.prose")],
            &with_document,
        ),
        rows(
            kind::QUOTATION,
            &[
                ("task", "d.task"),
                ("document", "d.document"),
                ("place", "q.place"),
                ("bytes", "q.bytes"),
            ],
            &format!("{documents} d JOIN quotations q ON q.document = d.document"),
        ),
    ])
}
