//! An order is placed in both lanes, and so are orders of other numbers of items: what the page shows of all that.

use serde::{Deserialize, Serialize};

use super::{
    lane::{Lane, lane},
    order::Store,
    scene::scene,
    settings::Settings,
    verdict::verdict,
};
use crate::rpc::{Micros, scene::Protocol, simulate::simulate};

/// How many items the orders of the plot have.
pub const COUNTS: [u16; 7] = [1, 2, 5, 10, 20, 50, 100];

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// Under these conditions.
    pub settings: Settings,
    /// Over gRPC, over REST.
    pub lanes: [Lane; 2],
    /// What that shows; sentences with code in backticks.
    pub verdict: Vec<String>,
    /// The same with other numbers of items: [`COUNTS`].
    pub points: Vec<Point>,
}

/// An order of a number of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// How many.
    pub items: u16,
    /// All bytes that crossed, and when the gateway had its answer; over gRPC, over REST.
    pub lanes: [(u64, Micros); 2],
}

/// Places an order.
///
/// # Errors
/// A sentence, if the store's schema is of something else.
pub fn place(store: &Store, settings: &Settings) -> Result<Placed, String> {
    let settings = settings.within();
    let lanes = |settings: &Settings| -> Result<[Lane; 2], String> {
        let order = store.order(settings.items)?;
        let rest = Protocol::Rest { connections: settings.connections };
        Ok([Protocol::Grpc, rest].map(|protocol| lane(&simulate(&scene(settings, &order, protocol)))))
    };
    let point = |items: u16| -> Result<Point, String> {
        let lanes = lanes(&Settings { items, ..settings })?;
        Ok(Point { items, lanes: lanes.map(|lane| (lane.totals.counted.all(), lane.totals.time)) })
    };
    let points = COUNTS.into_iter().map(point).collect::<Result<_, _>>()?;
    let lanes = lanes(&settings)?;
    let [grpc, rest] = &lanes;
    Ok(Placed { settings, verdict: verdict(&settings, [grpc, rest]), lanes, points })
}
