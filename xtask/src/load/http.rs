//! A browser of a few lines: HTTP/1.1 over one kept connection to loopback, with cookies and the hidden keys of forms.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::steps::Outcome;

/// No answer takes this long; a bench that hangs says so.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the server answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Where to go, on a redirect.
    pub to: String,
    pub text: String,
}

impl Answer {
    /// The answer when it has this status and holds this text, else what is wrong with it.
    pub fn expect(self, what: &str, status: u16, holds: &str) -> Outcome<Self> {
        if self.status != status {
            return Err(format!("{what}: status {} {} where {status} was expected", self.status, self.to));
        }
        if !self.text.contains(holds) { Err(format!("{what}: the answer does not hold “{holds}”")) } else { Ok(self) }
    }
}

/// A connection with its cookies.
pub struct Client {
    address: String,
    stream: BufReader<TcpStream>,
    cookies: Vec<(String, String)>,
    /// The secret of the session's forms; empty before it is known.
    pub csrf: String,
}

impl Client {
    /// Connects to `127.0.0.1:port`.
    pub fn new(address: &str) -> Outcome<Self> {
        Ok(Self { address: address.to_owned(), stream: connect(address)?, cookies: Vec::new(), csrf: String::new() })
    }

    /// A second connection of the same signed-in person.
    pub fn another(&self) -> Outcome<Self> {
        Ok(Self { address: self.address.clone(), stream: connect(&self.address)?, cookies: self.cookies.clone(), csrf: self.csrf.clone() })
    }

    /// Asks for a page.
    pub fn get(&mut self, path: &str) -> Outcome<Answer> {
        self.send("GET", path, "")
    }

    /// Sends a form with the session's secret and this token.
    pub fn post(&mut self, path: &str, once: &str, fields: &[(&str, &str)]) -> Outcome<Answer> {
        let csrf = self.csrf.clone();
        let all = [("_csrf", csrf.as_str()), ("_once", once)].into_iter().chain(fields.iter().copied());
        let body = all.map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&");
        self.send("POST", path, &body)
    }

    fn send(&mut self, method: &str, path: &str, body: &str) -> Outcome<Answer> {
        let cookies = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        let mut request = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\naccept-language: zh-CN\r\ncookie: {cookies}\r\n", self.address);
        if method == "POST" {
            request += &format!("content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n", body.len());
        }
        request += "\r\n";
        request += body;
        let told = |cause: std::io::Error| format!("{method} {path}: {cause}");
        self.stream.get_mut().write_all(request.as_bytes()).map_err(told)?;
        self.answer().map_err(|why| format!("{method} {path}: {why}"))
    }

    fn line(&mut self) -> Outcome<String> {
        let mut line = String::new();
        match self.stream.read_line(&mut line) {
            Ok(0) => Err("the server closed the connection".to_owned()),
            Ok(_) => Ok(line.trim_end().to_owned()),
            Err(cause) => Err(cause.to_string()),
        }
    }

    fn bytes(&mut self, length: usize) -> Outcome<Vec<u8>> {
        let mut bytes = vec![0; length];
        self.stream.read_exact(&mut bytes).map_err(|cause| cause.to_string())?;
        Ok(bytes)
    }

    fn answer(&mut self) -> Outcome<Answer> {
        let first = self.line()?;
        let status = first.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or_else(|| format!("no status in “{first}”"))?;
        let (mut length, mut chunked, mut to) = (0, false, String::new());
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(':') else { break };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse().map_err(|_| format!("content-length {value}"))?,
                "transfer-encoding" => chunked = value == "chunked",
                "location" => value.clone_into(&mut to),
                "set-cookie" => self.keep(value),
                _ => {}
            }
        }
        let bytes = if chunked { self.chunks()? } else { self.bytes(length)? };
        Ok(Answer { status, to, text: String::from_utf8_lossy(&bytes).into_owned() })
    }

    fn chunks(&mut self) -> Outcome<Vec<u8>> {
        let mut all = Vec::new();
        loop {
            let size = self.line()?;
            let size = usize::from_str_radix(&size, 16).map_err(|_| format!("a chunk of size “{size}”"))?;
            all.extend(self.bytes(size)?);
            self.line()?;
            if size == 0 {
                return Ok(all);
            }
        }
    }

    fn keep(&mut self, line: &str) {
        let Some((name, value)) = line.split(';').next().and_then(|pair| pair.split_once('=')) else { return };
        self.cookies.retain(|(known, _)| known != name);
        if !value.is_empty() {
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
    }
}

fn connect(address: &str) -> Outcome<BufReader<TcpStream>> {
    let told = |cause: std::io::Error| format!("{address}: {cause}");
    let stream = TcpStream::connect(address).map_err(told)?;
    stream.set_nodelay(true).map_err(told)?;
    stream.set_read_timeout(Some(PATIENCE)).map_err(told)?;
    Ok(BufReader::new(stream))
}

/// A value as addresses and forms carry it.
pub fn encoded(text: &str) -> String {
    text.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// What stands between `before` and the next `after`, from the first place where `before` is.
pub fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let rest = &text[text.find(before)? + before.len()..];
    Some(&rest[..rest.find(after)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_sent_as_bytes() {
        assert_eq!(encoded("林 a"), "%E6%9E%97%20a");
    }

    #[test]
    fn the_key_of_a_form_is_found() {
        assert_eq!(between("<input name=\"_csrf\" value=\"abc\">", "name=\"_csrf\" value=\"", "\""), Some("abc"));
        assert_eq!(between("nothing", "x", "y"), None);
    }

    #[test]
    fn an_answer_with_the_wrong_status_or_content_is_a_failure() {
        let answer = |status| Answer { status, to: String::new(), text: "林晓雨".to_owned() };
        assert!(answer(200).expect("page", 200, "林晓雨").is_ok());
        assert!(answer(404).expect("page", 200, "").unwrap_err().contains("404"));
        assert!(answer(200).expect("page", 200, "高远").unwrap_err().contains("高远"));
    }
}
