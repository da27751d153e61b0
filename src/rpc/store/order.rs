//! The messages of an order of any number of items, made from one order by the store's schema.
//!
//! Over REST a method has the path that [`route`] gives it. Knows the names of the store's methods and fields, nothing of calls.

use std::borrow::Cow;

use prost_reflect::{DynamicMessage, Value};

use crate::message::{self, JsonOptions, Layout};
use crate::rpc::{
    method::{self, Method},
    rest::{Routed, route},
    scene::{Message, Rest},
};
use crate::schema::{Root, Schema};

/// What people know the reservation of all goods by.
const RESERVATION: &str = "R-7001";

/// What people know the payment by.
const RECEIPT: &str = "P-5001";

/// A method with what is sent and what comes back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exchange {
    /// `/store.UserService/GetCustomer`.
    pub path: String,
    /// The same over REST; what is said there is not in the request's JSON.
    pub rest: Rest,
    /// The request.
    pub request: Message,
    /// The response.
    pub response: Message,
}

/// All that placing an order takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// The order itself, and its confirmation.
    pub place: Exchange,
    /// Who the customer is.
    pub customer: Exchange,
    /// All goods are reserved.
    pub reserve: Exchange,
    /// Each item is.
    pub reserve_each: Vec<Exchange>,
    /// The customer is charged.
    pub charge: Exchange,
}

/// A store: its schema, and one order that was placed there.
#[derive(Debug)]
pub struct Store {
    /// What is called, in the order of [`METHODS`].
    methods: [Called; 4],
    order: DynamicMessage,
}

/// A method, and the types of request and response.
type Called = (Method, Root, Root);

/// The methods that are called.
const METHODS: [&str; 4] = [
    "/store.CheckoutService/PlaceOrder",
    "/store.UserService/GetCustomer",
    "/store.InventoryService/Reserve",
    "/store.PaymentService/Charge",
];

impl Store {
    /// A store by its schema, and the JSON of an order in it.
    ///
    /// # Errors
    /// A sentence, if the schema is of something else or the order has none of its items.
    pub fn new(schema: &Schema, order: &str) -> Result<Store, String> {
        let types = schema.types().ok_or("the store's schema can't be linked")?;
        let called = |path: &str| -> Result<Called, String> {
            let method = method::find(schema, path).ok_or_else(|| format!("the schema has no method {path}"))?;
            let root = |name: &str| Root::find(&types, name).ok_or_else(|| format!("the schema has no type {name}"));
            let types = (root(&method.request)?, root(&method.response)?);
            Ok((method, types.0, types.1))
        };
        let [place, customer, reserve, charge] = METHODS;
        let methods = [called(place)?, called(customer)?, called(reserve)?, called(charge)?];
        let parsed = message::from_json(&methods[0].1, order);
        let order = parsed.message().ok_or("the order is no message of the schema")?;
        if list(&order, "items")?.is_empty() {
            return Err("the order has no item".to_owned());
        }
        Ok(Store { methods, order })
    }

    /// An order of so many items: those of the one that was given, over and over; each further time their numbers of stock
    /// keeping are other ones, so that no two are the same.
    ///
    /// # Errors
    /// A sentence, if the schema is of something else.
    pub fn order(&self, items: u16) -> Result<Order, String> {
        let given = list(&self.order, "items")?;
        let mut ordered = Vec::with_capacity(usize::from(items));
        let mut cents = 0i64;
        for (at, item) in given.iter().cycle().take(usize::from(items)).enumerate() {
            let mut item = item.as_message().ok_or("an item is no message")?.clone();
            let round = at / given.len();
            if round > 0 {
                let sku = format!("{}-{}", text(&item, "sku")?, round + 1);
                set(&mut item, "sku", Value::String(sku))?;
            }
            let quantity = get(&item, "quantity")?.as_u32().ok_or_else(|| wrong("quantity"))?;
            let price = get(&item, "price")?.as_message().and_then(|price| get(price, "cents").ok()?.as_i64());
            cents = cents.saturating_add(price.ok_or_else(|| wrong("price"))?.saturating_mul(i64::from(quantity)));
            ordered.push(Value::Message(item));
        }
        let id = text(&self.order, "order_id")?;
        let total = {
            let total = get(&self.order, "total")?;
            let mut total = total.as_message().ok_or_else(|| wrong("total"))?.clone();
            set(&mut total, "cents", Value::I64(cents))?;
            Value::Message(total)
        };
        let mut order = self.order.clone();
        set(&mut order, "items", Value::List(ordered.clone()))?;
        set(&mut order, "total", total.clone())?;

        let customer = get(&order, "customer")?;
        let customer = customer.as_message().ok_or_else(|| wrong("customer"))?;
        let number = get(customer, "id")?.into_owned();
        let [place, ask, reserve, charge] = &self.methods;
        let string = |text: &str| Value::String(text.to_owned());
        let reserved = |items: &[Value], reservation: &str| {
            exchange(
                reserve,
                &made(&reserve.1, [("items", Value::List(items.to_vec()))])?,
                &made(&reserve.2, [("reservation_id", string(reservation))])?,
            )
        };
        let each = ordered.iter().enumerate();
        Ok(Order {
            customer: exchange(ask, &made(&ask.1, [("id", number)])?, customer)?,
            reserve: reserved(&ordered, RESERVATION)?,
            reserve_each: each
                .map(|(at, item)| reserved(std::slice::from_ref(item), &format!("{RESERVATION}-{}", at + 1)))
                .collect::<Result<_, _>>()?,
            charge: {
                let method = get(&order, "method")?.into_owned();
                // The same key twice is one charge.
                let fields = [("amount", total), ("method", method), ("idempotency_key", string(&id))];
                let receipt = made(&charge.2, [("receipt_id", string(RECEIPT))])?;
                exchange(charge, &made(&charge.1, fields)?, &receipt)?
            },
            place: {
                let fields = [("order_id", &*id), ("reservation_id", RESERVATION), ("receipt_id", RECEIPT)]
                    .map(|(name, text)| (name, string(text)));
                let confirmation = made(&place.2, fields)?;
                exchange(place, &order, &confirmation)?
            },
        })
    }
}

fn exchange(
    (method, request, response): &Called,
    sent: &DynamicMessage,
    answered: &DynamicMessage,
) -> Result<Exchange, String> {
    let mut request = both(request, sent)?;
    let Routed { rest, body } = route(method, &String::from_utf8_lossy(&request.json));
    request.json = body.unwrap_or_default().into_bytes();
    Ok(Exchange { path: method.path(), rest, request, response: both(response, answered)? })
}

/// A message in both clothes.
fn both(root: &Root, message: &DynamicMessage) -> Result<Message, String> {
    let proto = message::encode(message);
    let json = message::json_of(root, &proto, JsonOptions::default(), Layout::Compact)?.text.into_bytes();
    Ok(Message { wait: 0, proto, json })
}

/// A message of a type, with these fields.
fn made<const N: usize>(root: &Root, fields: [(&str, Value); N]) -> Result<DynamicMessage, String> {
    let mut message = DynamicMessage::new(root.descriptor().clone());
    for (name, value) in fields {
        set(&mut message, name, value)?;
    }
    Ok(message)
}

fn set(message: &mut DynamicMessage, name: &str, value: Value) -> Result<(), String> {
    message.try_set_field_by_name(name, value).map_err(|_| wrong(name))
}

fn get<'a>(message: &'a DynamicMessage, name: &str) -> Result<Cow<'a, Value>, String> {
    message.get_field_by_name(name).ok_or_else(|| wrong(name))
}

fn text(message: &DynamicMessage, name: &str) -> Result<String, String> {
    get(message, name)?.as_str().map(str::to_owned).ok_or_else(|| wrong(name))
}

fn list(message: &DynamicMessage, name: &str) -> Result<Vec<Value>, String> {
    get(message, name)?.as_list().map(<[Value]>::to_vec).ok_or_else(|| wrong(name))
}

fn wrong(name: &str) -> String {
    format!("the store's schema has another '{name}'")
}
