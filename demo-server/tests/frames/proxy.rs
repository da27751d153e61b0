//! Passes one connection on and keeps what crosses it.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::thread::{self, JoinHandle};

/// A proxy for one connection.
pub struct Proxy {
    /// Where it takes the connection.
    pub address: SocketAddr,
    both: JoinHandle<(Vec<u8>, Vec<u8>)>,
}

/// Starts one before `server`.
pub fn start(server: SocketAddr) -> Proxy {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let both = thread::spawn(move || {
        let client = listener.accept().unwrap().0;
        let server = TcpStream::connect(server).unwrap();
        let back = pass(server.try_clone().unwrap(), client.try_clone().unwrap());
        let there = pass(client, server);
        (there.join().unwrap(), back.join().unwrap())
    });
    Proxy { address, both }
}

fn pass(mut from: TcpStream, mut to: TcpStream) -> JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut all = Vec::new();
        let mut piece = [0; 1 << 16];
        // Either side may hang up at any time.
        while let Ok(size @ 1..) = from.read(&mut piece) {
            all.extend_from_slice(&piece[..size]);
            if to.write_all(&piece[..size]).is_err() {
                break;
            }
        }
        let _ = to.shutdown(Shutdown::Both);
        all
    })
}

impl Proxy {
    /// Waits for the end of the connection; gives what the client sent, and the server.
    pub fn finish(self) -> (Vec<u8>, Vec<u8>) {
        self.both.join().unwrap()
    }
}
