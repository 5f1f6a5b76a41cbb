//! A server that is only reached over TLS.

use rcgen::{CertifiedKey, generate_simple_self_signed};

use bus::contract::server::Server;

#[tokio::test(flavor = "multi_thread")]
async fn over_tls_only_a_server_that_is_trusted_is_talked_to() {
    let folder = tempfile::tempdir().unwrap();
    let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(names).unwrap();
    let (certificate, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    std::fs::write(&certificate, cert.pem()).unwrap();
    std::fs::write(&key, signing_key.serialize_pem()).unwrap();
    let (certificate, key) = (certificate.display().to_string(), key.display().to_string());
    let server = Server::start(&[
        "--port",
        "0",
        "--tls-port",
        "PORT",
        "--tls-cert-file",
        &certificate,
        "--tls-key-file",
        &key,
        "--tls-ca-cert-file",
        &certificate,
        "--tls-auth-clients",
        "no",
    ]);
    let trusting = format!("valkeys://127.0.0.1:{}?ca={certificate}", server.port);
    let (here, there) = (Server::bus(&trusting).await, Server::bus(&trusting).await);
    assert!(here.health().is_connected && there.health().is_connected);
    bus::contract::nodes::hear_each_other(&here, &there).await;
    let wary = Server::bus(&format!("rediss://127.0.0.1:{}", server.port)).await;
    assert!(!wary.health().is_connected, "nobody vouches for its certificate");
    let plain = Server::bus(&format!("valkey://127.0.0.1:{}", server.port)).await;
    assert!(!plain.health().is_connected);
}
