//! `mufakat serve`.

use anyhow::Result;
use tokio::signal;

use crate::app::Running;
use crate::config::Config;
use crate::ports::Clock;

pub(super) async fn serve(config: Config) -> Result<bool> {
    let demo = config.demo;
    let running = Running::start(config, Clock::System).await?;
    eprintln!(
        "Mufakat: http://{}{}",
        running.address,
        if demo {
            "  (demo; every password is mufakat-demo)"
        } else {
            ""
        }
    );
    let stop = running.stopper();
    tokio::spawn(async move {
        ask_to_stop().await;
        tracing::info!("stopping: requests in hand are finished");
        let _ = stop.send(true);
    });
    running.wait().await?;
    Ok(true)
}

/// Waits for Ctrl-C or SIGTERM.
async fn ask_to_stop() {
    let interrupted = async {
        if signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut terminate) => {
                terminate.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}
