//! `variorum-server ARCHIVE [ADDRESS]`: serves an archive, on 127.0.0.1:8080 unless told otherwise.

use std::net::SocketAddr;
use std::process::ExitCode;

use variorum::Settings;
use variorum::live::LiveArchive;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("variorum-server: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("name the file of the archive")?;
    let address = arguments.next().unwrap_or_else(|| "127.0.0.1:8080".to_owned());
    let address: SocketAddr =
        address.parse().map_err(|_| format!("{address}: not an address such as 127.0.0.1:8080"))?;
    if !address.ip().is_loopback() {
        return Err(format!(
            "{address}: nobody is asked who he is, so only this machine may ask; \
                            put a proxy with authentication before it"
        )
        .into());
    }
    let archive = LiveArchive::open(path, Settings::default())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(address).await?;
        eprintln!("listening on {}", listener.local_addr()?);
        let ended = async {
            let _ = tokio::signal::ctrl_c().await;
        };
        axum::serve(listener, variorum_server::router(archive)).with_graceful_shutdown(ended).await
    })?;
    Ok(())
}
