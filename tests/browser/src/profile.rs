//! A browser with a profile of its own, and what it complained of. Knows no page.

use std::ops::Deref;
use std::sync::Arc;

use anyhow::Result;
use serde_json::{Value, json};

use crate::trap::Trap;
use crate::webdriver::{Driver, Session};

/// No window, no sandbox (tests may run as root), nothing that the browser does on its own behalf.
const FLAGS: [&str; 13] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=OptimizationHints,OptimizationGuideModelDownloading,AutofillServerCommunication,HttpsUpgrades",
    // The browser asks who is signed in, wherever that may be.
    "--gaia-url=http://127.0.0.1:9",
    "--disable-dev-shm-usage",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
];

/// How long a script in the page may take, in milliseconds; longer than any wait.
const SCRIPT_TIMEOUT: u32 = 45_000;

/// A browser. The driver makes a new folder for its profile and removes it in the end.
pub struct Profile {
    session: Session,
    trap: Trap,
}

impl Deref for Profile {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.session
    }
}

impl Profile {
    /// Starts a browser that nobody used before.
    ///
    /// # Errors
    /// The driver's.
    pub fn start(driver: &Arc<Driver>) -> Result<Profile> {
        let trap = Trap::start()?;
        let proxy = format!("--proxy-server=http://{}", trap.address);
        let flags: Vec<&str> = FLAGS.into_iter().chain([proxy.as_str()]).collect();
        let mut options = json!({ "args": flags, "perfLoggingPrefs": { "enableNetwork": true, "enablePage": false } });
        if let Some(browser) = std::env::var_os("WIRELENS_CHROMIUM") {
            options["binary"] = json!(browser.to_string_lossy());
        }
        let session = Session::start(
            driver,
            &json!({
                "browserName": "chrome",
                "goog:chromeOptions": options,
                "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
                "timeouts": { "script": SCRIPT_TIMEOUT, "pageLoad": SCRIPT_TIMEOUT },
                "unhandledPromptBehavior": "ignore",
            }),
        )?;
        let profile = Profile { session, trap };
        profile.reset()?;
        Ok(profile)
    }

    /// Leaves the page, forgets what was logged, and goes back to a light desktop of 1440 by 900.
    ///
    /// # Errors
    /// The driver's.
    pub fn reset(&self) -> Result<()> {
        self.post("/url", &json!({ "url": "about:blank" }))?;
        self.resize(1440, 900)?;
        self.prefer("light")?;
        self.log("browser")?;
        self.log("performance")?;
        drop(self.caught());
        Ok(())
    }

    /// What the browser asked of other machines since this was last asked; see [`Trap::caught`].
    #[must_use]
    pub fn caught(&self) -> Vec<String> {
        self.trap.caught()
    }

    /// Makes the viewport this large, in CSS pixels. A window can't be as narrow as a phone.
    ///
    /// # Errors
    /// The browser's.
    pub fn resize(&self, width: u32, height: u32) -> Result<()> {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", &size).map(drop)
    }

    /// Lets the system prefer `light` or `dark`. Transitions are off, so that a picture shows no half of one.
    ///
    /// # Errors
    /// The browser's.
    pub fn prefer(&self, scheme: &str) -> Result<()> {
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.devtools("Emulation.setEmulatedMedia", &json!({ "features": features })).map(drop)
    }

    /// What no page of ours may cause, since it was last asked for: errors on the console (a breach of the security
    /// policy and an uncaught exception are such) and requests to anywhere but below `origin`.
    ///
    /// # Errors
    /// The driver's.
    pub fn complaints(&self, origin: &str) -> Result<Vec<String>> {
        let console = self.log("browser")?;
        let mut found: Vec<String> = console.iter().filter_map(bad_entry).collect();
        let requests = self.requests()?;
        let foreign = requests.iter().filter(|url| is_foreign(url, origin));
        found.extend(foreign.map(|url| format!("request to a foreign origin: {url}")));
        let away = self.caught().into_iter().filter(|request| !is_chatter(request));
        found.extend(away.map(|request| format!("request to another machine: {request}")));
        Ok(found)
    }

    /// The addresses the page asked for since this was last asked.
    ///
    /// # Errors
    /// The driver's.
    pub fn requests(&self) -> Result<Vec<String>> {
        Ok(self.log("performance")?.iter().filter_map(requested).collect())
    }
}

/// Where the browser goes on its own behalf, whatever the flags say; each version finds new reasons. A page that went
/// there would still be in the driver's log.
fn is_chatter(request: &str) -> bool {
    let target = request.split(' ').nth(1).unwrap_or_default();
    let host = target.trim_start_matches("http://").split(['/', ':']).next().unwrap_or_default();
    [".google.com", ".googleapis.com", ".gvt1.com"].iter().any(|own| host.ends_with(own))
}

fn bad_entry(entry: &Value) -> Option<String> {
    let message = entry["message"].as_str().unwrap_or_default();
    let policy = message.contains("Content Security Policy") || message.contains("TrustedScript");
    let bad = entry["level"] == "SEVERE" || policy;
    bad.then(|| format!("console: {message}"))
}

/// The address of a request or a web socket that was opened.
fn requested(event: &Value) -> Option<String> {
    let event: Value = serde_json::from_str(event["message"].as_str()?).ok()?;
    let event = &event["message"];
    let url = match event["method"].as_str()? {
        "Network.requestWillBeSent" => &event["params"]["request"]["url"],
        "Network.webSocketCreated" => &event["params"]["url"],
        _ => return None,
    };
    url.as_str().map(str::to_owned)
}

fn is_foreign(url: &str, origin: &str) -> bool {
    let inside = ["data:", "blob:", "about:"];
    !url.starts_with(origin) && !inside.iter().any(|scheme| url.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_origin_and_what_never_leaves_is_not_foreign() {
        let origin = "http://127.0.0.1:80/";
        assert!(!is_foreign("http://127.0.0.1:80/app.js", origin));
        assert!(!is_foreign("data:image/png;base64,", origin));
        assert!(is_foreign("http://127.0.0.1:8080/app.js", origin));
        assert!(is_foreign("https://example.org/", origin));
        assert!(is_foreign("chrome-extension://a", origin));
    }

    #[test]
    fn only_the_browsers_own_hosts_are_chatter() {
        for request in ["CONNECT accounts.google.com:443", "POST http://update.googleapis.com/service/update2/json?a"] {
            assert!(is_chatter(request), "{request}");
        }
        for request in
            ["CONNECT example.org:443", "GET http://example.org/.google.com", "CONNECT a.google.com.b.org:443", ""]
        {
            assert!(!is_chatter(request), "{request}");
        }
    }

    #[test]
    fn errors_and_breaches_of_the_policy_are_complaints() {
        let entry = |level: &str, text: &str| bad_entry(&json!({ "level": level, "message": text }));
        assert_eq!(entry("INFO", "hello"), None);
        assert!(entry("SEVERE", "boom").is_some());
        assert!(entry("WARNING", "[Report Only] Refused … Content Security Policy").is_some());
    }

    #[test]
    fn requests_are_read_from_the_log() {
        let event = |method: &str, params: Value| {
            let message = json!({ "message": { "method": method, "params": params } });
            requested(&json!({ "message": message.to_string() }))
        };
        let request = json!({ "request": { "url": "http://a/" } });
        assert_eq!(event("Network.requestWillBeSent", request).as_deref(), Some("http://a/"));
        assert_eq!(event("Network.webSocketCreated", json!({ "url": "ws://a/" })).as_deref(), Some("ws://a/"));
        assert_eq!(event("Network.dataReceived", json!({})), None);
    }
}
