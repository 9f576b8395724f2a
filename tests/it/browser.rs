//! A real browser: a small client of the W3C WebDriver protocol over chromedriver, enough for the walks.
//!
//! Nothing sleeps: what takes time is waited for inside the page, by a promise that looks at every frame and gives up after a bound.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use data_encoding::BASE64;
use serde_json::{Value, json};
use ureq::Agent;

use crate::client::Client;
use crate::house::{Folder, outside};

/// What a page may take to show what is waited for.
const BOUND_MS: u64 = 15_000;
/// How often an address is asked before a page counts as one that stays.
const BOUND_ASKS: u32 = 5_000;
/// The key under which the protocol names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Keys that are not text.
pub(crate) mod key {
    pub(crate) const TAB: &str = "\u{e004}";
    pub(crate) const ENTER: &str = "\u{e007}";
}

/// How the browser is opened.
#[derive(Clone, Copy)]
pub(crate) struct Opening {
    pub width: u32,
    pub height: u32,
    pub javascript: bool,
}

/// An old phone, upright.
pub(crate) const PHONE: Opening = Opening { width: 360, height: 740, javascript: true };
/// The PC in the office.
pub(crate) const PC: Opening = Opening { width: 1440, height: 900, javascript: true };

/// A browser window.
pub(crate) struct Browser {
    driver: Child,
    agent: Agent,
    session: String,
    width: u32,
    _profile: Folder,
}

impl Browser {
    /// Opens a window; `None` where there is no browser for tests.
    pub(crate) fn open(opening: Opening) -> Option<Self> {
        let chromium = outside("BANGFU_CHROMIUM")?;
        let profile = Folder::new("browser");
        let (driver, port) = start_driver();
        let config = Agent::config_builder().http_status_as_error(false).timeout_global(Some(Duration::from_secs(120)));
        let mut browser = Self { driver, agent: config.build().new_agent(), session: format!("http://127.0.0.1:{port}/session"), width: opening.width, _profile: profile };
        let wanted = browser.capabilities(&chromium, opening);
        let made = browser.send("", &wanted);
        browser.session = format!("{}/{}", browser.session, made["sessionId"].as_str().unwrap());
        // The window of a desktop browser cannot be narrower than 500 px: phones are emulated.
        browser.devtools("Emulation.setDeviceMetricsOverride", &json!({ "width": opening.width, "height": opening.height, "deviceScaleFactor": 1, "mobile": opening.width < 600 }));
        browser.devtools("Emulation.setScriptExecutionDisabled", &json!({ "value": !opening.javascript }));
        Some(browser)
    }

    fn capabilities(&self, chromium: &str, opening: Opening) -> Value {
        let profile = self._profile.path().display();
        let args = [
            "--headless=new".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--disable-sync".to_owned(),
            "--no-first-run".to_owned(),
            "--hide-scrollbars".to_owned(),
            // Without a screen, `--lang` does not reach what the browser asks servers for.
            "--accept-lang=zh-CN".to_owned(),
            format!("--window-size={},{}", opening.width.max(500), opening.height),
            format!("--user-data-dir={profile}"),
        ];
        json!({ "capabilities": { "alwaysMatch": { "browserName": "chrome", "goog:chromeOptions": { "binary": chromium, "args": args } } } })
    }

    fn send(&self, path: &str, body: &Value) -> Value {
        let mut answer = self.agent.post(format!("{}{path}", self.session)).send_json(body).unwrap();
        value_of(answer.body_mut().read_json().unwrap(), path)
    }

    fn ask(&self, path: &str) -> Value {
        let mut answer = self.agent.get(format!("{}{path}", self.session)).call().unwrap();
        let config = answer.body_mut().with_config().limit(64 << 20);
        value_of(config.read_json().unwrap(), path)
    }

    /// A command of the browser's own protocol.
    pub(crate) fn devtools(&self, command: &str, params: &Value) -> Value {
        self.send("/goog/cdp/execute", &json!({ "cmd": command, "params": params }))
    }

    /// Opens an address and waits until it is loaded.
    pub(crate) fn go(&self, url: &str) {
        self.send("/url", &json!({ "url": url }));
    }

    /// The address shown.
    pub(crate) fn url(&self) -> String {
        self.ask("/url").as_str().unwrap_or_default().to_owned()
    }

    /// The element that a CSS selector finds first.
    pub(crate) fn find(&self, css: &str) -> String {
        let found = self.send("/element", &json!({ "using": "css selector", "value": css }));
        found[ELEMENT].as_str().unwrap_or_else(|| panic!("nothing on {} is `{css}`", self.url())).to_owned()
    }

    /// Presses an element, brought to the middle of the window first, as a thumb would.
    pub(crate) fn click(&self, css: &str) {
        let element = self.find(css);
        self.send("/execute/sync", &json!({ "script": "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' });", "args": [{ ELEMENT: element }] }));
        self.send(&format!("/element/{element}/click"), &json!({}));
    }

    /// Types into a field.
    pub(crate) fn type_into(&self, css: &str, text: &str) {
        self.send(&format!("/element/{}/value", self.find(css)), &json!({ "text": text }));
    }

    /// The text of an element.
    pub(crate) fn text(&self, css: &str) -> String {
        self.ask(&format!("/element/{}/text", self.find(css))).as_str().unwrap_or_default().to_owned()
    }

    /// Presses keys one after the other, wherever the focus is.
    pub(crate) fn keys(&self, text: &str) {
        let actions: Vec<Value> = text.chars().flat_map(|c| ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": c.to_string() }))).collect();
        self.send("/actions", &json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] }));
    }

    /// Runs a script in the page; it may return a value or a promise of one.
    pub(crate) fn script(&self, text: &str) -> Value {
        self.send("/execute/sync", &json!({ "script": text, "args": [] }))
    }

    /// Waits until an expression holds in the page.
    pub(crate) fn wait_until(&self, expression: &str) {
        let text = format!(
            "return new Promise(done => {{ const end = performance.now() + {BOUND_MS};
               const look = () => {{ let held = false; try {{ held = Boolean({expression}); }} catch (_) {{ held = false; }}
                 if (held || performance.now() > end) done(held); else requestAnimationFrame(look); }}; look(); }});"
        );
        assert_eq!(self.script(&text), json!(true), "on {} this did not come true: {expression}", self.url());
    }

    /// Waits until the address no longer ends so: the way to await a press where scripts are off.
    pub(crate) fn wait_away_from(&self, ending: &str) {
        assert!((0..BOUND_ASKS).any(|_| !self.url().ends_with(ending)), "still on {ending}: {}", self.text("main"));
    }

    /// Takes the cookies of a signed-in client; the page of the house must be open.
    pub(crate) fn sign_in_as(&self, house_url: &str, client: &Client) {
        self.go(&format!("{house_url}/assets/favicon.svg"));
        let value = client.cookie("bangfu").unwrap();
        self.send("/cookie", &json!({ "cookie": { "name": "bangfu", "value": value, "path": "/", "httpOnly": true } }));
    }

    /// Keeps a picture of the whole page in `target/screens`, for people to look at; gives its size in bytes.
    pub(crate) fn screenshot(&self, page: &str) -> usize {
        let shot = self.devtools("Page.captureScreenshot", &json!({ "format": "png", "captureBeyondViewport": true }));
        let bytes = BASE64.decode(shot["data"].as_str().unwrap().as_bytes()).unwrap();
        let folder = screens();
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{page}-{}.png", self.width)), &bytes).unwrap();
        bytes.len()
    }

    /// Serious and critical findings of axe-core on the page, one line each.
    pub(crate) fn axe(&self) -> Vec<String> {
        let axe = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("node_modules/axe-core/axe.min.js")).unwrap();
        self.script(&axe);
        let found = self.script(
            "return axe.run(document, { resultTypes: ['violations'] }).then(r => r.violations.filter(v => v.impact === 'serious' || v.impact === 'critical')
               .flatMap(v => v.nodes.map(n => v.id + ': ' + n.target.join(' ') + ' — ' + n.failureSummary.replace(/\\s+/g, ' '))));",
        );
        found.as_array().unwrap().iter().filter_map(|line| line.as_str().map(ToOwned::to_owned)).collect()
    }

    /// Whether the page is wider than the window: then a phone must be pushed sideways. `innerWidth` would not tell, since a phone draws a page that is too wide
    /// smaller, until it fits.
    pub(crate) fn overflows(&self) -> bool {
        self.script("return document.documentElement.scrollWidth > document.documentElement.clientWidth + 1;") == json!(true)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The browser ends with its session, and the driver after it; what cannot be told any more has ended already.
        drop(self.agent.delete(self.session.as_str()).call());
        drop(self.driver.kill());
        drop(self.driver.wait());
    }
}

fn value_of(answer: Value, what: &str) -> Value {
    let value = answer["value"].clone();
    assert!(value.get("error").is_none(), "the browser refused {what}: {}", value["message"]);
    value
}

fn screens() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("target"), PathBuf::from);
    target.join("screens")
}

/// chromedriver on a port of its own choice.
fn start_driver() -> (Child, u16) {
    let program = std::env::var("BANGFU_CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".to_owned());
    let mut driver = Command::new(program).arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("chromedriver starts (package chromium-driver)");
    let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines().map_while(Result::ok);
    let port = lines.find_map(|line| line.rsplit_once("successfully on port ").and_then(|(_, port)| port.trim_end_matches('.').parse().ok()));
    // What it says later must go somewhere, or it stops at its next word.
    std::thread::spawn(move || lines.for_each(drop));
    (driver, port.expect("chromedriver says its port"))
}
