//! What the services do. Knows nothing of ports, and of HTTP no more than a deadline's header.

pub mod checkout;
pub mod deadline;
pub mod delivery;
pub mod inventory;
pub mod login;
pub mod payment;
pub mod peers;
pub mod users;
