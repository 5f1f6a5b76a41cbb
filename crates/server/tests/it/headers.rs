//! What every answer bears, whatever it says.

use reqwest::Method;

use crate::stage::Stage;

#[tokio::test]
async fn every_answer_bears_the_security_headers() {
    let stage = Stage::set().await;
    let document: serde_json::Value =
        reqwest::get(stage.server.api("/openapi.json")).await.unwrap().json().await.unwrap();
    let mut asked = vec![
        (Method::GET, "/".to_owned()),
        (Method::GET, "/healthz".into()),
        (Method::GET, "/readyz".into()),
        (Method::GET, "/no.file".into()),
        (Method::GET, "/media/x".into()),
    ];
    asked.extend([
        (Method::GET, "/api/v1/nothing".into()),
        (Method::POST, "/api/v1/status".into()),
        (Method::GET, "/api/v1/openapi.json".into()),
        (Method::GET, "/api/v1/gateway".into()),
    ]);
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            let path = path.replace(['{', '}'], "x");
            asked.push((method.to_uppercase().parse().unwrap(), format!("/api/v1{path}")));
        }
    }
    let stranger = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    for (method, path) in asked {
        let answer =
            stranger.request(method.clone(), format!("{}{path}", stage.server.url)).send().await.unwrap();
        let name = format!("{method} {path} {}", answer.status());
        let headers = answer.headers();
        assert_eq!(headers["x-content-type-options"], "nosniff", "{name}");
        assert!(headers.contains_key("content-security-policy"), "{name}");
        assert!(!headers["content-security-policy"].to_str().unwrap().contains("unsafe"), "{name}");
        for header in [
            "referrer-policy",
            "cross-origin-opener-policy",
            "cross-origin-resource-policy",
            "permissions-policy",
            "x-request-id",
            "cache-control",
        ] {
            assert!(headers.contains_key(header), "{name} lacks {header}");
        }
        if path.starts_with("/api/") {
            assert_eq!(headers["cache-control"], "no-store", "{name}");
            assert!(headers["vary"].to_str().unwrap().contains("Cookie"), "{name}");
            let kind = headers
                .get("content-type")
                .map(|value| value.to_str().unwrap().to_owned())
                .unwrap_or_default();
            assert!(!kind.starts_with("text/plain"), "{name}");
            if answer.status().is_client_error() {
                assert_eq!(kind, "application/problem+json", "{name}");
            }
        }
    }
}

#[tokio::test]
async fn a_proxys_request_id_is_kept_when_it_is_one() {
    let stage = Stage::set().await;
    let ask = |id: &'static str| {
        reqwest::Client::new().get(stage.server.api("/status")).header("x-request-id", id).send()
    };
    assert_eq!(ask("abcdef0123456789").await.unwrap().headers()["x-request-id"], "abcdef0123456789");
    assert_ne!(ask("a b <script>").await.unwrap().headers()["x-request-id"], "a b <script>");
}
