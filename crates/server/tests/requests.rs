//! Requests and their answers, without a socket.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;
use variorum::Settings;
use variorum::live::LiveArchive;

async fn ask(server: &Router, request: Request<Body>) -> (StatusCode, Value) {
    let response = server.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

async fn get(server: &Router, path: &str) -> (StatusCode, Value) {
    ask(server, Request::get(path).body(Body::empty()).unwrap()).await
}

async fn add(server: &Router, documents: &[Value]) -> (StatusCode, Value) {
    let lines: String = documents.iter().map(|document| format!("{document}\n")).collect();
    ask(server, Request::post("/documents").body(Body::from(lines)).unwrap()).await
}

#[test]
fn documents_come_and_questions_are_answered() {
    let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
    runtime.block_on(async {
        let archive = LiveArchive::in_memory(Settings::default()).unwrap();
        let server = variorum_server::router(archive);
        let (status, added) = add(
            &server,
            &[
                json!({ "id": "a", "outlet": "Courier",
                  "text": "“We shall never accept these tariffs,” Ada Lund said." }),
                json!({ "id": "b", "outlet": "Ledger",
                  "text": "Ada Lund said: “We shall accept these tariffs.”" }),
                json!({ "id": "c", "text": 7 }),
            ],
        )
        .await;
        assert_eq!((status, &added["commit"]["position"]), (StatusCode::OK, &json!(1)), "{added}");
        assert_eq!(added["skipped"][0]["line"], 3, "{added}");

        let (status, answer) =
            get(&server, "/lookup?text=We%20shall%20never%20accept%20these%20tariffs").await;
        assert_eq!((status, &answer["rung"]), (StatusCode::OK, &json!("verbatim")), "{answer}");
        let (_, found) = get(&server, "/utterances?speaker=Lund").await;
        assert_eq!(found[0]["verdict"], "contradictory", "{found}");
        let (_, changes) = get(&server, "/changes?after=0").await;
        assert_eq!(changes[0]["documents"], json!(["a", "b"]), "{changes}");

        assert_eq!(get(&server, "/utterances").await.0, StatusCode::BAD_REQUEST);
        assert_eq!(get(&server, "/lookup").await.0, StatusCode::BAD_REQUEST);
    });
}

/// Readers do not wait for a writer, and each sees a whole commit.
#[test]
fn many_read_while_one_writes() {
    let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
    runtime.block_on(async {
        let archive = LiveArchive::in_memory(Settings::default()).unwrap();
        let server = variorum_server::router(archive);
        let writer = {
            let server = server.clone();
            tokio::spawn(async move {
                for n in 0..20 {
                    let pair = [2 * n, 2 * n + 1].map(|id| {
                        json!({ "id": format!("d{id}"),
                                "text": "“We shall never accept these tariffs,” Ada Lund said." })
                    });
                    assert_eq!(add(&server, &pair).await.0, StatusCode::OK);
                }
            })
        };
        loop {
            let ended = writer.is_finished();
            let (_, found) = get(&server, "/utterances?speaker=Lund").await;
            let witnesses = found[0]["witnesses"].as_array().map_or(0, Vec::len);
            assert_eq!(witnesses % 2, 0, "half a commit is seen");
            if ended {
                assert_eq!(witnesses, 40);
                break;
            }
        }
        writer.await.unwrap();
    });
}
