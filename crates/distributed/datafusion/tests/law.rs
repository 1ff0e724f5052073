//! The law: the result is that of `reconcile`, byte for byte, whatever the number of partitions and
//! of parts.

use std::path::Path;

use variorum::report::{JsonReport, Report};
use variorum::{Document, Reconciliation, Settings};
use variorum_datafusion::{Job, JobOptions, local_session, read_result, write_documents};

fn json(result: &Reconciliation) -> Vec<u8> {
    let mut out = Vec::new();
    JsonReport::new().write(result, &mut out).unwrap();
    out
}

fn distributed(documents: &[Document], partitions: usize, tasks: usize) -> Reconciliation {
    let folder = tempfile::tempdir().unwrap();
    write_documents(folder.path(), documents.iter().cloned()).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let context = local_session(partitions);
        let mut options = JobOptions::new(folder.path());
        options.tasks = tasks;
        let mut job = Job::new(&context, options).with_observer(|report| {
            println!(
                "{:18} {:>8} rows {:>10} bytes {:6.2} s {:6.2} s CPU",
                report.name, report.rows, report.bytes, report.seconds, report.cpu
            );
        });
        job.run().await.unwrap_or_else(|error| panic!("{error}"));
    });
    read_result(folder.path(), &Settings::default()).unwrap()
}

/// Names the first line that differs.
fn assert_same(one: &Reconciliation, other: &Reconciliation, what: &str) {
    let (one, other) = (json(one), json(other));
    if one == other {
        return;
    }
    let lines = |bytes: &[u8]| -> Vec<String> {
        String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect()
    };
    let (one, other) = (lines(&one), lines(&other));
    for (n, (a, b)) in one.iter().zip(&other).enumerate() {
        assert_eq!(a, b, "{what}: line {n}");
    }
    panic!("{what}: {} lines and {}", one.len(), other.len());
}

fn helsinki() -> Vec<Document> {
    let mut reader = variorum::input::InputReader::new();
    reader.read_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../examples/helsinki"));
    reader.finish().documents
}

#[test]
fn the_articles_that_come_with_the_library() {
    let documents = helsinki();
    assert!(documents.len() > 5);
    let whole = variorum::reconcile(documents.clone()).unwrap();
    for (partitions, tasks) in [(1, 1), (3, 3), (8, 8)] {
        let result = distributed(&documents, partitions, tasks);
        assert_same(&whole, &result, &format!("{partitions} partitions"));
    }
}

/// Articles in which much is said by many: a slogan of hundreds of speakers, in blocks that are
/// split by longer runs and in blocks that no longer run splits; articles that are printed twice;
/// a transcript; and a text in question.
fn crowd() -> Vec<Document> {
    let endings = ["before the winter", "after the flood", "without asking the voters", "again"];
    let slogan =
        "Together we will rebuild the ancient harbour of Ostby and finance the night train";
    let mut all = Vec::new();
    for n in 0..260 {
        let (speaker, ending) = (format!("Ada{n} Lund{}", n % 90), endings[n % 4]);
        let text = match n % 5 {
            // Nothing but the slogan and a word that others do not have.
            0 => format!("“{slogan} zz{n},” {speaker} said."),
            1 => format!("“{slogan} {ending},” {speaker} said. “Nobody asked us {n} times.”"),
            2 => format!("{speaker} promised to “rebuild the ancient harbour of Ostby” {ending}."),
            3 => format!("“Rebuild the ancient harbour of Ostby, number {n}!” {speaker} said."),
            _ => format!("“We will never sell it {ending} for {n} million,” {speaker} said."),
        };
        let day = format!("2018-07-{:02}", 1 + n % 28);
        let document = Document::new(format!("d{n}"), text)
            .with_outlet(format!("outlet {}", n % 12))
            .with_published(day.parse().unwrap());
        all.push(document);
    }
    let prose = "The council of the port met for three hours on Monday evening in the old theatre \
                 while rain fell on the square outside and several hundred farmers waited with \
                 their tractors for a word about the price of milk which had fallen for the third \
                 month since the ferry between the two islands was closed by the inspectors. ";
    for n in 0..6 {
        let text = format!("{prose}“The ferry will sail in March,” Mayor Ida Berg said.");
        let document = Document::new(format!("wire-{n}"), text)
            .with_outlet(format!("paper {n}"))
            .with_published(format!("2018-07-{:02}T0{n}:00:00Z", 3 + n % 2).parse().unwrap());
        all.push(document);
    }
    let minutes = "IDA BERG: Thank you. The ferry will sail in March, if the inspectors agree.\n\n\
                   OLAV HOLM: We will never sell it again for 9 million.\n";
    let transcript = Document::new("minutes", minutes)
        .with_kind(variorum::DocumentKind::Transcript)
        .with_published("2018-07-03".parse().unwrap());
    all.push(transcript);
    let question = "“Together we will not rebuild the ancient harbour of Ostby before the winter,” Ada1 \
                    Lund1 said. “The ferry will sail in May,” Mayor Ida Berg said.";
    let question = Document::new("question", question)
        .with_kind(variorum::DocumentKind::Query)
        .with_published("2018-07-04".parse().unwrap());
    all.push(question);
    all
}

#[test]
fn what_many_say() {
    let documents = crowd();
    let whole = variorum::reconcile(documents.clone()).unwrap();
    let reprints = whole.documents.iter().filter(|document| document.reprint_of.is_some());
    assert!(reprints.count() > 3);
    let quotations = whole.documents.iter().flat_map(|document| &document.quotations);
    assert!(quotations.clone().any(|quotation| quotation.record.is_some()));
    for (partitions, tasks) in [(1, 1), (3, 7)] {
        let result = distributed(&documents, partitions, tasks);
        assert_same(&whole, &result, &format!("{partitions} partitions"));
    }
}

/// PolNeAR's open articles, where they are there. Long: `VARIORUM_LONG_TESTS=1` turns it on.
#[test]
fn real_articles() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../../shared/data/polnear/articles.jsonl");
    if !path.exists() {
        println!("{} is not there: not run", path.display());
        return;
    }
    let mut reader = variorum::input::InputReader::new();
    reader.read_path(&path);
    let mut documents = reader.finish().documents;
    let is_long = std::env::var_os("VARIORUM_LONG_TESTS").is_some();
    if !is_long {
        println!("150 of {} articles; VARIORUM_LONG_TESTS=1 takes all", documents.len());
        documents.truncate(150);
    }
    let whole = variorum::reconcile(documents.clone()).unwrap();
    let runs = if is_long { &[(1, 1), (3, 3), (8, 8)][..] } else { &[(3, 4)][..] };
    for &(partitions, tasks) in runs {
        let result = distributed(&documents, partitions, tasks);
        assert_same(&whole, &result, &format!("{partitions} partitions"));
    }
}

/// Articles in a Parquet file are read by the machines of the session.
#[test]
fn parquet_is_read() {
    use datafusion::arrow::array::{ArrayRef, RecordBatch, StringArray};
    use std::sync::Arc;

    let documents = helsinki();
    let whole = variorum::reconcile(documents.clone()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("articles.parquet");
    let column = |of: fn(&Document) -> Option<&str>| -> ArrayRef {
        Arc::new(documents.iter().map(of).collect::<StringArray>())
    };
    let batch = RecordBatch::try_from_iter_with_nullable([
        ("id", column(|one| Some(&one.id)), true),
        ("text", column(|one| Some(&one.text)), true),
        ("title", column(|one| one.title.as_deref()), true),
        ("outlet", column(|one| one.outlet.as_deref()), true),
        ("published", column(|one| one.published.as_ref().map(|date| date.as_str())), true),
        ("url", column(|one| one.url.as_deref()), true),
        ("kind", column(|one| Some(one.kind.as_str())), true),
        ("language", column(|one| one.language.as_deref()), true),
        ("speaker", column(|one| one.speaker.as_deref()), true),
    ])
    .unwrap();
    let file = std::fs::File::create(&path).unwrap();
    let mut writer =
        datafusion::parquet::arrow::ArrowWriter::try_new(file, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    let work = folder.path().join("work");
    std::fs::create_dir(&work).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let context = local_session(2);
        let mut job = Job::new(&context, JobOptions::new(&work));
        assert_eq!(job.import_parquet(&[path]).await.unwrap(), documents.len() as u64);
        job.run().await.unwrap_or_else(|error| panic!("{error}"));
        // The tables can be asked.
        let asked = context.sql("SELECT id FROM utterances ORDER BY id").await.unwrap();
        assert_eq!(asked.count().await.unwrap(), whole.utterances.len());
    });
    assert_same(&whole, &read_result(&work, &Settings::default()).unwrap(), "Parquet");
}

/// Two documents of one id are refused, and the id is named.
#[test]
fn one_id_twice_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let twice = [Document::new("a", "“One,” she said."), Document::new("a", "“Two,” he said.")];
    write_documents(folder.path(), twice).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let failure = runtime.block_on(async {
        let context = local_session(2);
        Job::new(&context, JobOptions::new(folder.path())).run().await.unwrap_err()
    });
    assert!(failure.to_string().contains("\"a\" is given to more than one document"), "{failure}");
}
