//! A server that is only reached over TLS, and with a password.

use rcgen::{CertifiedKey, generate_simple_self_signed};

use bus::{
    Bus, Valkey,
    contract::server::Server,
    valkey::{address::Address, try_out},
};

#[tokio::test(flavor = "multi_thread")]
async fn over_tls_and_with_a_password_only_a_server_that_is_trusted_is_talked_to() {
    let folder = tempfile::tempdir().unwrap();
    let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(names).unwrap();
    let (certificate, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    std::fs::write(&certificate, cert.pem()).unwrap();
    std::fs::write(&key, signing_key.serialize_pem()).unwrap();
    let (certificate, key) = (certificate.display().to_string(), key.display().to_string());
    // Who doesn't say who it is may do nothing, and who does only what the manual names.
    let manual = include_str!("../../../../docs/OPERATING.md");
    let rights = manual.lines().find(|line| line.starts_with("- **Rights**")).unwrap();
    let rights = rights.split('`').nth(1).unwrap();
    let arguments = format!(
        "--port 0 --tls-port PORT --tls-cert-file {certificate} --tls-key-file {key} \
         --tls-ca-cert-file {certificate} --tls-auth-clients no --user default off \
         --user ada on >geheim -@all {rights}",
    );
    let server = Server::start(&arguments.split(' ').collect::<Vec<_>>());
    let at = |who: &str| format!("valkeys://{who}127.0.0.1:{}?ca={certificate}", server.port);
    let known = async || {
        let address = Address::parse(&at("ada@")).unwrap().with_password("geheim").unwrap();
        Bus::new(Valkey::start(address).await)
    };
    let (here, there) = (known().await, Server::bus(&at("ada:geheim@")).await);
    assert!(here.health().is_connected && there.health().is_connected);
    bus::contract::nodes::hear_each_other(&here, &there).await;
    let tried = async |who: &str| try_out(Address::parse(&at(who)).unwrap()).await;
    tried("ada:geheim@").await.expect("she may do all that nodes do");
    for stranger in ["", "ada:geraten@", ":geheim@"] {
        let why = tried(stranger).await.expect_err(stranger).to_string();
        assert!(!why.contains("geraten") && !why.contains("geheim"), "{why}");
    }
    let wary = Server::bus(&format!("rediss://ada:geheim@127.0.0.1:{}", server.port)).await;
    assert!(!wary.health().is_connected, "nobody vouches for its certificate");
    let plain = Server::bus(&format!("valkey://ada:geheim@127.0.0.1:{}", server.port)).await;
    assert!(!plain.health().is_connected);
}
