//! Listening: slow headers are cut off, a stop lets requests finish.

use std::net::SocketAddr;

use anyhow::{Context as _, Result};
use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// Serves until `stop` turns true, then lets running requests finish (ten seconds at the most).
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    mut stop: watch::Receiver<bool>,
) -> Result<()> {
    let mut halted = stop.clone();
    let serving = axum::serve(
        listener,
        router.into_make_service_with_connect_info::<SocketAddr>(),
    )
    .with_graceful_shutdown(async move {
        let _ = stop.wait_for(|stop| *stop).await;
    });
    tokio::select! {
        served = async { serving.await } => served.context("the HTTP server failed"),
        () = async {
            let _ = halted.wait_for(|stop| *stop).await;
            tokio::time::sleep(std::time::Duration::from_secs(10)).await;
        } => Ok(()),
    }
}
