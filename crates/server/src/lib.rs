//! An archive behind HTTP: one writer, a snapshot for each request.
//!
//! The library's calls block, some on the disk, so each runs on the runtime's pool of threads that
//! may block ([`tokio::task::spawn_blocking`]) and never on one that drives sockets. A reader needs
//! no lock: it takes a snapshot, which costs microseconds, and sees one commit, whatever the writer
//! does meanwhile. Writers queue behind a mutex.
//!
//! | request | answer |
//! |---|---|
//! | `GET /lookup?text=…&speaker=…` | has this been printed? `variorum::live::Answer` |
//! | `GET /utterances?speaker=…&outlet=…&limit=…` | what was said |
//! | `GET /changes?after=N&limit=…` | the commits after a position |
//! | `POST /documents` | adds or replaces documents, JSON Lines, and commits them: [`Added`] |
//!
//! Nobody is asked who he is: bind it to the loopback interface, or put it behind what asks.

use std::sync::{Arc, Mutex};

use axum::extract::{DefaultBodyLimit, Query as Parameters, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use variorum::Error;
use variorum::edition::Utterance;
use variorum::input::InputReader;
use variorum::live::{
    Answer, Commit, LiveArchive, LiveReader, LiveSnapshot, Query, UtteranceQuery,
};
use variorum::model::Skipped;

/// Bytes of a request beyond which it is refused.
const MAX_REQUEST_BYTES: usize = 64 << 20;

/// Entries of an answer beyond which it is cut.
const MAX_ENTRIES: usize = 1000;

/// What all requests share.
#[derive(Clone)]
struct Shared {
    reader: LiveReader,
    writer: Arc<Mutex<LiveArchive>>,
}

/// An answer, or a status with the reason.
type Reply<T> = Result<Json<T>, (StatusCode, String)>;

/// Returns the routes of a server for an archive.
pub fn router(archive: LiveArchive) -> Router {
    let shared = Shared { reader: archive.reader(), writer: Arc::new(Mutex::new(archive)) };
    Router::new()
        .route("/lookup", get(lookup))
        .route("/utterances", get(utterances))
        .route("/changes", get(changes))
        .route("/documents", post(add))
        .layer(DefaultBodyLimit::max(MAX_REQUEST_BYTES))
        .with_state(shared)
}

#[derive(Deserialize)]
struct Lookup {
    text: String,
    speaker: Option<String>,
    outlet: Option<String>,
}

async fn lookup(
    State(shared): State<Shared>,
    Parameters(asked): Parameters<Lookup>,
) -> Reply<Answer> {
    let mut query = Query::new(asked.text);
    if let Some(speaker) = asked.speaker {
        query = query.with_speaker(speaker);
    }
    if let Some(outlet) = asked.outlet {
        query = query.with_outlet(outlet);
    }
    read(shared, move |snapshot| snapshot.lookup(&query)).await
}

#[derive(Deserialize)]
struct Wanted {
    speaker: Option<String>,
    outlet: Option<String>,
    limit: Option<usize>,
}

async fn utterances(
    State(shared): State<Shared>,
    Parameters(wanted): Parameters<Wanted>,
) -> Reply<Vec<Utterance>> {
    if wanted.speaker.is_none() && wanted.outlet.is_none() {
        // All of an archive is no answer to a request.
        return Err((StatusCode::BAD_REQUEST, "name a speaker or an outlet".to_owned()));
    }
    let mut query = UtteranceQuery::new();
    if let Some(speaker) = wanted.speaker {
        query = query.with_speaker(speaker);
    }
    if let Some(outlet) = wanted.outlet {
        query = query.with_outlet(outlet);
    }
    let limit = wanted.limit.unwrap_or(100).min(MAX_ENTRIES);
    read(shared, move |snapshot| {
        let mut found = snapshot.utterances(&query)?;
        found.truncate(limit);
        Ok(found)
    })
    .await
}

#[derive(Deserialize)]
struct After {
    after: u64,
    limit: Option<usize>,
}

async fn changes(
    State(shared): State<Shared>,
    Parameters(After { after, limit }): Parameters<After>,
) -> Reply<Vec<Commit>> {
    let limit = limit.unwrap_or(100).min(MAX_ENTRIES);
    read(shared, move |snapshot| snapshot.commits_after(after, limit)).await
}

/// What became of documents.
#[derive(Debug, Serialize)]
pub struct Added {
    /// What they changed.
    pub commit: Commit,
    /// The lines that were not read, and why.
    pub skipped: Vec<Skipped>,
    /// The documents that the archive does not take, and why.
    pub refused: Vec<String>,
}

async fn add(State(shared): State<Shared>, lines: String) -> Reply<Added> {
    blocking(move || {
        let mut reader = InputReader::new();
        reader.read_jsonl("the request", lines.as_bytes());
        let input = reader.finish();
        // A writer that panicked has left nothing half done: what it had not committed is pending.
        let mut archive = shared.writer.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let documents = input.documents.into_iter();
        let refused = documents.filter_map(|document| archive.replace(document).err());
        let refused = refused.map(|error| error.to_string()).collect();
        Ok(Added { commit: archive.commit()?, skipped: input.skipped, refused })
    })
    .await
}

/// Answers from a snapshot of its own.
async fn read<T: Serialize + Send + 'static>(
    shared: Shared,
    answer: impl FnOnce(&LiveSnapshot) -> Result<T, Error> + Send + 'static,
) -> Reply<T> {
    blocking(move || answer(&shared.reader.snapshot()?)).await
}

/// Runs what may block where it may.
async fn blocking<T: Serialize + Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Reply<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(answer)) => Ok(Json(answer)),
        Ok(Err(error)) => Err((StatusCode::INTERNAL_SERVER_ERROR, error.to_string())),
        Err(_) => Err((StatusCode::INTERNAL_SERVER_ERROR, "the work was ended".to_owned())),
    }
}
