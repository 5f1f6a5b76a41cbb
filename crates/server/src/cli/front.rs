//! The first process of nginx's image: writes what differs between places where nginx.conf reads
//! it, then becomes nginx. In Rust, so that the image needs no shell.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    os::unix::process::CommandExt as _,
    path::PathBuf,
    process::Command,
    time::Duration,
};

use anyhow::{Context as _, bail, ensure};
use clap::Args;
use ipnet::IpNet;
use url::{Origin, Url};

/// How long nginx may take to answer.
const PATIENCE: Duration = Duration::from_secs(3);

#[derive(Args)]
pub struct Front {
    /// Whose word is taken for who asks: the load balancer's network. Nobody's, when empty.
    #[arg(long, env = "VPC_CIDR", default_value = "")]
    balancer: String,
    /// Where people open it, such as https://chat.example.com: no other name is answered for.
    /// Any is, when empty.
    #[arg(long, env = "PUBLIC_URL", default_value = "")]
    public_url: String,
    /// Where browsers fetch files, such as https://bucket.example.com, when not here.
    #[arg(long, env = "MEDIA_ORIGIN", default_value = "")]
    media_origin: String,
    /// Where nginx.conf reads what is written here.
    #[arg(long, default_value = "/tmp/settings.conf")]
    settings: PathBuf,
    /// The configuration, when not nginx's own.
    #[arg(long)]
    config: Option<PathBuf>,
    /// Only ask the nginx that runs at this address for a file, and fail unless it's given.
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, default_missing_value = "127.0.0.1:80")]
    check: Option<SocketAddr>,
}

/// Becomes nginx, so that it doesn't return unless something is wrong.
pub fn run(front: &Front) -> anyhow::Result<()> {
    if let Some(address) = front.check {
        return check(address);
    }
    fs::write(&front.settings, front.text()?)
        .with_context(|| format!("{} can't be written", front.settings.display()))?;
    let mut nginx = Command::new("nginx");
    nginx.args(["-e", "/dev/stderr"]);
    if let Some(config) = &front.config {
        nginx.arg("-c").arg(config);
    }
    Err(nginx.exec()).context("nginx can't be started")
}

impl Front {
    /// What nginx.conf includes. Everything in it is parsed first, so that no setting says more
    /// than it should.
    fn text(&self) -> anyhow::Result<String> {
        let balancer = match self.balancer.as_str() {
            "" => "127.0.0.1/32".parse(),
            network => network.parse::<IpNet>(),
        }
        .with_context(|| format!("VPC_CIDR must be like 10.0.0.0/16, not {}", self.balancer))?;
        let names = match origin("PUBLIC_URL", &self.public_url)? {
            None => "default 0;".to_owned(),
            Some(page) => format!("default 1; '' 0; '{}' 0;", page.host),
        };
        let files = match origin("MEDIA_ORIGIN", &self.media_origin)? {
            None => String::new(),
            Some(files) => format!(" {}", files.whole),
        };
        Ok(format!(
            "set_real_ip_from {balancer};\n\
             geo $realip_remote_addr $is_balancer {{ default 0; {balancer} 1; }}\n\
             map \"\" $media_origin {{ default \"{files}\"; }}\n\
             map $host $is_foreign {{ {names} }}\n"
        ))
    }
}

struct Named {
    host: String,
    /// Scheme, host and port, as browsers write them.
    whole: String,
}

/// What an address begins with; nothing of an empty one.
fn origin(name: &str, text: &str) -> anyhow::Result<Option<Named>> {
    if text.is_empty() {
        return Ok(None);
    }
    let mistaken = || format!("{name} must be like https://chat.example.com, not {text}");
    let origin = Url::parse(text).with_context(mistaken)?.origin();
    let Origin::Tuple(_, host, _) = &origin else {
        bail!(mistaken());
    };
    let host = host.to_string();
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || ".:[]-_".contains(letter);
    ensure!(host.chars().all(is_plain), mistaken());
    Ok(Some(Named { host, whole: origin.ascii_serialization() }))
}

fn check(address: SocketAddr) -> anyhow::Result<()> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)
        .with_context(|| format!("nothing listens on {address}"))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(b"HEAD /favicon.svg HTTP/1.0\r\n\r\n")?;
    let mut answer = String::new();
    stream.take(16 * 1024).read_to_string(&mut answer)?;
    let line = answer.lines().next().unwrap_or_default();
    ensure!(line.split(' ').nth(1) == Some("200"), "not well: {line}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Asked {
        #[command(flatten)]
        front: Front,
    }

    fn text(balancer: &str, public_url: &str, media_origin: &str) -> anyhow::Result<String> {
        let words =
            ["front", "--balancer", balancer, "--public-url", public_url, "--media-origin", media_origin];
        Asked::parse_from(words).front.text()
    }

    #[test]
    fn with_nothing_set_nobody_is_believed_and_every_name_is_answered_for() {
        let text = text("", "", "").unwrap();
        assert!(text.contains("set_real_ip_from 127.0.0.1/32;"), "{text}");
        assert!(text.contains("map $host $is_foreign { default 0; }"), "{text}");
        assert!(text.contains("$media_origin { default \"\"; }"), "{text}");
    }

    #[test]
    fn the_name_is_taken_without_scheme_port_and_path() {
        for (url, name) in [
            ("https://Chat.example.com", "chat.example.com"),
            ("https://chat.example.com:8443/", "chat.example.com"),
            ("http://[::1]:80", "[::1]"),
            ("http://localhost:8090", "localhost"),
            ("https://zürich.example", "xn--zrich-kva.example"),
        ] {
            let text = text("10.0.0.0/16", url, "https://files.example.com:443").unwrap();
            assert!(text.contains(&format!("default 1; '' 0; '{name}' 0;")), "{url}: {text}");
            assert!(text.contains("default \" https://files.example.com\";"), "{text}");
            assert!(text.contains("10.0.0.0/16 1;"), "{text}");
        }
    }

    #[test]
    fn nothing_can_be_said_to_nginx_by_a_setting() {
        for (balancer, url, files) in [
            ("0.0.0.0/0; return 200", "", ""),
            ("any", "", ""),
            ("", "chat.example.com", ""),
            ("", "https://a'; default 0; 'b", ""),
            ("", "https://", ""),
            ("", "unix:/run/x", ""),
            ("", "", "https://x\"; } evil {"),
            ("", "", "data:text/html,x"),
        ] {
            assert!(text(balancer, url, files).is_err(), "{balancer} {url} {files}");
        }
    }
}
