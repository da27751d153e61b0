//! The WebDriver protocol, as far as the tests need it: chromedriver's process, sessions, commands as JSON.
//! Knows nothing of the page.

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

/// The key of a web element's reference (WebDriver §12.1).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Longer than any script may take, so that a stuck driver ends the run and not the patience.
const HTTP_TIMEOUT: Duration = Duration::from_secs(60);

/// A running chromedriver; it is ended when this is dropped.
pub struct Driver {
    process: Child,
    url: String,
    agent: ureq::Agent,
}

impl Driver {
    /// Starts `$WIRELENS_CHROMEDRIVER`, or the one on PATH, at a free port.
    ///
    /// # Errors
    /// When there is none, or it does not say its port.
    pub fn start() -> Result<Arc<Driver>> {
        let program = std::env::var_os("WIRELENS_CHROMEDRIVER").unwrap_or_else(|| OsString::from("chromedriver"));
        let mut process = Command::new(&program)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("can't start {}", program.display()))?;
        let output = process.stdout.take().context("chromedriver has no output")?;
        // From here on a failure ends the process too.
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(HTTP_TIMEOUT))
            .max_idle_connections_per_host(8)
            .build()
            .into();
        let mut driver = Driver { process, url: String::new(), agent };
        let mut lines = BufReader::new(output).lines();
        for line in lines.by_ref() {
            let line = line.context("can't read chromedriver's output")?;
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                driver.url = format!("http://127.0.0.1:{}", port.trim_end_matches('.'));
                break;
            }
        }
        if driver.url.is_empty() {
            bail!("{} did not say its port", program.display());
        }
        // It would stop at a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Arc::new(driver))
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Result<Value> {
        let url = format!("{}{path}", self.url);
        let response = match method {
            "GET" => self.agent.get(&url).call(),
            "DELETE" => self.agent.delete(&url).call(),
            _ => self.agent.post(&url).header("content-type", "application/json").send(body.to_string()),
        };
        let mut response = response.with_context(|| format!("{method} {path}"))?;
        // The whole of a five-megabyte text comes back in one piece.
        let text = response.body_mut().with_config().limit(256 << 20).read_to_string()?;
        let mut answer: Value = serde_json::from_str(&text).with_context(|| format!("{method} {path}: {text}"))?;
        let value = answer["value"].take();
        match value["error"].as_str() {
            Some(error) if !response.status().is_success() => {
                let message = value["message"].as_str().unwrap_or_default();
                bail!("{method} {path}: {error}: {}", message.lines().next().unwrap_or_default())
            }
            _ => Ok(value),
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// A reference to an element of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element(String);

impl Element {
    /// The element a script returned.
    pub fn from(value: &Value) -> Option<Element> {
        value[ELEMENT].as_str().map(|id| Element(id.to_owned()))
    }

    /// As a script's argument.
    #[must_use]
    pub fn argument(&self) -> Value {
        json!({ ELEMENT: self.0 })
    }
}

/// A browser; it is ended when this is dropped.
pub struct Session {
    driver: Arc<Driver>,
    path: String,
}

impl Session {
    /// Starts a browser with these capabilities.
    ///
    /// # Errors
    /// The driver's.
    pub fn start(driver: &Arc<Driver>, capabilities: &Value) -> Result<Session> {
        let answer = driver.call("POST", "/session", &json!({ "capabilities": { "alwaysMatch": capabilities } }))?;
        let id = answer["sessionId"].as_str().context("the driver gave no session")?;
        Ok(Session { driver: Arc::clone(driver), path: format!("/session/{id}") })
    }

    /// The driver, to start another browser.
    #[must_use]
    pub fn driver(&self) -> &Arc<Driver> {
        &self.driver
    }

    /// A command with a body.
    ///
    /// # Errors
    /// The driver's.
    pub fn post(&self, command: &str, body: &Value) -> Result<Value> {
        self.driver.call("POST", &format!("{}{command}", self.path), body)
    }

    /// A question.
    ///
    /// # Errors
    /// The driver's.
    pub fn get(&self, command: &str) -> Result<Value> {
        self.driver.call("GET", &format!("{}{command}", self.path), &Value::Null)
    }

    /// A question about an element, such as `computedrole`.
    ///
    /// # Errors
    /// The driver's.
    pub fn ask(&self, element: &Element, what: &str) -> Result<String> {
        let answer = self.get(&format!("/element/{}/{what}", element.0))?;
        Ok(answer.as_str().unwrap_or_default().to_owned())
    }

    /// A command to an element, such as `click`.
    ///
    /// # Errors
    /// The driver's.
    pub fn tell(&self, element: &Element, what: &str, body: &Value) -> Result<()> {
        self.post(&format!("/element/{}/{what}", element.0), body).map(drop)
    }

    /// A command of the DevTools protocol.
    ///
    /// # Errors
    /// The browser's.
    pub fn devtools(&self, command: &str, parameters: &Value) -> Result<Value> {
        self.post("/goog/cdp/execute", &json!({ "cmd": command, "params": parameters }))
    }

    /// What came into a log (`browser`, `performance`) since it was last asked for.
    ///
    /// # Errors
    /// The driver's.
    pub fn log(&self, kind: &str) -> Result<Vec<Value>> {
        let answer = self.post("/se/log", &json!({ "type": kind }))?;
        Ok(answer.as_array().cloned().unwrap_or_default())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.driver.call("DELETE", &self.path, &Value::Null).ok();
    }
}
