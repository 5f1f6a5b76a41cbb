//! Changes that another site's page asks for in Ada's name.

use reqwest::{Method, header};
use serde_json::json;

use crate::stage::{Answer, Stage};

/// Who asks, with which headers, and whether it's taken.
type Case = (&'static str, &'static [(&'static str, &'static str)], bool);

/// What a browser would send.
const MATRIX: &[Case] = &[
    (
        "own page",
        &[("sec-fetch-site", "same-origin"), ("origin", "SELF"), ("content-type", "application/json")],
        true,
    ),
    ("own page without Fetch Metadata", &[("origin", "SELF"), ("content-type", "application/json")], true),
    ("typed or installed", &[("sec-fetch-site", "none"), ("content-type", "application/json")], true),
    (
        "another site",
        &[
            ("sec-fetch-site", "cross-site"),
            ("origin", "http://evil.example"),
            ("content-type", "application/json"),
        ],
        false,
    ),
    (
        "another site, origin hidden",
        &[("sec-fetch-site", "cross-site"), ("origin", "null"), ("content-type", "application/json")],
        false,
    ),
    (
        "a sibling host",
        &[
            ("sec-fetch-site", "same-site"),
            ("origin", "http://blog.127.0.0.1"),
            ("content-type", "application/json"),
        ],
        false,
    ),
    (
        "foreign origin without Fetch Metadata",
        &[("origin", "http://evil.example"), ("content-type", "application/json")],
        false,
    ),
    ("neither header", &[("content-type", "application/json")], false),
    (
        "a form",
        &[
            ("sec-fetch-site", "same-origin"),
            ("origin", "SELF"),
            ("content-type", "application/x-www-form-urlencoded"),
        ],
        false,
    ),
    (
        "plain text",
        &[("sec-fetch-site", "same-origin"), ("origin", "SELF"), ("content-type", "text/plain")],
        false,
    ),
];

#[tokio::test]
async fn a_cookie_works_only_from_own_pages() {
    let stage = Stage::set().await;
    for (who, headers, is_taken) in MATRIX {
        let mut request = stage
            .ada
            .http
            .request(Method::PATCH, stage.server.api("/account"))
            .body(json!({"title": who}).to_string());
        for (name, value) in *headers {
            request = request.header(*name, value.replace("SELF", &stage.server.url));
        }
        let answer = Answer::of(request).await;
        assert_eq!(answer.status.is_success(), *is_taken, "{who}: {} {}", answer.status, answer.body);
        if !is_taken {
            assert!(
                matches!(answer.body["code"].as_str(), Some("cross_site" | "unsupported_media_type")),
                "{who}"
            );
        }
    }
}

#[tokio::test]
async fn a_token_needs_no_origin_and_a_bodiless_change_our_header() {
    let stage = Stage::set().await;
    let token = stage.ada.token().await;
    let script = reqwest::Client::new()
        .patch(stage.server.api("/account"))
        .bearer_auth(&token)
        .json(&json!({"title": "x"}));
    Answer::of(script).await.ok();
    let bare = |named: bool| {
        let request =
            stage.ada.http.delete(stage.server.api("/sessions")).header(header::ORIGIN, &stage.server.url);
        if named { request.header("x-workloop", "1") } else { request }
    };
    Answer::of(bare(false)).await.refused(415, "unsupported_media_type");
    Answer::of(bare(true)).await.ok();
}

#[tokio::test]
async fn reading_needs_none_of_this() {
    let stage = Stage::set().await;
    let request = stage.ada.http.get(stage.server.api("/account")).header("sec-fetch-site", "same-origin");
    Answer::of(request).await.ok();
}
