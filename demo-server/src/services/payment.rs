//! `store.PaymentService`: charges, once for each key.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tonic::{Code, Request, Response, Status};
use tonic_types::{ErrorDetails, StatusExt};

use crate::proto::store::{ChargeRequest, ChargeResponse, PaymentMethod, payment_service_server::PaymentService};

/// The most that is charged at once, in cents.
const LIMIT: i64 = 1_000_000;

/// What was charged.
#[derive(Clone, Debug, Default)]
pub struct Payments(Arc<Mutex<HashMap<String, String>>>);

#[tonic::async_trait]
impl PaymentService for Payments {
    async fn charge(&self, request: Request<ChargeRequest>) -> Result<Response<ChargeResponse>, Status> {
        let request = request.into_inner();
        let mut details = ErrorDetails::new();
        let cents = request.amount.as_ref().map_or(0, |amount| amount.cents);
        if cents <= 0 {
            details.add_bad_request_violation("amount", "must be more than nothing");
        }
        if request.method() == PaymentMethod::Unspecified {
            details.add_bad_request_violation("method", "must be a card or an invoice");
        }
        if request.idempotency_key.is_empty() {
            details.add_bad_request_violation("idempotency_key", "must not be empty");
        }
        if details.has_bad_request_violations() {
            return Err(Status::with_error_details(Code::InvalidArgument, "this can't be charged", details));
        }
        if cents > LIMIT {
            let metadata = HashMap::from([("limit_cents".to_string(), LIMIT.to_string())]);
            let details = ErrorDetails::with_error_info("OVER_LIMIT", "payment.store.example", metadata);
            return Err(Status::with_error_details(Code::FailedPrecondition, "more than the card's limit", details));
        }
        let mut receipts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let next = format!("C-{}", receipts.len() + 1);
        let receipt_id = receipts.entry(request.idempotency_key).or_insert(next).clone();
        Ok(Response::new(ChargeResponse { receipt_id }))
    }
}
