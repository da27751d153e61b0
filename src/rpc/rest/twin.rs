//! A scene of gRPC calls → the same calls as REST, with the same messages, network and faults.

use super::route::route;
use crate::rpc::{
    method::Method,
    scene::{Protocol, Scene},
};

/// How many connections Go's, Java's and browsers' clients open to a server at a time, or more.
pub const CONNECTIONS: u16 = 6;

/// Where HTTP servers listen that may not use port 80.
const PORT: u16 = 8080;

/// The same scene as REST; `method` is what each of its calls calls.
pub fn twin(scene: &Scene, method: &Method) -> Scene {
    let mut twin = scene.clone();
    for link in &mut twin.links {
        link.protocol = Protocol::Rest { connections: CONNECTIONS };
        let host = link.authority.rsplit_once(':').map_or(link.authority.as_str(), |(host, _)| host);
        link.authority = format!("{host}:{PORT}");
    }
    for call in &mut twin.calls {
        let Some(first) = call.requests.first_mut() else { continue };
        let routed = route(method, &String::from_utf8_lossy(&first.json));
        call.rest = routed.rest;
        if !call.streams.client {
            first.json = routed.body.unwrap_or_default().into_bytes();
        }
    }
    twin
}
