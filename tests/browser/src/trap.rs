//! Where every request ends that would leave this machine: a proxy that lets nothing through and writes down who asked.
//!
//! It sees what the driver's logs do not: the requests of workers and of the browser itself.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use anyhow::Result;

/// A running proxy; it ends when this is dropped.
pub struct Trap {
    /// Host and port, as browsers want it.
    pub address: String,
    caught: Arc<Mutex<Vec<String>>>,
    stopped: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Trap {
    /// Starts one at a free port.
    ///
    /// # Errors
    /// When no port can be had.
    pub fn start() -> Result<Trap> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?.to_string();
        let (caught, stopped) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
        let thread = Some(thread::spawn({
            let (caught, stopped) = (Arc::clone(&caught), Arc::clone(&stopped));
            move || {
                for stream in listener.incoming().flatten() {
                    if stopped.load(Ordering::SeqCst) {
                        break;
                    }
                    let caught = Arc::clone(&caught);
                    thread::spawn(move || refuse(&stream, &caught));
                }
            }
        }));
        Ok(Trap { address, caught, stopped, thread })
    }

    /// What was asked for since this was last asked, such as `CONNECT example.org:443`.
    #[must_use]
    pub fn caught(&self) -> Vec<String> {
        std::mem::take(&mut *self.caught.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn refuse(mut stream: &TcpStream, caught: &Mutex<Vec<String>>) {
    let mut line = String::new();
    if BufReader::new(stream).read_line(&mut line).is_ok_and(|length| length > 0) {
        let request = line.trim_end().trim_end_matches("HTTP/1.1").trim_end().to_owned();
        caught.lock().unwrap_or_else(PoisonError::into_inner).push(request);
        stream.write_all(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").ok();
    }
}

impl Drop for Trap {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::SeqCst);
        TcpStream::connect(&self.address).ok();
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}
