//! Who there is: Alice, by the number 123.

use tonic::{Request, Response, Status};

use crate::proto::demo::{UserRequest, UserResponse, user_service_server::UserService};
use crate::proto::store::{Customer, GetCustomerRequest, user_service_server::UserService as CustomerService};

/// The number of the only user.
pub const ALICE: i32 = 123;

/// `demo.UserService` and `store.UserService`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Users;

#[tonic::async_trait]
impl UserService for Users {
    async fn get_user(&self, request: Request<UserRequest>) -> Result<Response<UserResponse>, Status> {
        match request.into_inner().id {
            ALICE => Ok(Response::new(UserResponse { name: "Alice".into(), age: 30, ..UserResponse::default() })),
            id => Err(Status::not_found(format!("no user has the id {id}"))),
        }
    }
}

#[tonic::async_trait]
impl CustomerService for Users {
    async fn get_customer(&self, request: Request<GetCustomerRequest>) -> Result<Response<Customer>, Status> {
        match request.into_inner().id {
            ALICE => Ok(Response::new(alice())),
            id => Err(Status::not_found(format!("no customer has the id {id}"))),
        }
    }
}

/// Alice, as the store knows her.
#[must_use]
pub fn alice() -> Customer {
    Customer { id: ALICE, name: "Alice".into(), email: "alice@example.com".into() }
}
