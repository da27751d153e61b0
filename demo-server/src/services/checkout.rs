//! `store.CheckoutService`: asks users, reserves goods, charges the customer. Really calls them, over a connection.

use tonic::{Code, Request, Response, Status};
use tonic_types::{ErrorDetails, StatusExt};

use super::{deadline, peers::Peers};
use crate::proto::store::{
    ChargeRequest, Confirmation, GetCustomerRequest, Order, ReserveRequest, checkout_service_server::CheckoutService,
};

/// The checkout, with the services it calls.
#[derive(Clone)]
pub struct Checkout {
    /// Those services.
    pub peers: Peers,
}

#[tonic::async_trait]
impl CheckoutService for Checkout {
    async fn place_order(&self, request: Request<Order>) -> Result<Response<Confirmation>, Status> {
        let deadline = deadline::of(request.metadata());
        let order = request.into_inner();
        check(&order)?;
        let customer = order.customer.clone().unwrap_or_default();
        let customer = self.peers.customer(GetCustomerRequest { id: customer.id }, deadline).await?;
        if customer.email.is_empty() {
            return Err(Status::failed_precondition("the confirmation can't be sent: the customer has no address"));
        }
        let method = order.method;
        let reserved = self.peers.reserve(ReserveRequest { items: order.items }, deadline).await?;
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
