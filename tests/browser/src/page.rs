//! The page by the roles and names it shows to assistive technology, and waiting for what it shall become.
//!
//! Every condition is a script that the page itself looks at in each frame until it holds or the time is over.

use std::ops::Deref;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::profile::Profile;
use crate::webdriver::Element;

const SCRIPT: &str = include_str!("page.js");

/// How long the page may take for anything, in milliseconds.
const DEADLINE: u32 = 20_000;

/// Keys as WebDriver sends them (§17.4.2).
pub mod keys {
    /// Holds Control for the rest of the keys.
    pub const CONTROL: &str = "\u{e009}";
    /// Holds Shift for the rest of the keys.
    pub const SHIFT: &str = "\u{e008}";
    /// Enter.
    pub const ENTER: &str = "\u{e007}";
    /// Escape.
    pub const ESCAPE: &str = "\u{e00c}";
    /// Tab.
    pub const TAB: &str = "\u{e004}";
    /// Home.
    pub const HOME: &str = "\u{e011}";
    /// End.
    pub const END: &str = "\u{e010}";
    /// Arrow left.
    pub const LEFT: &str = "\u{e012}";
    /// Arrow up.
    pub const UP: &str = "\u{e013}";
    /// Arrow right.
    pub const RIGHT: &str = "\u{e014}";
    /// Arrow down.
    pub const DOWN: &str = "\u{e015}";
    /// Page up.
    pub const PAGE_UP: &str = "\u{e00e}";
    /// Page down.
    pub const PAGE_DOWN: &str = "\u{e00f}";
    /// Insert.
    pub const INSERT: &str = "\u{e016}";
    /// Backspace.
    pub const BACKSPACE: &str = "\u{e003}";
    /// Delete.
    pub const DELETE: &str = "\u{e017}";
    /// Holds Alt for the rest of the keys.
    pub const ALT: &str = "\u{e00a}";
    /// F1.
    pub const F1: &str = "\u{e031}";
    /// F2.
    pub const F2: &str = "\u{e032}";
    /// F8.
    pub const F8: &str = "\u{e038}";
    /// F12.
    pub const F12: &str = "\u{e03c}";
}

/// A browser with the page in it.
pub struct Page<'a> {
    profile: &'a Profile,
    /// The page's address, with the slash at its end.
    pub url: String,
}

impl Deref for Page<'_> {
    type Target = Profile;

    fn deref(&self) -> &Profile {
        self.profile
    }
}

impl<'a> Page<'a> {
    /// The page at this address in this browser; nothing is loaded yet.
    pub fn new(profile: &'a Profile, url: &str) -> Page<'a> {
        Page { profile, url: url.to_owned() }
    }

    /// Loads a route, such as `#/learn`, in a fresh document, and waits until it is there.
    ///
    /// # Errors
    /// When it does not come.
    pub fn open(&self, route: &str) -> Result<()> {
        // From one fragment to another there would be no load.
        self.post("/url", &json!({ "url": "about:blank" }))?;
        self.post("/url", &json!({ "url": format!("{}{route}", self.url) }))?;
        self.settle()
    }

    /// Loads the page anew and waits until it is there.
    ///
    /// # Errors
    /// When it does not come.
    pub fn reload(&self) -> Result<()> {
        self.post("/refresh", &json!({}))?;
        self.settle()
    }

    /// Waits until the route in front shows what it is for, and nothing on it is stale.
    ///
    /// # Errors
    /// When it does not.
    pub fn settle(&self) -> Result<()> {
        self.until(
            "the page is there",
            "if (document.readyState !== 'complete' || !wl.one('main')) return false;
             // What needs the engine or a file says so until it has it.
             if (/(Loading|Measuring)[^]{0,20}…/.test(document.body.innerText)) return false;
             // Beside an error the last good bytes stay, marked stale.
             return document.fonts.status === 'loaded' && (wl.fresh() || wl.problems().length > 0);",
            &[],
        )
        .map(drop)
    }

    /// Runs a script's body in the page; `wl` is page.js, `arguments` are the arguments.
    ///
    /// # Errors
    /// What the script throws.
    pub fn script(&self, body: &str, arguments: &[Value]) -> Result<Value> {
        self.post("/execute/sync", &json!({ "script": format!("{SCRIPT}\n{body}"), "args": arguments }))
    }

    /// Waits until a script's body returns something truthy, and gives that.
    ///
    /// # Errors
    /// When it does not within the time; the message has what the page shows instead.
    pub fn until(&self, what: &str, body: &str, arguments: &[Value]) -> Result<Value> {
        let script = format!(
            "{SCRIPT}
             const then = arguments[arguments.length - 1];
             const given = [...arguments].slice(0, -1);
             wl.until(() => (function () {{ {body} }}).apply(null, given), {DEADLINE}, then);"
        );
        let mut answer = self
            .post("/execute/async", &json!({ "script": script, "args": arguments }))
            .with_context(|| format!("waiting until {what}"))?;
        if let Some(error) = answer["thrown"].as_str() {
            bail!("waiting until {what}: {error}");
        }
        if answer.is_null() {
            bail!("after {} s it is still not so that {what}\n{}", DEADLINE / 1000, self.describe());
        }
        Ok(answer["value"].take())
    }

    /// What the page shows, for a failure's message.
    fn describe(&self) -> String {
        let script = "return `  at ${location.href}
  problems: ${JSON.stringify(wl.problems().slice(0, 6))}
  bytes: ${wl.bytes().slice(0, 300)}
  selected: ${wl.selected().slice(0, 40)}
  explanation: ${wl.explanation().slice(0, 200)}
  said: ${wl.notice()}
  fresh: ${wl.fresh()}
  text: ${wl.text(wl.one('main') ?? document.body).slice(0, 500)} … ${wl.text(wl.one('main') ?? document.body).slice(-300)}`;";
        match self.script(script, &[]) {
            Ok(text) => text.as_str().unwrap_or_default().to_owned(),
            Err(error) => format!("  and the page does not answer: {error:#}"),
        }
    }

    /// Waits for the part with this role and name.
    ///
    /// # Errors
    /// When there is none within the time.
    pub fn find(&self, role: &str, name: &str) -> Result<Element> {
        let found = self.until(
            &format!("there is a {role} “{name}”"),
            "return wl.one(arguments[0], arguments[1]);",
            &[json!(role), json!(name)],
        )?;
        Element::from(&found).with_context(|| format!("{role} “{name}” is no element"))
    }

    /// Waits for what a script's body finds, an element.
    ///
    /// # Errors
    /// When there is none within the time.
    pub fn element(&self, what: &str, body: &str, arguments: &[Value]) -> Result<Element> {
        Element::from(&self.until(what, body, arguments)?).with_context(|| format!("{what}: that is no element"))
    }

    /// Clicks the part with this role and name.
    ///
    /// # Errors
    /// When there is none, or something else would get the click.
    pub fn click(&self, role: &str, name: &str) -> Result<()> {
        let element = self.find(role, name)?;
        self.click_on(&element)
    }

    /// Clicks an element.
    ///
    /// # Errors
    /// When something else would get the click.
    pub fn click_on(&self, element: &Element) -> Result<()> {
        self.tell(element, "click", &json!({}))
    }

    /// Moves the pointer over an element's middle.
    ///
    /// # Errors
    /// The driver's.
    pub fn hover(&self, element: &Element) -> Result<()> {
        let go = json!({ "type": "pointerMove", "duration": 0, "x": 0, "y": 0, "origin": element.argument() });
        self.point(&[go])
    }

    /// Moves the pointer to where the page says nothing.
    ///
    /// # Errors
    /// The driver's.
    pub fn hover_nothing(&self) -> Result<()> {
        self.point(&[json!({ "type": "pointerMove", "duration": 0, "x": 1, "y": 1, "origin": "viewport" })])
    }

    /// Moves the pointer over a piece of text that an editor shows.
    ///
    /// # Errors
    /// When it does not show it.
    pub fn hover_text(&self, textbox: &str, text: &str) -> Result<()> {
        self.point(&[self.over_text(textbox, text)?])
    }

    /// Clicks into a piece of text that an editor shows.
    ///
    /// # Errors
    /// When it does not show it.
    pub fn click_text(&self, textbox: &str, text: &str) -> Result<()> {
        let button = |kind: &str| json!({ "type": kind, "button": 0 });
        self.point(&[self.over_text(textbox, text)?, button("pointerDown"), button("pointerUp")])
    }

    /// Holds a key, moves the pointer over a piece of text, and does with its button what `click` says.
    fn point_at_text_with(&self, textbox: &str, text: &str, key: &str, click: &[&str]) -> Result<()> {
        let mut pointer = vec![json!({ "type": "pause" }), self.over_text(textbox, text)?];
        pointer.extend(click.iter().map(|kind| json!({ "type": kind, "button": 0 })));
        let mut keys = vec![json!({ "type": "keyDown", "value": key })];
        keys.extend(pointer[1..].iter().map(|_| json!({ "type": "pause" })));
        if !click.is_empty() {
            keys.push(json!({ "type": "keyUp", "value": key }));
        }
        let mouse =
            json!({ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": pointer });
        let held = json!({ "type": "key", "id": "keys", "actions": keys });
        self.post("/actions", &json!({ "actions": [held, mouse] })).map(drop)
    }

    /// Moves the pointer over a piece of text that an editor shows, with a key held from then on.
    ///
    /// # Errors
    /// When it does not show it.
    pub fn hover_text_with(&self, textbox: &str, text: &str, key: &str) -> Result<()> {
        self.point_at_text_with(textbox, text, key, &[])
    }

    /// Clicks into a piece of text that an editor shows with a key held, which is let go then.
    ///
    /// # Errors
    /// When it does not show it.
    pub fn click_text_with(&self, textbox: &str, text: &str, key: &str) -> Result<()> {
        self.point_at_text_with(textbox, text, key, &["pointerDown", "pointerUp"])
    }

    /// Drags an element sideways, by CSS pixels.
    ///
    /// # Errors
    /// The driver's.
    pub fn drag(&self, element: &Element, by: i32) -> Result<()> {
        let go =
            |x: i32, origin: Value| json!({ "type": "pointerMove", "duration": 0, "x": x, "y": 0, "origin": origin });
        let button = |kind: &str| json!({ "type": kind, "button": 0 });
        let (there, away) = (go(0, element.argument()), go(by, json!("pointer")));
        self.point(&[there, button("pointerDown"), away, button("pointerUp")])
    }

    fn point(&self, actions: &[Value]) -> Result<()> {
        let pointer = json!({
            "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": actions,
        });
        self.post("/actions", &json!({ "actions": [pointer] })).map(drop)
    }

    fn over_text(&self, textbox: &str, text: &str) -> Result<Value> {
        let place = self.until(
            &format!("“{textbox}” shows “{text}”"),
            "return wl.middle(arguments[0], arguments[1]);",
            &[json!(textbox), json!(text)],
        )?;
        Ok(json!({ "type": "pointerMove", "duration": 0, "x": place["x"], "y": place["y"], "origin": "viewport" }))
    }

    /// Types into whatever has the focus; see [`keys`]. Modifiers are let go at the end.
    ///
    /// # Errors
    /// When nothing has it.
    pub fn type_keys(&self, text: &str) -> Result<()> {
        let active = self.get("/element/active")?;
        let element = Element::from(&active).context("nothing has the focus")?;
        self.tell(&element, "value", &json!({ "text": text }))
    }

    /// Replaces the whole text of a text box by pasting, as a user would with Ctrl+A, Ctrl+V.
    ///
    /// # Errors
    /// When there is no such box.
    pub fn paste(&self, name: &str, text: &str) -> Result<()> {
        let element = self.find("textbox", name)?;
        self.script("arguments[0].focus();", &[element.argument()])?;
        self.type_keys(&format!("{}a", keys::CONTROL))?;
        self.paste_here(text)
    }

    /// Pastes a text where the focus is, over what is selected, as Ctrl+V does.
    ///
    /// # Errors
    /// The driver's.
    pub fn paste_here(&self, text: &str) -> Result<()> {
        self.script(
            "const [text] = arguments;
             const element = document.activeElement;
             const clipboardData = new DataTransfer();
             clipboardData.setData('text/plain', text);
             const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
             // An editor of its own takes the event; into a plain text box the browser would insert the text.
             if (element.dispatchEvent(paste)) document.execCommand('insertText', false, text);",
            &[json!(text)],
        )
        .map(drop)
    }

    /// Chooses an option of a native select by its text, as a user would.
    ///
    /// # Errors
    /// When there is no such option.
    pub fn choose(&self, combobox: &str, option: &str) -> Result<()> {
        let list = self.find("combobox", combobox)?;
        let option = self.element(
            &format!("“{combobox}” has an option “{option}”"),
            "return wl.all('option', arguments[1], arguments[0])[0];",
            &[list.argument(), json!(option)],
        )?;
        self.click_on(&option)
    }

    /// Runs a script in the page's worker, as only a debugger can; its result is not known.
    ///
    /// # Errors
    /// When there is no worker.
    pub fn script_in_worker(&self, script: &str) -> Result<()> {
        let targets = self.devtools("Target.getTargets", &json!({ "filter": [{ "type": "worker" }] }))?;
        let own = |target: &&Value| target["url"].as_str().is_some_and(|url| url.starts_with(&self.url));
        let worker = targets["targetInfos"].as_array().into_iter().flatten().find(own).context("there is no worker")?;
        let parameters = json!({ "targetId": worker["targetId"], "flatten": false });
        let session = self.devtools("Target.attachToTarget", &parameters)?;
        let message = json!({ "id": 1, "method": "Runtime.evaluate", "params": { "expression": script } });
        let envelope = json!({ "sessionId": session["sessionId"], "message": message.to_string() });
        self.devtools("Target.sendMessageToTarget", &envelope).map(drop)
    }

    /// A picture of the viewport, as PNG in base64.
    ///
    /// # Errors
    /// The browser's.
    pub fn picture(&self) -> Result<String> {
        // Two frames: the first draws what the scripts changed, the second is behind it.
        self.post(
            "/execute/async",
            &json!({
                "script": "const then = arguments[0];
                           requestAnimationFrame(() => requestAnimationFrame(() => then(null)));",
                "args": [],
            }),
        )?;
        let answer = self.get("/screenshot")?;
        Ok(answer.as_str().unwrap_or_default().to_owned())
    }
}
