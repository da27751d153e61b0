//! What a field's name promises: `billing_email` an address, `createdAt` a time.
//!
//! The words at the end of a name count, the longest run that is known; where none is, those in front of them. Knows no values.

/// What a field is about, as far as its values differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    /// Parts of names and addresses.
    FirstName,
    LastName,
    FullName,
    Login,
    Email,
    Phone,
    Company,
    Job,
    Gender,
    Street,
    City,
    Region,
    Country,
    CountryCode,
    PostalCode,
    Latitude,
    Longitude,
    Locale,
    Language,
    TimeZone,
    /// Things of the network.
    Url,
    Image,
    Domain,
    Host,
    Address,
    Port,
    Method,
    HttpStatus,
    MediaType,
    UserAgent,
    Header,
    Path,
    FileName,
    /// Names that machines give.
    Id,
    Uuid,
    Hash,
    Token,
    Code,
    Version,
    Key,
    Trace,
    /// Trade.
    Currency,
    Price,
    Nanos,
    Quantity,
    Product,
    Card,
    /// Texts.
    Name,
    Title,
    Sentence,
    Query,
    Label,
    Status,
    Category,
    Act,
    Colour,
    Level,
    Unit,
    /// Numbers.
    Percent,
    Ratio,
    Delta,
    Rating,
    Score,
    Age,
    Index,
    Bytes,
    Pixels,
    Metres,
    Kilograms,
    Celsius,
    Channel,
    /// Times.
    Time,
    Date,
    Clock,
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Span,
}

use Topic::*;

/// What names are known. A part of a name that is two words here is looked for before one that is one.
const KNOWN: &[(Topic, &str)] = &[
    (FirstName, "first name|given name|firstname|forename|first"),
    (LastName, "last name|family name|lastname|surname"),
    (
        FullName,
        "full name|display name|real name|customer name|author|owner|assignee|recipient|recipients|sender|contact name|passenger|reviewer",
    ),
    (Login, "username|user name|login|nickname|nick|handle|screen name|account name|created by|updated by"),
    (Email, "email|e mail|mail|email address|emails|cc|bcc|reply to"),
    (Phone, "phone|phone number|telephone|mobile|mobile number|fax|e164 number|msisdn|phones"),
    (
        Company,
        "company|organization|organisation|employer|vendor|merchant|supplier|company name|manufacturer|brand|carrier|seller|publisher",
    ),
    (Job, "job|job title|occupation|profession"),
    (Gender, "gender|sex"),
    (Street, "street|address|street address|address line|address lines|address1|address2|street name|lines|line"),
    (City, "city|town|locality|home city|place|location|destination|origin|venue"),
    (Region, "region|state|province|administrative area|county|district"),
    (Country, "country|country name|nationality"),
    (CountryCode, "country code|region code|iso country"),
    (PostalCode, "postal code|postcode|zip|zip code|zipcode|post code"),
    (Latitude, "latitude|lat"),
    (Longitude, "longitude|lng|lon|long"),
    (Locale, "locale|accept language"),
    (Language, "language|lang|language code|languages"),
    (TimeZone, "time zone|timezone|tz|zone id"),
    (Url, "url|uri|link|website|homepage|web site|href|endpoint|callback|redirect|webhook|links|urls"),
    (Image, "image|avatar|photo|picture|thumbnail|icon|logo|image url|avatar url|photo url|photo uri|cover"),
    (Domain, "domain|domain name|authority"),
    (Host, "host|hostname|host name|server|node|machine|instance|peer"),
    (Address, "ip|ip address|ipv4|remote addr|remote address|client ip|addr"),
    (Port, "port"),
    (Method, "method|http method|verb"),
    (HttpStatus, "status code|http status|response code|http code"),
    (MediaType, "mime type|mime|content type|media type|mimetype"),
    (UserAgent, "user agent|useragent|browser|client|device"),
    (Header, "header|headers|metadata"),
    (Path, "path|directory|dir|folder|route|resource path|paths"),
    (FileName, "file|filename|file name|attachment|files"),
    (Id, "id|ids|identifier|number|no|nr|ref|reference|order number"),
    (Uuid, "uuid|guid|uuids|correlation id|request id|session id|idempotency key|transaction id"),
    (Hash, "hash|sha|sha256|checksum|digest|etag|fingerprint|md5|sha1|commit"),
    (Token, "token|secret|api key|access token|refresh token|password|cookie|nonce|jwt|credentials|signature|salt"),
    (
        Code,
        "code|sku|coupon|voucher|promo code|catalogue number|catalog number|serial|serial number|isbn|barcode|vin|plate|gtin|ean",
    ),
    (Version, "version|revision|schema version|app version|release"),
    (Key, "key|attribute|property|parameter|flag|setting|field"),
    (Trace, "trace id|span id|parent span id"),
    (Currency, "currency|currency code|iso currency"),
    (
        Price,
        "price|amount|cost|total|subtotal|fee|tax|discount|balance|salary|revenue|unit price|cents|price cents|amount cents|total cents|minor units|micros|shipping|deposit|payment|units|budget|charge",
    ),
    (Nanos, "nanos|nanoseconds"),
    (
        Quantity,
        "quantity|qty|count|stock|seats|pieces|items count|size|available|capacity|limit|page size|retries|attempts|max results|copies|likes|views|followers|num|dropped|retried|accepted",
    ),
    (Product, "product|item|product name|item name|article|model"),
    (Card, "card number|card|pan|iban|account number"),
    (Name, "name|names"),
    (Title, "title|subject|headline|heading|album|song|track|movie|book|topic"),
    (
        Sentence,
        "description|text|comment|message|body|content|note|notes|summary|bio|about|details|detail|reason|caption|remark|instructions|abstract|log line|feedback|explanation|greeting|error|warning|answer",
    ),
    (Query, "query|search|filter|q|expression|question"),
    (
        Label,
        "label|labels|tag|tags|keyword|keywords|group|groups|team|role|roles|permission|permissions|scope|scopes|hobby|hobbies|interests|skills|queue|environment|env",
    ),
    (Status, "status|phase|condition|outcome|result"),
    (Category, "category|categories|type|kind|genre|class|department|section|sector|variant|format|mode"),
    (Act, "action|event|event type|operation|command|activity"),
    (Colour, "color|colour|background|foreground"),
    (Level, "level|severity|priority|log level|tier|grade"),
    (Unit, "unit|unit of measure"),
    (Percent, "percent|percentage|pct|progress|humidity|battery|cpu|load percent"),
    (Ratio, "ratio|fraction|probability|confidence|similarity|opacity|rate|share|load|usage"),
    (Delta, "delta|diff|difference|change|adjustment|drift|skew"),
    (Rating, "rating|stars"),
    (Score, "score|points|sample|rank"),
    (Age, "age"),
    (Index, "index|offset|position|page|line number|column|row|ordinal|sequence|seq|shard|depth"),
    (Bytes, "bytes|size bytes|length|file size|content length|memory|disk"),
    (Pixels, "pixels|px|x|y|width px|height px"),
    (Metres, "width|height|depth m|distance|altitude|radius|elevation|size m|speed"),
    (Kilograms, "weight|mass"),
    (Celsius, "temperature|temp|celsius"),
    (Channel, "red|green|blue|alpha"),
    (
        Time,
        "at|time|timestamp|on|created|updated|deleted|modified|expires|expiry|start|end|since|until|deadline|last seen|datetime|date time|begin|due|published|millis|unix|epoch|start unix nanos|unix nanos|unix seconds|unix ms|when|ts|observed",
    ),
    (Date, "date|day of birth|birthday|birthdate|dob|birth date|due date|start date|end date|date of birth"),
    (Clock, "time of day|opening time|closing time|opens|closes"),
    (Year, "year|years"),
    (Month, "month|months"),
    (Day, "day|days|weekday"),
    (Hour, "hour|hours"),
    (Minute, "minute|minutes|second|secs"),
    (
        Span,
        "duration|timeout|ttl|latency|took|elapsed|interval|delay|seconds|retry delay|latency ms|duration ms|timeout ms|latency us|period|max age|runtime|uptime",
    ),
];

/// Whose `name` is what.
const OWNERS: &[(Topic, &str)] = &[
    (
        FullName,
        "user|person|customer|author|contact|employee|member|patient|student|teacher|owner|profile|account|guest|driver|passenger|artist|actor|player|friend|people|human|lead|candidate|recipient",
    ),
    (
        Company,
        "company|organization|organisation|store|shop|vendor|merchant|supplier|business|brand|bank|airline|hotel|restaurant|manufacturer|publisher",
    ),
    (City, "city|town|place|location|venue|stop|station|airport|destination"),
    (Country, "country"),
    (Region, "region|state|province"),
    (Product, "product|item|article|sku|line|part|good|variant|offer"),
    (FileName, "file|attachment|document|image|photo|upload|blob|asset"),
    (
        Title,
        "album|track|song|book|movie|film|playlist|course|lesson|event|project|task|ticket|issue|post|page|report|game",
    ),
    (
        Host,
        "host|server|node|machine|instance|cluster|pod|container|service|device|sensor|job|worker|queue|topic|database|table|bucket",
    ),
    (
        Key,
        "label|tag|header|attribute|property|parameter|param|option|flag|metric|field|variable|env|counter|setting|feature|category|role|permission|group|team",
    ),
];

/// What a field of this name, in a message of that one, is about.
pub(super) fn topic(field: &str, message: &str) -> Option<Topic> {
    match find(KNOWN, &words(field)) {
        Some(Name) => find(OWNERS, &words(message)).or(Some(Name)),
        found => found,
    }
}

fn find(table: &[(Topic, &str)], words: &[String]) -> Option<Topic> {
    for end in (1..=words.len()).rev() {
        for start in 0..end {
            let run = words[start..end].join(" ");
            // `skus` are each a `sku`.
            let one = run.strip_suffix('s').unwrap_or(&run);
            let found = table.iter().find(|(_, known)| known.split('|').any(|known| known == run || known == one));
            if let Some((topic, _)) = found {
                return Some(*topic);
            }
        }
    }
    None
}

/// How many words of a name are looked at, the last ones; and how many letters of it.
const MAX_WORDS: usize = 6;
const MAX_LETTERS: usize = 100;

/// The words of `billing_email2`, `billingEmail` or `BillingEmail`, in lower case, numbers at the end left out.
pub(super) fn words(name: &str) -> Vec<String> {
    let skipped = name.chars().count().saturating_sub(MAX_LETTERS);
    let mut words = vec![String::new()];
    let mut before = ' ';
    for letter in name.chars().skip(skipped) {
        if letter == '_' || letter.is_uppercase() && !before.is_uppercase() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter != '_') {
            word.extend(letter.to_lowercase());
        }
        before = letter;
    }
    words.retain(|word| !word.is_empty());
    while words.last().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit())) {
        words.pop();
    }
    if let Some(last) = words.last_mut() {
        let letters = last.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
        // `sha256` and the like are words of their own.
        if letters > 0 && !KNOWN.iter().any(|(_, known)| known.split('|').any(|known| known == last)) {
            last.truncate(letters);
        }
    }
    words.split_off(words.len().saturating_sub(MAX_WORDS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_words() {
        for (name, expected) in [
            ("billing_email2", "billing email"),
            ("billingEmail", "billing email"),
            ("HTTPStatus", "httpstatus"),
            ("address_line_1", "address line"),
            ("content_sha256", "content sha256"),
            ("_", ""),
            ("a_b_c_d_e_f_g_h", "c d e f g h"),
        ] {
            assert_eq!(words(name).join(" "), expected, "{name}");
        }
    }

    #[test]
    fn names_promise() {
        for (field, message, expected) in [
            ("email", "User", Some(Email)),
            ("customer_email_address", "Order", Some(Email)),
            ("shippingAddress", "Order", Some(Street)),
            ("name", "User", Some(FullName)),
            ("name", "GetUserResponse", Some(FullName)),
            ("name", "Product", Some(Product)),
            ("name", "Thing", Some(Name)),
            ("file_name", "Thing", Some(FileName)),
            ("user_id", "Order", Some(Id)),
            ("created_at", "Order", Some(Time)),
            ("email_verified", "User", Some(Email)),
            ("unit_price_cents", "Item", Some(Price)),
            ("countryCode", "Address", Some(CountryCode)),
            ("start_unix_nanos", "Batch", Some(Time)),
            ("frobnication", "Gadget", None),
            ("", "", None),
        ] {
            assert_eq!(topic(field, message), expected, "{message}.{field}");
        }
    }
}
