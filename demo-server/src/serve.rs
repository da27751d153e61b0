//! The listeners: which port serves what.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::net::TcpListener;
use tonic::codec::CompressionEncoding::Gzip;
use tonic::service::{Routes, RoutesBuilder};
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic_web::GrpcWebLayer;
use tower_http::cors::{Any, CorsLayer};

use crate::proto::auth::login_service_server::LoginServiceServer;
use crate::proto::demo::user_service_server::UserServiceServer;
use crate::proto::store::checkout_service_server::CheckoutServiceServer;
use crate::proto::store::inventory_service_server::InventoryServiceServer;
use crate::proto::store::payment_service_server::PaymentServiceServer;
use crate::proto::store::user_service_server::UserServiceServer as CustomerServiceServer;
use crate::services::checkout::{Checkout, Peers};
use crate::services::inventory::Inventory;
use crate::services::login::Login;
use crate::services::payment::Payments;
use crate::services::users::Users;
use crate::{Addresses, LOOPBACK, Options, Reflection};

/// Servers that listen, and do not answer yet.
pub struct Servers {
    /// Where they listen.
    pub addresses: Addresses,
    grpc: TcpListener,
}

/// Takes the ports.
///
/// # Errors
/// When one is not to be had.
pub async fn listen(options: &Options) -> Result<Servers> {
    let grpc = bind(options.grpc_port).await?;
    Ok(Servers { addresses: Addresses { grpc: grpc.local_addr()? }, grpc })
}

async fn bind(port: u16) -> Result<TcpListener> {
    let address = SocketAddr::from((LOOPBACK, port));
    TcpListener::bind(address).await.with_context(|| format!("can't listen at {address}"))
}

impl Servers {
    /// Serves until one of the servers fails.
    ///
    /// # Errors
    /// What it failed for.
    pub async fn run(self, options: &Options) -> Result<()> {
        let inventory = Inventory::default();
        let here = self.addresses.grpc;
        let others = options.others;
        let peers =
            Peers::at(others.users.unwrap_or(here), others.inventory.unwrap_or(here), others.payment.unwrap_or(here))?;
        let routes = routes(&inventory, Checkout { peers });
        tokio::select! {
            result = grpc(self.grpc, routes, options) => result,
            () = sell(&inventory, options.sells_every) => Ok(()),
        }
    }
}

/// All services but reflection.
fn routes(inventory: &Inventory, checkout: Checkout) -> Routes {
    let mut routes = RoutesBuilder::default();
    // Each takes compressed messages, and sends them to those who say that they take them.
    macro_rules! add {
        ($server:ident, $service:expr) => {
            routes.add_service($server::new($service).accept_compressed(Gzip).send_compressed(Gzip))
        };
    }
    add!(UserServiceServer, Users);
    add!(CustomerServiceServer, Users);
    add!(LoginServiceServer, Login);
    add!(InventoryServiceServer, inventory.clone());
    add!(PaymentServiceServer, Payments::default());
    add!(CheckoutServiceServer, checkout);
    routes.routes()
}

/// gRPC and gRPC-Web, with reflection.
async fn grpc(listener: TcpListener, routes: Routes, options: &Options) -> Result<()> {
    let reflection = || {
        tonic_reflection::server::Builder::configure().register_encoded_file_descriptor_set(crate::proto::DESCRIPTORS)
    };
    let v1 = (options.reflection == Reflection::Both).then(|| reflection().build_v1()).transpose()?;
    let v1alpha = (options.reflection != Reflection::None).then(|| reflection().build_v1alpha()).transpose()?;
    let mut server = Server::builder().accept_http1(true).layer(cors(options)).layer(GrpcWebLayer::new());
    let router = server.add_routes(routes).add_optional_service(v1).add_optional_service(v1alpha);
    Ok(router.serve_with_incoming(TcpIncoming::from(listener).with_nodelay(Some(true))).await?)
}

/// What lets a page from elsewhere call, and read the status that gRPC-Web and Connect put into headers; or allows nothing.
fn cors(options: &Options) -> CorsLayer {
    let layer = CorsLayer::new();
    if options.allows_other_origins {
        layer.allow_origin(Any).allow_methods(Any).allow_headers(Any).expose_headers(Any)
    } else {
        layer
    }
}

/// Lets the store sell something by itself, for ever.
async fn sell(inventory: &Inventory, every: Option<Duration>) {
    match every {
        Some(every) => {
            let mut ticks = tokio::time::interval(every);
            loop {
                ticks.tick().await;
                inventory.sell_one();
            }
        }
        None => std::future::pending().await,
    }
}
