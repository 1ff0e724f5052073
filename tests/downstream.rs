//! A program of another crate, written against the public API alone.

#![cfg(feature = "json")]

use variorum::link::LinkModel;
use variorum::report::{JsonReport, Report, ReportedReconciliation};
use variorum::{Archive, Document, Error, Settings};

fn documents() -> [Document; 2] {
    [
        Document::new("a", "“We shall never accept these tariffs on ships,” Ada Lund said."),
        Document::new("b", "“We shall never accept the tariffs on ships,” said Ada Lund."),
    ]
}

fn archive(model: LinkModel) -> Result<Archive, Error> {
    let mut archive = Archive::new(Settings::default().with_link_model(model));
    documents().into_iter().try_for_each(|document| archive.add(document))?;
    Ok(archive)
}

/// The weights of a file, as `examples/evaluate --weights` prints them, decide what is linked.
#[test]
fn reconciles_with_weights_of_its_own() -> Result<(), Error> {
    let model = LinkModel::from_json(&LinkModel::default().to_json())?;
    assert_eq!(archive(model.clone())?.reconcile().utterances.len(), 1);

    let mut weights = *model.weights();
    weights[0] -= 100.0;
    assert_eq!(archive(model.with_weights(weights)?)?.reconcile().utterances.len(), 2);
    Ok(())
}

/// What one program wrote, another reads without the articles.
#[test]
fn reads_a_json_report() -> Result<(), Error> {
    let mut json = Vec::new();
    JsonReport::new().write(&archive(LinkModel::default())?.reconcile(), &mut json)?;

    let report = ReportedReconciliation::from_json(json.as_slice())?;
    let utterance = &report.utterances[0];
    assert_eq!(utterance.speaker.as_deref(), Some("Ada Lund"));
    assert_eq!(utterance.witnesses.len(), 2);
    assert_eq!(report.links[0].a, "a#0");
    Ok(())
}
