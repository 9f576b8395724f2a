//! A browser without a screen: cookies, forms with their hidden keys, files. It follows no redirects, so that tests see each answer.

use ureq::Agent;
use ureq::http::Uri;

/// What the server answered.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub status: u16,
    /// Where to go, on a redirect.
    pub to: String,
    pub text: String,
}

impl Answer {
    /// The main part of the page, cut short: for messages.
    pub(crate) fn main(&self) -> String {
        let main = self.text.split("<main").nth(1).unwrap_or(&self.text);
        main.split("</main>").next().unwrap_or_default().chars().take(1500).collect()
    }
}

/// A file that the server gave.
pub(crate) struct Download {
    pub status: u16,
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// A browser with its own cookies.
#[derive(Clone)]
pub(crate) struct Client {
    base: String,
    agent: Agent,
}

/// The hidden keys of a page's form.
#[derive(Clone, Debug)]
pub(crate) struct Keys {
    pub csrf: String,
    pub once: String,
}

impl Client {
    pub(crate) fn new(base: String) -> Self {
        let config = Agent::config_builder().http_status_as_error(false).max_redirects(0).max_redirects_will_error(false).build();
        Self { base, agent: config.new_agent() }
    }

    /// Puts a cookie into this browser.
    pub(crate) fn set_cookie(&self, name: &str, value: &str) {
        let uri: Uri = self.base.parse().unwrap();
        let cookie = ureq::Cookie::parse(format!("{name}={value}; Path=/"), &uri).unwrap();
        let mut jar = self.agent.cookie_jar_lock();
        jar.insert(cookie, &uri).unwrap();
        jar.release();
    }

    /// The value of a cookie of this browser.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        let jar = self.agent.cookie_jar_lock();
        jar.iter().find(|cookie| cookie.name() == name).map(|cookie| cookie.value().to_owned())
    }

    /// Asks for a page.
    pub(crate) fn get(&self, path: &str) -> Answer {
        answer(self.agent.get(self.base.clone() + path).call())
    }

    /// Asks for the part of a page that is swapped in.
    pub(crate) fn part(&self, path: &str) -> Answer {
        answer(self.agent.get(self.base.clone() + path).header("hx-request", "true").call())
    }

    /// Asks for a file.
    pub(crate) fn download(&self, path: &str) -> Download {
        download(self.agent.get(self.base.clone() + path).call().unwrap())
    }

    /// Sends a form as it is, without looking at its page first.
    pub(crate) fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        answer(self.agent.post(self.base.clone() + path).send_form(fields.iter().copied()))
    }

    /// Sends a form that is answered with a file.
    pub(crate) fn post_for_file(&self, path: &str, fields: &[(&str, &str)]) -> Download {
        download(self.agent.post(self.base.clone() + path).send_form(fields.iter().copied()).unwrap())
    }

    /// Sends a form as a page of another site would: the browser says so.
    pub(crate) fn post_from_elsewhere(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        answer(self.agent.post(self.base.clone() + path).header("sec-fetch-site", "cross-site").send_form(fields.iter().copied()))
    }

    /// The hidden keys of the page at a path.
    pub(crate) fn keys(&self, page: &str) -> Keys {
        let shown = self.get(page);
        assert_eq!(shown.status, 200, "{page} → {} {}", shown.to, shown.main());
        Keys { csrf: hidden(&shown.text, "_csrf"), once: hidden(&shown.text, "_once") }
    }

    /// Opens the page, fills in the form and sends it to its path.
    pub(crate) fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_from(path, path, fields)
    }

    /// Opens a page and sends one of its forms, which goes to another path.
    pub(crate) fn post_from(&self, page: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        let keys = self.keys(page);
        self.post_with(&keys, action, fields)
    }

    /// Sends a form with given keys.
    pub(crate) fn post_with(&self, keys: &Keys, action: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("_csrf", keys.csrf.as_str()), ("_once", keys.once.as_str())];
        all.extend_from_slice(fields);
        self.post(action, &all)
    }

    /// Opens a page and sends files with its form.
    pub(crate) fn upload(&self, page: &str, action: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Answer {
        const EDGE: &str = "----a-line-that-no-workbook-holds";
        let keys = self.keys(page);
        let mut body = Vec::new();
        for (name, value) in [("_csrf", keys.csrf.as_str()), ("_once", keys.once.as_str())].iter().chain(fields) {
            body.extend_from_slice(format!("--{EDGE}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes());
        }
        for (field, name, bytes) in files {
            body.extend_from_slice(
                format!("--{EDGE}\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\ncontent-type: application/octet-stream\r\n\r\n").as_bytes(),
            );
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{EDGE}--\r\n").as_bytes());
        let request = self.agent.post(self.base.clone() + action).header("content-type", format!("multipart/form-data; boundary={EDGE}"));
        answer(request.send(&body[..]))
    }
}

fn answer(sent: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Answer {
    let mut response = sent.unwrap();
    let to = response.headers().get("location").map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
    let bytes = response.body_mut().read_to_vec().unwrap();
    Answer { status: response.status().as_u16(), to, text: String::from_utf8_lossy(&bytes).into_owned() }
}

/// The value of a hidden field of a page.
pub(crate) fn hidden(page: &str, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    let at = page.find(&mark).unwrap_or_else(|| panic!("the page has no field {name}: {page}")) + mark.len();
    page[at..].split('"').next().unwrap_or_default().to_owned()
}

fn download(mut response: ureq::http::Response<ureq::Body>) -> Download {
    let media_type = response.headers().get("content-type").map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
    Download { status: response.status().as_u16(), media_type, bytes: response.body_mut().read_to_vec().unwrap() }
}
