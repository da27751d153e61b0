//! The services as people build them without gRPC: JSON over HTTP/1.1, a path a thing. A server, and the client by which the
//! checkout calls the others.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Instant;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::header::{ACCEPT, ALLOW, CONTENT_TYPE, HeaderValue, USER_AGENT};
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tonic::{Code, Status};

use crate::inside::{Inside, Json};

/// A thing that can be asked for.
struct Route {
    verb: Method,
    /// A segment in braces is a field of the request.
    path: &'static str,
    /// The method behind it.
    method: &'static str,
}

static ROUTES: [Route; 6] = [
    Route { verb: Method::GET, path: "/v1/users/{id}", method: "demo.UserService/GetUser" },
    Route { verb: Method::POST, path: "/v1/login", method: "auth.LoginService/Login" },
    Route { verb: Method::GET, path: "/v1/customers/{id}", method: "store.UserService/GetCustomer" },
    Route { verb: Method::POST, path: "/v1/reservations", method: "store.InventoryService/Reserve" },
    Route { verb: Method::POST, path: "/v1/charges", method: "store.PaymentService/Charge" },
    Route { verb: Method::POST, path: "/v1/orders", method: "store.CheckoutService/PlaceOrder" },
];

/// As large as a message may be over gRPC, unless said otherwise.
const MAX_BODY: usize = 4 << 20;

const JSON: &str = "application/json";

impl Route {
    /// The fields in the path, if it is this one.
    fn fields(&self, path: &str) -> Option<Fields> {
        let mut fields = Fields::new();
        let (mut wanted, mut found) = (self.path.split('/'), path.split('/'));
        loop {
            match (wanted.next(), found.next()) {
                (None, None) => return Some(fields),
                (Some(wanted), Some(found)) => match wanted.strip_prefix('{').and_then(|it| it.strip_suffix('}')) {
                    // Protobuf's JSON takes numbers in quotes, too.
                    Some(name) => drop(fields.insert(name.into(), found.into())),
                    None if wanted == found => {}
                    None => return None,
                },
                _ => return None,
            }
        }
    }
}

/// The fields of a request that are in its path.
type Fields = serde_json::Map<String, serde_json::Value>;

/// What is at a path for a verb; else the verb that there is something for, if there is.
fn find(verb: &Method, path: &str) -> Result<(&'static Route, Fields), Option<&'static Route>> {
    let mut other = None;
    for route in &ROUTES {
        match route.fields(path) {
            Some(fields) if route.verb == verb => return Ok((route, fields)),
            Some(_) => other = Some(route),
            None => {}
        }
    }
    Err(other)
}

/// Answers a request.
///
/// # Errors
/// Never: an error is an answer, too.
pub async fn answer(inside: Inside, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let path = request.uri().path();
    Ok(match find(request.method(), path) {
        Ok((route, fields)) => match call(&inside, route, fields, request).await {
            Ok(json) => json_response(StatusCode::OK, json),
            Err(status) => told(http_status(status.code()), status.code(), status.message()),
        },
        Err(None) => told(StatusCode::NOT_FOUND, Code::NotFound, &format!("there is nothing at {path}")),
        Err(Some(route)) => {
            let mut response = told(StatusCode::METHOD_NOT_ALLOWED, Code::Unimplemented, "this can't be done here");
            if let Ok(allowed) = HeaderValue::from_str(route.verb.as_str()) {
                response.headers_mut().insert(ALLOW, allowed);
            }
            response
        }
    })
}

async fn call(inside: &Inside, route: &Route, fields: Fields, request: Request<Incoming>) -> Result<Vec<u8>, Status> {
    let method = inside.method(route.method).ok_or_else(|| Status::internal("a path without a method"))?;
    let json = if route.verb == Method::GET {
        serde_json::Value::Object(fields).to_string().into()
    } else {
        match Limited::new(request.into_body(), MAX_BODY).collect().await {
            Ok(body) => body.to_bytes(),
            Err(error) if error.is::<LengthLimitError>() => {
                return Err(Status::resource_exhausted(format!("more than {MAX_BODY} bytes")));
            }
            Err(error) => return Err(Status::cancelled(error.to_string())),
        }
    };
    let bytes = inside.json().read(method.input(), &json)?;
    let reply = inside.unary(route.method, tonic::Request::new(bytes)).await?;
    inside.json().write(method.output(), &reply)
}

/// An error's body, as a gateway to gRPC gives it.
fn told(status: StatusCode, code: Code, message: &str) -> Response<Full<Bytes>> {
    let body = serde_json::json!({ "code": i32::from(code), "message": message });
    json_response(status, body.to_string().into_bytes())
}

fn json_response(status: StatusCode, json: Vec<u8>) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(json.into()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
    response
}

/// The HTTP status of a code, as `google/rpc/code.proto` maps it.
fn http_status(code: Code) -> StatusCode {
    match code {
        Code::Ok => StatusCode::OK,
        Code::InvalidArgument | Code::FailedPrecondition | Code::OutOfRange => StatusCode::BAD_REQUEST,
        Code::Unauthenticated => StatusCode::UNAUTHORIZED,
        Code::PermissionDenied => StatusCode::FORBIDDEN,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::AlreadyExists | Code::Aborted => StatusCode::CONFLICT,
        Code::ResourceExhausted => StatusCode::TOO_MANY_REQUESTS,
        Code::Unimplemented => StatusCode::NOT_IMPLEMENTED,
        Code::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Code::DeadlineExceeded => StatusCode::GATEWAY_TIMEOUT,
        // 499, "client closed request", is in no standard; a client that is gone reads neither.
        Code::Cancelled | Code::Unknown | Code::Internal | Code::DataLoss => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Calls such servers, over connections that are kept.
#[derive(Clone)]
pub struct Client {
    json: Json,
    http: hyper_util::client::legacy::Client<HttpConnector, Full<Bytes>>,
}

impl Client {
    /// With nothing open yet.
    #[must_use]
    pub fn new(json: Json) -> Client {
        Client { json, http: hyper_util::client::legacy::Client::builder(TokioExecutor::new()).build_http() }
    }

    /// Asks for a thing; its bytes as a message of that type.
    ///
    /// # Errors
    /// The status in the response, or that there is none.
    pub async fn get(
        &self,
        at: SocketAddr,
        path: &str,
        reply: &str,
        deadline: Option<Instant>,
    ) -> Result<Vec<u8>, Status> {
        self.send(Method::GET, at, path, Vec::new(), reply, deadline).await
    }

    /// Has something done, by a message as bytes, of the first type; the reply's bytes are of the second.
    ///
    /// # Errors
    /// The status in the response, or that there is none.
    pub async fn post(
        &self,
        at: SocketAddr,
        path: &str,
        message: &[u8],
        [request, reply]: [&str; 2],
        deadline: Option<Instant>,
    ) -> Result<Vec<u8>, Status> {
        let json = self.json.write(self.json.message(request)?, message)?;
        self.send(Method::POST, at, path, json, reply, deadline).await
    }

    async fn send(
        &self,
        verb: Method,
        at: SocketAddr,
        path: &str,
        json: Vec<u8>,
        reply: &str,
        deadline: Option<Instant>,
    ) -> Result<Vec<u8>, Status> {
        let mut request = Request::builder().method(verb).uri(format!("http://{at}{path}"));
        request = request.header(USER_AGENT, "demo-server/0.1").header(ACCEPT, JSON);
        if !json.is_empty() {
            request = request.header(CONTENT_TYPE, JSON);
        }
        let request = request.body(Full::new(json.into())).map_err(|error| Status::internal(error.to_string()))?;
        let exchange = async {
            let response = self.http.request(request).await.map_err(|error| Status::unavailable(error.to_string()))?;
            let (head, body) = response.into_parts();
            let body = body.collect().await.map_err(|error| Status::unavailable(error.to_string()))?.to_bytes();
            if head.status.is_success() {
                return Ok(self.json.read(self.json.message(reply)?, &body)?.to_vec());
            }
            Err(status_in(&body).unwrap_or_else(|| Status::unknown(format!("HTTP {}", head.status))))
        };
        match deadline {
            Some(deadline) => tokio::time::timeout_at(deadline.into(), exchange)
                .await
                .map_err(|_| Status::deadline_exceeded("the time was over before the response was there"))?,
            None => exchange.await,
        }
    }
}

/// The status in an error's body.
fn status_in(body: &[u8]) -> Option<Status> {
    let body: serde_json::Value = serde_json::from_slice(body).ok()?;
    let code = i32::try_from(body.get("code")?.as_i64()?).ok()?;
    Some(Status::new(Code::from_i32(code), body.get("message")?.as_str()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_its_fields_and_no_more() {
        let route = &ROUTES[0];
        assert_eq!(route.fields("/v1/users/7").unwrap().get("id"), Some(&"7".into()));
        assert_eq!(route.fields("/v1/users"), None);
        assert_eq!(route.fields("/v1/users/7/orders"), None);
        assert_eq!(route.fields("/v1/customers/7"), None);
    }
}
