//! The web app's pages.

use crate::stage::Stage;

#[tokio::test]
async fn every_page_path_is_the_apps_and_a_missing_file_is_not() {
    let stage = Stage::set().await;
    let ask = async |path: &str| reqwest::get(format!("{}{path}", stage.server.url)).await.unwrap();
    for path in ["/", "/setup?code=x", "/w/harbour/docks"] {
        let page = ask(path).await;
        assert_eq!(page.status(), 200, "{path}");
        assert_eq!(page.headers()["cache-control"], "no-cache");
        assert!(page.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
        let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
        assert!(
            policy.contains("script-src 'self';") && policy.contains("frame-ancestors 'none'"),
            "{policy}"
        );
    }
    assert_eq!(ask("/assets/missing.js").await.status(), 404);
    assert_eq!(ask("/../../etc/passwd.txt").await.status(), 404);
}
