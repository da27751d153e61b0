//! A proxy that writes down what goes through it.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{JoinHandle, spawn};

/// Listens, and passes all on to an address that may be told later.
pub struct Recorder {
    pub address: SocketAddr,
    tell: Sender<SocketAddr>,
    connections: Receiver<[JoinHandle<Vec<u8>>; 2]>,
}

impl Recorder {
    pub fn new() -> Recorder {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let (tell, told) = channel::<SocketAddr>();
        let (add, connections) = channel();
        spawn(move || {
            let Ok(target) = told.recv() else { return };
            // Until nobody wants to know any more.
            while let Ok((client, _)) = listener.accept() {
                let server = TcpStream::connect(target).unwrap();
                let there = pass_on(client.try_clone().unwrap(), server.try_clone().unwrap());
                if add.send([there, pass_on(server, client)]).is_err() {
                    return;
                }
            }
        });
        Recorder { address, tell, connections }
    }

    /// What comes is for that address.
    pub fn passes_to(&self, target: SocketAddr) {
        self.tell.send(target).unwrap();
    }

    /// What went to the server and to the client over each connection, when all have ended.
    pub fn written(&self) -> Vec<[Vec<u8>; 2]> {
        self.connections.try_iter().map(|ways| ways.map(|way| way.join().unwrap())).collect()
    }
}

fn pass_on(mut from: TcpStream, mut to: TcpStream) -> JoinHandle<Vec<u8>> {
    spawn(move || {
        let mut written = Vec::new();
        let mut buffer = [0; 16 << 10];
        // One that is broken off has ended, too.
        while let Ok(count @ 1..) = from.read(&mut buffer) {
            written.extend(&buffer[..count]);
            if to.write_all(&buffer[..count]).is_err() {
                break;
            }
        }
        drop(to.shutdown(Shutdown::Write));
        written
    })
}
