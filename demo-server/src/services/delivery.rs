//! `delivery.DeliveryService`: a parcel on its way, by all four kinds of call.

use std::pin::Pin;
use std::time::Duration;

use tokio_stream::{Stream, StreamExt};
use tonic::{Request, Response, Status, Streaming};

use crate::proto::delivery::{
    ChatMessage, GetParcelRequest, Outcome, Parcel, Position, Stop, TourSummary, TrackRequest,
    delivery_service_server::DeliveryService,
};

/// The only parcel.
const PARCEL: &str = "P-1042";

/// How many stops the van makes before the parcel's.
const STOPS: i32 = 5;

/// Delivers one parcel, over and over.
#[derive(Clone, Copy, Debug, Default)]
pub struct Delivery {
    /// How long the van drives between two positions.
    pub pace: Option<Duration>,
}

type Many<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

#[tonic::async_trait]
impl DeliveryService for Delivery {
    async fn get_parcel(&self, request: Request<GetParcelRequest>) -> Result<Response<Parcel>, Status> {
        let id = known(request.into_inner().parcel_id)?;
        Ok(Response::new(Parcel { id, recipient: "Alice".into(), weight_grams: 1250, expected: None }))
    }

    type TrackStream = Many<Position>;

    async fn track(&self, request: Request<TrackRequest>) -> Result<Response<Self::TrackStream>, Status> {
        let TrackRequest { parcel_id, count } = request.into_inner();
        known(parcel_id)?;
        let count = usize::try_from(count).ok().filter(|count| *count > 0).unwrap_or(usize::MAX);
        let positions =
            tokio_stream::iter((0..=STOPS).rev().take(count).map(|stops_before| Ok(position(stops_before))));
        Ok(Response::new(match self.pace {
            Some(pace) => Box::pin(positions.throttle(pace)),
            None => Box::pin(positions),
        }))
    }

    async fn report_stops(&self, request: Request<Streaming<Stop>>) -> Result<Response<TourSummary>, Status> {
        let mut stops = request.into_inner();
        let mut summary = TourSummary::default();
        while let Some(stop) = stops.message().await? {
            match stop.outcome() {
                Outcome::Unspecified => return Err(Status::invalid_argument("a stop without an outcome")),
                Outcome::Delivered | Outcome::WithNeighbour => summary.delivered += 1,
                Outcome::NobodyHome => summary.returned_ids.push(stop.parcel_id),
            }
        }
        Ok(Response::new(summary))
    }

    type ChatStream = Many<ChatMessage>;

    async fn chat(&self, request: Request<Streaming<ChatMessage>>) -> Result<Response<Self::ChatStream>, Status> {
        let answers = request.into_inner().map(|message| {
            let ChatMessage { author, text } = message?;
            Ok(ChatMessage { author: "driver".into(), text: format!("{author}, I have read: {text}") })
        });
        Ok(Response::new(Box::pin(answers)))
    }
}

fn known(parcel: String) -> Result<String, Status> {
    if parcel == PARCEL { Ok(parcel) } else { Err(Status::not_found(format!("there is no parcel {parcel}"))) }
}

/// Nearer with each stop.
fn position(stops_before: i32) -> Position {
    let away = f64::from(stops_before) / 128.0;
    Position { latitude: 52.5 + away, longitude: 13.375 - away, stops_before }
}
