//! The services that the checkout calls: over gRPC or as REST, always over a connection.

use std::net::SocketAddr;
use std::time::Instant;

use prost::Message;
use tonic::Status;
use tonic::transport::{Channel, Endpoint};

use super::deadline;
use crate::proto::store::{
    ChargeRequest, ChargeResponse, Customer, GetCustomerRequest, ReserveRequest, ReserveResponse,
    inventory_service_client::InventoryServiceClient, payment_service_client::PaymentServiceClient,
    user_service_client::UserServiceClient,
};
use crate::rest::Client;

/// The three services, each over connections that are opened when it is first called.
#[derive(Clone)]
pub enum Peers {
    /// Over gRPC.
    Grpc {
        /// `store.UserService`.
        users: UserServiceClient<Channel>,
        /// `store.InventoryService`.
        inventory: InventoryServiceClient<Channel>,
        /// `store.PaymentService`.
        payment: PaymentServiceClient<Channel>,
    },
    /// As JSON over HTTP/1.1.
    Rest {
        /// By this client, …
        client: Client,
        /// … at the addresses of users, inventory and payment.
        at: [SocketAddr; 3],
    },
}

impl Peers {
    /// Over gRPC, at the addresses of users, inventory and payment. To be called where tokio runs.
    ///
    /// # Errors
    /// When one makes no URI, which no socket address does.
    pub fn grpc([users, inventory, payment]: [SocketAddr; 3]) -> Result<Peers, tonic::transport::Error> {
        Ok(Peers::Grpc {
            users: UserServiceClient::new(channel(users)?),
            inventory: InventoryServiceClient::new(channel(inventory)?),
            payment: PaymentServiceClient::new(channel(payment)?),
        })
    }

    /// Who that customer is.
    ///
    /// # Errors
    /// The service's status.
    pub async fn customer(&self, ask: GetCustomerRequest, deadline: Option<Instant>) -> Result<Customer, Status> {
        match self {
            Peers::Grpc { users, .. } => {
                Ok(users.clone().get_customer(deadline::until(ask, deadline)).await?.into_inner())
            }
            Peers::Rest { client, at: [users, ..] } => {
                read(&client.get(*users, &format!("/v1/customers/{}", ask.id), "store.Customer", deadline).await?)
            }
        }
    }

    /// Holds goods.
    ///
    /// # Errors
    /// The service's status.
    pub async fn reserve(&self, ask: ReserveRequest, deadline: Option<Instant>) -> Result<ReserveResponse, Status> {
        match self {
            Peers::Grpc { inventory, .. } => {
                Ok(inventory.clone().reserve(deadline::until(ask, deadline)).await?.into_inner())
            }
            Peers::Rest { client, at: [_, inventory, _] } => {
                let types = ["store.ReserveRequest", "store.ReserveResponse"];
                read(&client.post(*inventory, "/v1/reservations", &ask.encode_to_vec(), types, deadline).await?)
            }
        }
    }

    /// Takes the money.
    ///
    /// # Errors
    /// The service's status.
    pub async fn charge(&self, ask: ChargeRequest, deadline: Option<Instant>) -> Result<ChargeResponse, Status> {
        match self {
            Peers::Grpc { payment, .. } => {
                Ok(payment.clone().charge(deadline::until(ask, deadline)).await?.into_inner())
            }
            Peers::Rest { client, at: [.., payment] } => {
                let types = ["store.ChargeRequest", "store.ChargeResponse"];
                read(&client.post(*payment, "/v1/charges", &ask.encode_to_vec(), types, deadline).await?)
            }
        }
    }
}

fn channel(address: SocketAddr) -> Result<Channel, tonic::transport::Error> {
    Ok(Endpoint::from_shared(format!("http://{address}"))?.connect_lazy())
}

fn read<M: Message + Default>(bytes: &[u8]) -> Result<M, Status> {
    M::decode(bytes).map_err(|error| Status::internal(error.to_string()))
}
