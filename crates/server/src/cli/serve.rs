//! Runs the server from start to orderly stop.

use std::net::SocketAddr;

use anyhow::Context as _;
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::watch,
};

use crate::{config::Config, control::Control, http, listener, wiring::App};

/// Serves until SIGTERM or SIGINT; then not ready, nothing new, clients asked to move,
/// requests finished, store closed.
pub async fn run(config: &Config) -> anyhow::Result<()> {
    config.log.start();
    raise_open_files();
    let app = App::start(config).await?;
    let listener = listener::bind(config.listen.address)
        .with_context(|| format!("can't listen on {}", config.listen.address))?;
    let address = listener.local_addr()?;
    let (stop, stopping) = watch::channel(false);
    let serving = tokio::spawn(listener::serve(
        listener,
        http::router(app.clone()),
        config.limits.connections,
        stopping,
    ));
    let control = Control::start(&config.database.anchor(), app.chat.clone())
        .inspect_err(|error| tracing::warn!(%error, "`workloop admin` can't reach this server while it runs"))
        .ok();
    greet(&app, config, address);

    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("stopping");
    drop(control);
    app.start_draining();
    let _ = stop.send(true);
    let open = serving.await?;
    app.gateway.drain(config.limits.drain).await;
    if !open.finish(config.limits.drain).await {
        tracing::warn!("some requests took too long to finish");
    }
    app.stop().await;
    tracing::info!("stopped");
    Ok(())
}

fn greet(app: &App, config: &Config, address: SocketAddr) {
    let port = address.port();
    let url = config
        .listen
        .public_url
        .as_ref()
        .map_or(format!("http://localhost:{port}"), |url| url.as_str().trim_end_matches('/').to_owned());
    println!("Listening on {address}");
    println!("Workloop is ready: open {url}");
    if let Some(code) = &app.set_up_code {
        println!("Nobody has set it up yet. Do so at {url}/setup?code={code}");
        println!("The set-up code, good until then: {code}");
    }
    println!("Stop it with Ctrl-C.");
}

/// Takes all the open files the system allows: every connection is one.
fn raise_open_files() {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: both calls get a pointer to one whole rlimit, which outlives them.
    let is_raised = unsafe {
        libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) == 0 && {
            limit.rlim_cur = limit.rlim_max;
            libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit) == 0
        }
    };
    if !is_raised {
        tracing::warn!("the limit of open files can't be raised");
    }
}
