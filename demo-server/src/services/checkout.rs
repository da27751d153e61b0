//! `store.CheckoutService`: asks users, reserves goods, charges the customer. Really calls them, over a connection.

use std::net::SocketAddr;
use std::time::Instant;

use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Request, Response, Status};
use tonic_types::{ErrorDetails, StatusExt};

use super::deadline;
use crate::proto::store::{
    ChargeRequest, ChargeResponse, Confirmation, Customer, GetCustomerRequest, Item, Order, ReserveRequest,
    ReserveResponse, checkout_service_server::CheckoutService, inventory_service_client::InventoryServiceClient,
    payment_service_client::PaymentServiceClient, user_service_client::UserServiceClient,
};

/// The checkout, with the services it calls.
#[derive(Clone, Debug)]
pub struct Checkout {
    /// Those services.
    pub peers: Peers,
}

/// The services the checkout calls, each over a connection that is opened with the first call.
#[derive(Clone, Debug)]
pub struct Peers {
    users: UserServiceClient<Channel>,
    inventory: InventoryServiceClient<Channel>,
    payment: PaymentServiceClient<Channel>,
}

impl Peers {
    /// By gRPC at these addresses.
    ///
    /// # Errors
    /// When one makes no URI, which no socket address does.
    pub fn at(users: SocketAddr, inventory: SocketAddr, payment: SocketAddr) -> Result<Peers, tonic::transport::Error> {
        Ok(Peers {
            users: UserServiceClient::new(channel(users)?),
            inventory: InventoryServiceClient::new(channel(inventory)?),
            payment: PaymentServiceClient::new(channel(payment)?),
        })
    }

    async fn customer(&self, id: i32, deadline: Option<Instant>) -> Result<Customer, Status> {
        let request = deadline::until(GetCustomerRequest { id }, deadline);
        Ok(self.users.clone().get_customer(request).await?.into_inner())
    }

    async fn reserve(&self, items: Vec<Item>, deadline: Option<Instant>) -> Result<ReserveResponse, Status> {
        let request = deadline::until(ReserveRequest { items }, deadline);
        Ok(self.inventory.clone().reserve(request).await?.into_inner())
    }

    async fn charge(&self, charge: ChargeRequest, deadline: Option<Instant>) -> Result<ChargeResponse, Status> {
        let request = deadline::until(charge, deadline);
        Ok(self.payment.clone().charge(request).await?.into_inner())
    }
}

fn channel(address: SocketAddr) -> Result<Channel, tonic::transport::Error> {
    Ok(Endpoint::from_shared(format!("http://{address}"))?.connect_lazy())
}

#[tonic::async_trait]
impl CheckoutService for Checkout {
    async fn place_order(&self, request: Request<Order>) -> Result<Response<Confirmation>, Status> {
        let deadline = deadline::of(request.metadata());
        let order = request.into_inner();
        check(&order)?;
        let customer = order.customer.clone().unwrap_or_default();
        let customer = self.peers.customer(customer.id, deadline).await?;
        if customer.email.is_empty() {
            return Err(Status::failed_precondition("the confirmation can't be sent: the customer has no address"));
        }
        let method = order.method;
        let reserved = self.peers.reserve(order.items, deadline).await?;
        let charge = ChargeRequest { amount: order.total, method, idempotency_key: order.order_id.clone() };
        let charged = self.peers.charge(charge, deadline).await?;
        Ok(Response::new(Confirmation {
            order_id: order.order_id,
            reservation_id: reserved.reservation_id,
            receipt_id: charged.receipt_id,
        }))
    }
}

/// What is wrong with an order, all of it at once.
fn check(order: &Order) -> Result<(), Status> {
    let mut details = ErrorDetails::new();
    if order.order_id.is_empty() {
        details.add_bad_request_violation("order_id", "must not be empty");
    }
    if order.customer.is_none() {
        details.add_bad_request_violation("customer", "must be told");
    }
    if order.items.is_empty() {
        details.add_bad_request_violation("items", "must not be empty");
    }
    let total = order.total.clone().unwrap_or_default();
    let mut sum: i128 = 0;
    for (index, item) in order.items.iter().enumerate() {
        let price = item.price.clone().unwrap_or_default();
        if price.currency != total.currency {
            let field = format!("items[{index}].price.currency");
            details.add_bad_request_violation(field, "must be that of the total");
        }
        sum += i128::from(price.cents) * i128::from(item.quantity);
    }
    if sum != i128::from(total.cents) {
        details.add_bad_request_violation("total", format!("must be the sum of the items, {sum} cents"));
    }
    if details.has_bad_request_violations() {
        return Err(Status::with_error_details(Code::InvalidArgument, "the order is not complete", details));
    }
    Ok(())
}
