//! `auth.LoginService`.

use tonic::{Request, Response, Status};
use tonic_types::{ErrorDetails, StatusExt};

use super::users::ALICE;
use crate::proto::auth::{LoginRequest, LoginResponse, login_service_server::LoginService};

/// Lets Alice in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Login;

#[tonic::async_trait]
impl LoginService for Login {
    async fn login(&self, request: Request<LoginRequest>) -> Result<Response<LoginResponse>, Status> {
        let LoginRequest { user_id, action } = request.into_inner();
        if action != "login" {
            let details = ErrorDetails::with_bad_request_violation("action", "the only action is `login`");
            return Err(Status::with_error_details(tonic::Code::InvalidArgument, "unknown action", details));
        }
        if user_id != ALICE {
            return Err(Status::unauthenticated("nobody with this id may log in"));
        }
        // A demonstration's token: the same each time, so that its bytes can be compared.
        Ok(Response::new(LoginResponse { ok: true, session_token: b"session of 123".to_vec() }))
    }
}
