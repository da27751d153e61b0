//! The examples' services as real servers on this machine, to call and to compare with.
//!
//! [`start`] serves on ports that are free and tells the addresses; the servers end with the value it returns. In reading order:
//!
//! 1. [`proto`]: what tonic makes of the examples
//! 2. [`services`]: what they do, once for all protocols
//! 3. [`inside`], [`rest`], [`connect`]: the same over protocols that are not tonic's
//! 4. [`serve`]: the listeners
//!
//! For tests and demonstrations: plain text, loopback only, nothing is kept. Knows nothing of Wirelens.

use std::net::{Ipv4Addr, SocketAddr};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use tokio::sync::oneshot;

pub mod connect;
pub mod inside;
pub mod proto;
pub mod rest;
pub mod serve;
pub mod services;

/// How the servers behave.
#[derive(Clone, Debug)]
pub struct Options {
    /// The ports for gRPC, Connect and REST; 0 takes one that is free.
    pub ports: [u16; 3],
    /// Whether a page from elsewhere may read what is answered (CORS).
    pub allows_other_origins: bool,
    /// Whether the schema is told to those who ask.
    pub reflection: Reflection,
    /// How long between what happens by itself: the store sells something to others, the van drives on. If not told, nothing is
    /// sold, and the van does not wait.
    pub pace: Option<Duration>,
    /// Where the checkout finds the services it calls over gRPC, …
    pub others: Others,
    /// … and where as REST.
    pub rest_others: Others,
}

impl Default for Options {
    /// As a browser needs it, on free ports; nothing happens by itself.
    fn default() -> Options {
        Options {
            ports: [0; 3],
            allows_other_origins: true,
            reflection: Reflection::Both,
            pace: None,
            others: Others::default(),
            rest_others: Others::default(),
        }
    }
}

/// Which server reflection there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reflection {
    /// `grpc.reflection.v1` and `v1alpha`.
    Both,
    /// Only the old one, as servers before 2023 have it.
    V1Alpha,
    /// None.
    None,
}

/// The addresses at which the checkout calls others; where there is none, this process's own.
#[derive(Clone, Copy, Debug, Default)]
pub struct Others {
    /// `store.UserService`.
    pub users: Option<SocketAddr>,
    /// `store.InventoryService`.
    pub inventory: Option<SocketAddr>,
    /// `store.PaymentService`.
    pub payment: Option<SocketAddr>,
}

/// Where the servers listen.
#[derive(Clone, Copy, Debug)]
pub struct Addresses {
    /// gRPC over HTTP/2, and gRPC-Web over HTTP/1.1 and 2.
    pub grpc: SocketAddr,
    /// Connect over HTTP/1.1, with Protobuf and JSON.
    pub connect: SocketAddr,
    /// REST: JSON over HTTP/1.1.
    pub rest: SocketAddr,
}

impl Others {
    /// All three, with this one where none is told.
    fn or(self, own: SocketAddr) -> [SocketAddr; 3] {
        [self.users, self.inventory, self.payment].map(|address| address.unwrap_or(own))
    }
}

/// Servers that run until this is dropped.
pub struct Running {
    /// Where they listen.
    pub addresses: Addresses,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<Result<()>>>,
}

impl Running {
    /// Waits until the servers end, which they do only when one of them fails.
    ///
    /// # Errors
    /// What it failed for.
    pub fn wait(mut self) -> Result<()> {
        match self.thread.take().map(JoinHandle::join) {
            Some(Ok(result)) => result,
            _ => Err(anyhow!("the servers' thread has panicked")),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Connections that are open, such as of one who watches the stock, end with the runtime.
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

/// Starts the servers on this machine, on a thread of their own, and returns when they listen.
///
/// # Errors
/// When a port is not to be had.
pub fn start(options: Options) -> Result<Running> {
    let (stop, stopped) = oneshot::channel();
    let (tell, told) = std::sync::mpsc::channel();
    let thread = std::thread::Builder::new().name("demo-server".into()).spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let servers = match serve::listen(&options).await {
                Ok(servers) => servers,
                Err(error) => {
                    drop(tell.send(Err(error)));
                    return Ok(());
                }
            };
            drop(tell.send(Ok(servers.addresses)));
            tokio::select! {
                result = servers.run(&options) => result,
                _ = stopped => Ok(()),
            }
        })
    })?;
    let addresses = told.recv().context("the servers' thread has ended before it began")??;
    Ok(Running { addresses, stop: Some(stop), thread: Some(thread) })
}

/// This machine and nobody else's.
const LOOPBACK: Ipv4Addr = Ipv4Addr::LOCALHOST;
