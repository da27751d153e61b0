//! The listeners: which port serves what.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result};
use bytes::Bytes;
use connectrpc::{ConnectRpcBody, ConnectRpcService};
use hyper::body::{Body, Incoming};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tonic::codec::CompressionEncoding::Gzip;
use tonic::service::{Routes, RoutesBuilder};
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic_web::GrpcWebLayer;
use tower::{Layer, Service, ServiceExt};
use tower_http::cors::{Any, CorsLayer};

use crate::connect::Connect;
use crate::inside::{Inside, Json};
use crate::proto::auth::login_service_server::LoginServiceServer;
use crate::proto::delivery::delivery_service_server::DeliveryServiceServer;
use crate::proto::demo::user_service_server::UserServiceServer;
use crate::proto::store::checkout_service_server::CheckoutServiceServer;
use crate::proto::store::inventory_service_server::InventoryServiceServer;
use crate::proto::store::payment_service_server::PaymentServiceServer;
use crate::proto::store::user_service_server::UserServiceServer as CustomerServiceServer;
use crate::services::checkout::Checkout;
use crate::services::delivery::Delivery;
use crate::services::inventory::Inventory;
use crate::services::login::Login;
use crate::services::payment::Payments;
use crate::services::peers::Peers;
use crate::services::users::Users;
use crate::{Addresses, LOOPBACK, Options, Reflection, rest};

/// Servers that listen, and do not answer yet.
pub struct Servers {
    /// Where they listen.
    pub addresses: Addresses,
    grpc: TcpListener,
    connect: TcpListener,
    rest: TcpListener,
}

/// Takes the ports.
///
/// # Errors
/// When one is not to be had.
pub async fn listen(options: &Options) -> Result<Servers> {
    let [grpc, connect, rest] = options.ports;
    let (grpc, connect, rest) = (bind(grpc).await?, bind(connect).await?, bind(rest).await?);
    let addresses = Addresses { grpc: grpc.local_addr()?, connect: connect.local_addr()?, rest: rest.local_addr()? };
    Ok(Servers { addresses, grpc, connect, rest })
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
        let json = Json::of_examples()?;
        let inventory = Inventory::default();
        let payments = Payments::default();
        let delivery = Delivery { pace: options.pace };
        let services = |peers| routes(&inventory, &payments, delivery, Checkout { peers });

        let over_grpc = services(Peers::grpc(options.others.or(self.addresses.grpc))?);
        let connect = ConnectRpcService::new(Connect(Inside::new(over_grpc.clone(), json.clone())));
        let connect = ServiceExt::<Request<Incoming>>::map_response(connect, boxed);

        let at = options.rest_others.or(self.addresses.rest);
        let inside = Inside::new(services(Peers::Rest { client: rest::Client::new(json.clone()), at }), json);
        let rest = tower::service_fn(move |request| rest::answer(inside.clone(), request));

        let cors = cors(options);
        tokio::select! {
            result = grpc(self.grpc, over_grpc, options) => result,
            result = http1(self.connect, cors.layer(connect)) => result,
            result = http1(self.rest, cors.layer(rest)) => result,
            () = sell(&inventory, options.pace) => Ok(()),
        }
    }
}

/// All services but reflection.
fn routes(inventory: &Inventory, payments: &Payments, delivery: Delivery, checkout: Checkout) -> Routes {
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
    add!(PaymentServiceServer, payments.clone());
    add!(DeliveryServiceServer, delivery);
    add!(CheckoutServiceServer, checkout);
    routes.routes()
}

/// With a body that may also be empty, as the answer to a preflight is.
fn boxed(response: Response<ConnectRpcBody>) -> Response<tonic::body::Body> {
    response.map(tonic::body::Body::new)
}

/// A service over HTTP/1.1. A connection that breaks is its client's affair.
async fn http1<S, B>(listener: TcpListener, service: S) -> Result<()>
where
    S: Service<Request<Incoming>, Response = Response<B>, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let service = TowerToHyperService::new(service.clone());
        tokio::spawn(hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
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
