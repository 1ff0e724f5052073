//! A browser for the tests of the HTML report: Chromium through `chromedriver`, by the commands of
//! WebDriver (W3C, <https://www.w3.org/TR/webdriver2/>) and, for the size and the colours of the
//! screen, of the Chrome DevTools Protocol.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

/// A browser with one window. It ends when it is dropped.
pub struct Browser {
    driver: Child,
    session: String,
}

impl Browser {
    /// Starts a browser; prints why not and returns `None` where none is installed.
    ///
    /// With the variable `VARIORUM_BROWSER=required` that is a failure.
    ///
    /// # Panics
    /// There is a browser and it cannot be driven.
    pub fn start() -> Option<Browser> {
        let program = std::env::var("CHROMEDRIVER").unwrap_or("chromedriver".to_owned());
        let mut command = Command::new(&program);
        let command = command.arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null());
        let mut driver = match command.spawn() {
            Ok(driver) => driver,
            Err(error) => {
                assert!(
                    std::env::var("VARIORUM_BROWSER").as_deref() != Ok("required"),
                    "{program}: {error}"
                );
                println!("skipped: {program}: {error} (Debian: chromium, chromium-driver)");
                return None;
            }
        };
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines().map_while(Result::ok);
        let port = lines.find_map(|line| {
            let rest = line.split("started successfully on port ").nth(1)?;
            rest.trim_end_matches('.').parse::<u16>().ok()
        });
        let port = port.expect("chromedriver names its port");
        // What it writes later must not block it.
        std::thread::spawn(move || lines.for_each(drop));
        let options = json!({
            // Containers have no user namespaces for the sandbox; the pages are the tests' own.
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                "--disable-dev-shm-usage"],
        });
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        }}});
        let mut browser = Browser { driver, session: format!("http://127.0.0.1:{port}/session") };
        let made = browser.send("", &wanted);
        browser.session += &format!("/{}", made["sessionId"].as_str().expect("a session"));
        Some(browser)
    }

    fn send(&self, path: &str, body: &Value) -> Value {
        let request = minreq::post(format!("{}{path}", self.session)).with_timeout(120);
        let response = request
            .with_header("Content-Type", "application/json")
            .with_body(body.to_string())
            .send()
            .unwrap_or_else(|error| panic!("{path}: {error}"));
        let answer: Value = serde_json::from_slice(response.as_bytes()).unwrap();
        assert!(answer["value"]["error"].is_null(), "{path}: {}", answer["value"]);
        answer["value"].clone()
    }

    fn devtools(&self, command: &str, parameters: Value) -> Value {
        self.send("/goog/cdp/execute", &json!({"cmd": command, "params": parameters}))
    }

    /// Opens a file.
    pub fn open(&self, file: &Path) {
        self.open_address(&format!("file://{}", file.display()));
    }

    /// Opens an address.
    pub fn open_address(&self, address: &str) {
        self.send("/url", &json!({"url": address}));
    }

    /// Sets the width of the screen, and its colours to dark or light. What moves is still.
    pub fn set_screen(&self, width: u32, is_dark: bool) {
        let metrics = json!({
            "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics);
        let scheme = if is_dark { "dark" } else { "light" };
        let features = json!({"features": [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]});
        self.devtools("Emulation.setEmulatedMedia", features);
    }

    /// Switches scripts of pages on or off; [`run`](Browser::run) works in any case.
    pub fn set_scripts(&self, are_on: bool) {
        self.devtools("Emulation.setScriptExecutionDisabled", json!({"value": !are_on}));
    }

    /// Runs a script in the page and returns what it returns.
    pub fn run(&self, script: &str) -> Value {
        self.send("/execute/sync", &json!({"script": script, "args": []}))
    }

    /// Runs a script that returns a promise, or calls its last argument, and waits for the result.
    pub fn wait_for(&self, script: &str) -> Value {
        self.send("/execute/async", &json!({"script": script, "args": []}))
    }

    /// Presses and releases a key.
    pub fn press(&self, key: &str) {
        let keys =
            [json!({"type": "keyDown", "value": key}), json!({"type": "keyUp", "value": key})];
        let source = json!({"type": "key", "id": "keyboard", "actions": keys});
        self.send("/actions", &json!({"actions": [source]}));
    }

    /// Returns the page as a printer would get it, as the number of its bytes.
    pub fn print(&self) -> usize {
        self.send("/print", &json!({})).as_str().map_or(0, str::len)
    }

    /// Returns what the page has written to the console since this was asked.
    pub fn console(&self) -> Vec<String> {
        let entries = self.send("/se/log", &json!({"type": "browser"}));
        let text = |entry: &Value| entry["message"].as_str().unwrap_or_default().to_owned();
        entries.as_array().unwrap().iter().map(text).collect()
    }

    /// Returns the addresses that the browser has asked for since this was asked.
    pub fn requests(&self) -> Vec<String> {
        let entries = self.send("/se/log", &json!({"type": "performance"}));
        let address = |entry: &Value| {
            let message: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
            let message = &message["message"];
            let is_request = message["method"] == "Network.requestWillBeSent";
            is_request.then(|| message["params"]["request"]["url"].as_str().unwrap().to_owned())
        };
        entries.as_array().unwrap().iter().filter_map(address).collect()
    }

    /// Writes the first `height` pixels of the page as a picture (PNG in Base64).
    pub fn picture(&self, width: u32, height: u32) -> String {
        let clip = json!({"x": 0, "y": 0, "width": width, "height": height, "scale": 1});
        let parameters = json!({"captureBeyondViewport": true, "clip": clip});
        let taken = self.devtools("Page.captureScreenshot", parameters);
        taken["data"].as_str().unwrap_or_default().to_owned()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The browser goes with its session, and the driver with its process.
        let _ = minreq::delete(&self.session).with_timeout(10).send();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
