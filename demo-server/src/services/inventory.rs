//! `store.InventoryService`: holds goods, and tells those who watch how many are left.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::broadcast;
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::{Stream, StreamExt};
use tonic::{Code, Request, Response, Status};
use tonic_types::{ErrorDetails, StatusExt};

use crate::proto::store::{
    Item, ReserveRequest, ReserveResponse, Stock, WatchStockRequest, inventory_service_server::InventoryService,
};

/// What there is at first: the goods of the example's order.
const GOODS: [(&str, u32); 3] = [("MUG-BLUE", 40_000), ("SPOON", 500_000), ("TEA-GREEN-100G", 25_000)];

/// How many changes may wait for one who watches and is slow; of more the oldest are lost, and the newest tells all.
const CHANGES: usize = 64;

/// The goods. Clones share them.
#[derive(Clone, Debug)]
pub struct Inventory {
    shelf: Arc<Mutex<Shelf>>,
    changes: broadcast::Sender<Stock>,
}

#[derive(Debug)]
struct Shelf {
    available: BTreeMap<String, u32>,
    reservations: u32,
}

impl Default for Inventory {
    fn default() -> Inventory {
        let available = GOODS.iter().map(|(sku, count)| (sku.to_string(), *count)).collect();
        let shelf = Arc::new(Mutex::new(Shelf { available, reservations: 0 }));
        Inventory { shelf, changes: broadcast::Sender::new(CHANGES) }
    }
}

impl Inventory {
    /// Sells one of what there is most of, as a customer elsewhere would; what was sold out is delivered anew.
    pub fn sell_one(&self) {
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((sku, available)) = shelf.available.iter_mut().max_by_key(|(_, available)| **available) else {
            return;
        };
        *available = if *available == 0 { GOODS[0].1 } else { *available - 1 };
        self.tell(sku, *available);
    }

    fn reserve(&self, items: &[Item]) -> Result<String, Status> {
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        let mut left = shelf.available.clone();
        for item in items {
            let Some(available) = left.get_mut(&item.sku) else {
                let details = ErrorDetails::with_resource_info("sku", &item.sku, "", "not in the catalogue");
                let text = format!("there is no {}", item.sku);
                return Err(Status::with_error_details(Code::NotFound, text, details));
            };
            let Some(rest) = available.checked_sub(item.quantity) else {
                let text = format!("{available} are left");
                let details = ErrorDetails::with_precondition_failure_violation("STOCK", &item.sku, text);
                return Err(Status::with_error_details(Code::FailedPrecondition, "too few are left", details));
            };
            *available = rest;
        }
        for (sku, available) in &left {
            if shelf.available.get(sku) != Some(available) {
                self.tell(sku, *available);
            }
        }
        shelf.available = left;
        shelf.reservations += 1;
        Ok(format!("R-{}", shelf.reservations))
    }

    fn tell(&self, sku: &str, available: u32) {
        // That nobody watches is no error.
        drop(self.changes.send(Stock { sku: sku.into(), available }));
    }
}

#[tonic::async_trait]
impl InventoryService for Inventory {
    async fn reserve(&self, request: Request<ReserveRequest>) -> Result<Response<ReserveResponse>, Status> {
        let items = request.into_inner().items;
        if items.is_empty() {
            let details = ErrorDetails::with_bad_request_violation("items", "must not be empty");
            return Err(Status::with_error_details(Code::InvalidArgument, "nothing to reserve", details));
        }
        let reservation_id = self.reserve(&items)?;
        Ok(Response::new(ReserveResponse { reservation_id }))
    }

    type WatchStockStream = Pin<Box<dyn Stream<Item = Result<Stock, Status>> + Send>>;

    /// Tells how many there are at once, then each change, until the caller goes.
    async fn watch_stock(
        &self,
        request: Request<WatchStockRequest>,
    ) -> Result<Response<Self::WatchStockStream>, Status> {
        let skus = request.into_inner().skus;
        let shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        let mut now = Vec::new();
        for sku in &skus {
            match shelf.available.get(sku) {
                Some(available) => now.push(Ok(Stock { sku: sku.clone(), available: *available })),
                None => return Err(Status::not_found(format!("there is no {sku}"))),
            }
        }
        // Before the shelf is let go, so that no change is missed between the two.
        let changes = BroadcastStream::new(self.changes.subscribe());
        let changes = changes.filter_map(move |change| change.ok().filter(|stock| skus.contains(&stock.sku)).map(Ok));
        Ok(Response::new(Box::pin(tokio_stream::iter(now).chain(changes))))
    }
}
