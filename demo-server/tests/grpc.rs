//! The services as tonic's own client sees them.
#![cfg(test)] // tells clippy that helpers here are tests too

use std::time::Duration;

use demo_server::proto::demo::{UserRequest, user_service_client::UserServiceClient};
use demo_server::proto::store::{
    Customer, Item, Money, Order, PaymentMethod, WatchStockRequest, checkout_service_client::CheckoutServiceClient,
    inventory_service_client::InventoryServiceClient,
};
use demo_server::{Options, Running, start};
use tonic::transport::Channel;
use tonic::{Code, Request};
use tonic_types::StatusExt;

fn server() -> Running {
    start(Options::default()).unwrap()
}

async fn channel(server: &Running) -> Channel {
    Channel::from_shared(format!("http://{}", server.addresses.grpc)).unwrap().connect().await.unwrap()
}

/// The order of the example, of 42.99 euros.
fn order() -> Order {
    let euros = |cents| Some(Money { currency: "EUR".into(), cents });
    let item = |sku: &str, quantity, cents| Item { sku: sku.into(), quantity, price: euros(cents) };
    Order {
        order_id: "A-1001".into(),
        customer: Some(Customer { id: 123, ..Customer::default() }),
        items: vec![item("MUG-BLUE", 2, 1250), item("TEA-GREEN-100G", 1, 899), item("SPOON", 6, 150)],
        total: euros(4299),
        method: PaymentMethod::Card.into(),
    }
}

#[tokio::test]
async fn alice_is_found_and_nobody_else() {
    let server = server();
    let mut users = UserServiceClient::new(channel(&server).await);
    let alice = users.get_user(UserRequest { id: 123 }).await.unwrap().into_inner();
    assert_eq!((alice.name.as_str(), alice.age), ("Alice", 30));
    let status = users.get_user(UserRequest { id: 7 }).await.unwrap_err();
    assert_eq!((status.code(), status.message()), (Code::NotFound, "no user has the id 7"));
}

#[tokio::test]
async fn an_order_calls_the_three_others() {
    let server = server();
    let mut checkout = CheckoutServiceClient::new(channel(&server).await);
    let first = checkout.place_order(order()).await.unwrap().into_inner();
    assert_eq!((first.reservation_id.as_str(), first.receipt_id.as_str()), ("R-1", "C-1"));
    let again = checkout.place_order(order()).await.unwrap().into_inner();
    assert_eq!((again.reservation_id.as_str(), again.receipt_id.as_str()), ("R-2", "C-1"), "charged once");
}

#[tokio::test]
async fn the_others_statuses_come_through_with_their_details() {
    let server = server();
    let mut checkout = CheckoutServiceClient::new(channel(&server).await);
    let status = checkout.place_order(Order::default()).await.unwrap_err();
    assert_eq!(status.code(), Code::InvalidArgument);
    let fields = status.get_details_bad_request().unwrap().field_violations;
    assert_eq!(fields.iter().map(|it| it.field.as_str()).collect::<Vec<_>>(), ["order_id", "customer", "items"]);

    let mut rich = order();
    rich.items[0].quantity = 2000;
    rich.total = Some(Money { currency: "EUR".into(), cents: 4299 + 1998 * 1250 });
    let status = checkout.place_order(rich).await.unwrap_err();
    assert_eq!(status.code(), Code::FailedPrecondition);
    assert_eq!(status.get_details_error_info().unwrap().reason, "OVER_LIMIT");
}

#[tokio::test]
async fn one_who_watches_is_told_what_there_is_and_each_change() {
    let server = server();
    let channel = channel(&server).await;
    let request = WatchStockRequest { skus: vec!["SPOON".into()] };
    let mut stocks = InventoryServiceClient::new(channel.clone()).watch_stock(request).await.unwrap().into_inner();
    let first = stocks.message().await.unwrap().unwrap();
    CheckoutServiceClient::new(channel).place_order(order()).await.unwrap();
    let second = stocks.message().await.unwrap().unwrap();
    assert_eq!(first.available - second.available, 6);
}

#[tokio::test]
async fn the_checkout_lets_the_others_have_the_time_it_has_itself() {
    // Takes connections, and says nothing.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut options = Options::default();
    options.others.payment = Some(silent.local_addr().unwrap());
    let server = start(options).unwrap();
    let mut request = Request::new(order());
    request.set_timeout(Duration::from_millis(200));
    let status = CheckoutServiceClient::new(channel(&server).await).place_order(request).await.unwrap_err();
    assert!(matches!(status.code(), Code::DeadlineExceeded | Code::Cancelled), "{status:?}");
}
