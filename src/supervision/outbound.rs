//! What leaves the house, and where to: the text messages of three vendors' robots with their signatures, a mail by SMTP; only to these vendors' hosts and to a mail server with TLS.
//!
//! Robots: WeCom developer document 99110, DingTalk "custom robot", Feishu "custom bot": a text message, DingTalk and Feishu signed with HMAC-SHA256 of time and secret.

use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use lettre::message::header::ContentType;
use lettre::transport::smtp::authentication::Credentials;
use lettre::{Message, SmtpTransport, Transport};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::base::Stamp;

/// How long one sending may take.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Ports of mail servers; with 465 TLS from the first byte, else STARTTLS.
const MAIL_PORTS: [u16; 3] = [25, 465, 587];
/// Vendors: channel, host, how the path begins.
const VENDORS: [(&str, &str, &str); 3] = [
    ("wecom", "qyapi.weixin.qq.com", "/cgi-bin/webhook/send?key="),
    ("dingtalk", "oapi.dingtalk.com", "/robot/send?access_token="),
    ("feishu", "open.feishu.cn", "/open-apis/bot/v2/hook/"),
];

/// The robot of a group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Robot {
    /// `wecom`, `dingtalk`, `feishu`.
    pub vendor: String,
    /// Its address.
    pub url: String,
    /// What it signs with; empty where it does not.
    pub secret: String,
}

/// A mail server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Server {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Login; empty where it asks for none.
    pub user: String,
    /// Password.
    pub password: String,
    /// From whom mails come.
    pub from: String,
}

fn is_loopback(host: &str) -> bool {
    ["127.0.0.1", "localhost"].contains(&host)
}

/// What is wrong with the address of a robot, as a key; nothing else than the vendor's own host is called. `local`: also a receiver on the machine itself, for tests.
pub fn refuse_robot(vendor: &str, url: &str, local: bool) -> Option<&'static str> {
    let known = VENDORS.iter().find(|one| one.0 == vendor);
    let fits = known
        .is_some_and(|(_, host, path)| url.strip_prefix("https://").and_then(|rest| rest.strip_prefix(host)).is_some_and(|rest| rest.starts_with(path) && rest.len() > path.len()));
    let plain = url.chars().all(|c| c.is_ascii_graphic()) && !url.contains(['#', '\\']);
    let here = local && url.strip_prefix("http://127.0.0.1:").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    (known.is_none() || !(plain && (fits || here))).then_some("supervision-remind-url")
}

/// What is wrong with a mail server, as field and key.
pub fn refuse_server(server: &Server, local: bool) -> Option<(&'static str, &'static str)> {
    let host = server.host.as_str();
    let named =
        host.contains('.') && !host.starts_with('.') && host.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-') && host.chars().any(|c| c.is_ascii_alphabetic());
    let here = local && is_loopback(host);
    match () {
        () if !named && !here => Some(("host", "supervision-remind-host")),
        () if !MAIL_PORTS.contains(&server.port) && !here => Some(("port", "supervision-remind-port")),
        () if !is_mail(&server.from) => Some(("from", "supervision-remind-mail")),
        () => None,
    }
}

/// Whether a text is a mail address.
pub fn is_mail(text: &str) -> bool {
    text.len() <= 200 && text.is_ascii() && text.parse::<lettre::Address>().is_ok()
}

fn signed(key: &str, text: &str) -> String {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key.as_bytes()).unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
    mac.update(text.as_bytes());
    data_encoding::BASE64.encode(&mac.finalize().into_bytes())
}

fn in_url(text: &str) -> String {
    text.bytes().map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// The address and the body of a text message, signed where the robot asks for it.
pub fn message(robot: &Robot, text: &str, now: Stamp) -> (String, serde_json::Value) {
    let plain = serde_json::json!({ "msgtype": "text", "text": { "content": text } });
    match robot.vendor.as_str() {
        "dingtalk" if !robot.secret.is_empty() => {
            let sign = signed(&robot.secret, &format!("{}\n{}", now.0, robot.secret));
            (format!("{}&timestamp={}&sign={}", robot.url, now.0, in_url(&sign)), plain)
        }
        "feishu" => {
            let mut body = serde_json::json!({ "msg_type": "text", "content": { "text": text } });
            if !robot.secret.is_empty() {
                let seconds = now.0 / 1000;
                // Feishu takes time and secret for the key and signs nothing.
                body["timestamp"] = seconds.to_string().into();
                body["sign"] = signed(&format!("{seconds}\n{}", robot.secret), "").into();
            }
            (robot.url.clone(), body)
        }
        _ => (robot.url.clone(), plain),
    }
}

/// Whether a robot's answer says that it took the message: `errcode` or `code` 0.
fn took(answer: &str) -> bool {
    let json: serde_json::Value = serde_json::from_str(answer).unwrap_or_default();
    ["errcode", "code", "StatusCode"].iter().find_map(|name| json.get(*name)).and_then(serde_json::Value::as_i64) == Some(0)
}

/// Sends a text by a robot.
///
/// # Errors
/// The key of what went wrong: not allowed, not reached, not taken.
pub fn by_robot(robot: &Robot, text: &str, now: Stamp, local: bool) -> Result<(), &'static str> {
    if let Some(key) = refuse_robot(&robot.vendor, &robot.url, local) {
        return Err(key);
    }
    let (url, body) = message(robot, text, now);
    let config = ureq::Agent::config_builder().timeout_global(Some(TIMEOUT)).max_redirects(0).proxy(None).build();
    let agent: ureq::Agent = config.into();
    let sent = agent.post(&url).header("content-type", "application/json").send(body.to_string());
    let answer = sent.ok().and_then(|mut answer| answer.body_mut().with_config().limit(65_536).read_to_string().ok()).ok_or("supervision-remind-unreached")?;
    if took(&answer) { Ok(()) } else { Err("supervision-remind-refused") }
}

/// Sends a text by mail.
///
/// # Errors
/// The key of what went wrong.
pub fn by_mail(server: &Server, to: &str, (subject, text): (&str, &str), local: bool) -> Result<(), &'static str> {
    if let Some((_, key)) = refuse_server(server, local) {
        return Err(key);
    }
    let wrong = "supervision-remind-mail";
    let from = server.from.parse().map_err(|_| wrong)?;
    let to = to.parse().map_err(|_| wrong)?;
    let message = Message::builder().from(from).to(to).subject(subject).header(ContentType::TEXT_PLAIN).body(text.to_owned()).map_err(|_| wrong)?;
    let unreached = "supervision-remind-unreached";
    let builder = match server.port {
        _ if is_loopback(&server.host) => SmtpTransport::builder_dangerous(server.host.as_str()),
        465 => SmtpTransport::relay(&server.host).map_err(|_| unreached)?,
        _ => SmtpTransport::starttls_relay(&server.host).map_err(|_| unreached)?,
    };
    let mut builder = builder.port(server.port).timeout(Some(TIMEOUT));
    if !server.user.is_empty() {
        builder = builder.credentials(Credentials::new(server.user.clone(), server.password.clone()));
    }
    let sent = builder.build().send(&message);
    sent.map(|_| ()).map_err(|error| if error.is_permanent() { "supervision-remind-refused" } else { unreached })
}

/// When what failed is tried again, by how often it was tried: 5, 15, 45, 135 minutes; after that not on that day.
pub fn next_try(tries: i64, now: Stamp) -> Option<Stamp> {
    let minutes = [5, 15, 45, 135].get(usize::try_from(tries - 1).ok()?)?;
    Some(Stamp(now.0 + minutes * 60_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_three_vendors_hosts_are_called_whatever_an_address_looks_like() {
        let ding = "https://oapi.dingtalk.com/robot/send?access_token=abc";
        for (vendor, url, local, allowed) in [
            ("dingtalk", ding, false, true),
            ("wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1-2", false, true),
            ("feishu", "https://open.feishu.cn/open-apis/bot/v2/hook/1-2", false, true),
            ("wecom", ding, false, false),
            ("other", ding, false, false),
            ("dingtalk", "http://oapi.dingtalk.com/robot/send?access_token=abc", false, false),
            ("dingtalk", "https://oapi.dingtalk.com/robot/send?access_token=", false, false),
            ("dingtalk", "https://oapi.dingtalk.com.evil.example/robot/send?access_token=abc", false, false),
            ("dingtalk", "https://oapi.dingtalk.com@evil.example/robot/send?access_token=abc", false, false),
            ("dingtalk", "https://oapi.dingtalk.com:8443/robot/send?access_token=abc", false, false),
            ("dingtalk", "https://evil.example/robot/send?access_token=abc", false, false),
            ("dingtalk", "https://oapi.dingtalk.com/robot/send?access_token=a b", false, false),
            ("dingtalk", "https://169.254.169.254/latest", false, false),
            ("dingtalk", "http://127.0.0.1:9000/hook", false, false),
            ("dingtalk", "http://127.0.0.1:9000/hook", true, true),
            ("dingtalk", "http://127.0.0.1:x@evil.example/", true, false),
            ("dingtalk", "http://10.0.0.1:9000/hook", true, false),
        ] {
            assert_eq!(refuse_robot(vendor, url, local).is_none(), allowed, "{vendor} {url} {local}");
        }
    }

    #[test]
    fn a_mail_server_has_a_name_a_mail_port_and_a_sender() {
        let server = |host: &str, port, from: &str| Server { host: host.into(), port, from: from.into(), ..Server::default() };
        for (one, local, wrong) in [
            (server("smtp.school.example", 465, "a@school.example"), false, None),
            (server("smtp.school.example", 587, "a@school.example"), false, None),
            (server("smtp.school.example", 8080, "a@school.example"), false, Some("port")),
            (server("169.254.169.254", 25, "a@school.example"), false, Some("host")),
            (server("localhost", 25, "a@school.example"), false, Some("host")),
            (server("127.0.0.1", 2525, "a@school.example"), true, None),
            (server("smtp.school.example/x", 25, "a@school.example"), false, Some("host")),
            (server("smtp.school.example", 25, "谁"), false, Some("from")),
            (server("smtp.school.example", 25, "a@b\r\nBcc: c@d"), false, Some("from")),
        ] {
            assert_eq!(refuse_server(&one, local).map(|found| found.0), wrong, "{one:?}");
        }
    }

    #[test]
    fn each_vendor_gets_its_own_message_and_signature() {
        let now = Stamp(1_790_000_000_123);
        let robot = |vendor: &str, secret: &str| Robot { vendor: vendor.into(), url: "https://x/y?t=1".into(), secret: secret.into() };
        let (url, body) = message(&robot("wecom", ""), "您有 1 件事", now);
        assert_eq!((url.as_str(), body["msgtype"].as_str(), body["text"]["content"].as_str()), ("https://x/y?t=1", Some("text"), Some("您有 1 件事")));
        let (url, body) = message(&robot("dingtalk", "SECabc"), "t", now);
        // Counted by another program: base64(hmac_sha256("SECabc", "1790000000123\nSECabc")).
        assert!(url.starts_with("https://x/y?t=1&timestamp=1790000000123&sign=") && !url.contains('+') && body["text"]["content"] == "t");
        assert_eq!(signed("key", "The quick brown fox jumps over the lazy dog"), "97yD9DBThCSxMpjmqm+xQ+9NWaFJRhdZl0edvC0aPNg=", "the published example of HMAC-SHA256");
        let (_, body) = message(&robot("feishu", "abc"), "t", now);
        assert_eq!((body["msg_type"].as_str(), body["timestamp"].as_str(), body["content"]["text"].as_str()), (Some("text"), Some("1790000000"), Some("t")));
        assert_eq!(body["sign"].as_str().map(str::len), Some(44));
        assert!(message(&robot("feishu", ""), "t", now).1.get("sign").is_none());
        for (answer, ok) in [("{\"errcode\":0}", true), ("{\"code\":0,\"msg\":\"success\"}", true), ("{\"errcode\":310000}", false), ("", false), ("<html>", false)] {
            assert_eq!(took(answer), ok, "{answer}");
        }
    }

    #[test]
    fn what_failed_is_tried_again_later_and_later_and_not_for_ever() {
        let waits: Vec<Option<i64>> = (1..=5).map(|tries| next_try(tries, Stamp(0)).map(|at| at.0 / 60_000)).collect();
        assert_eq!(waits, [Some(5), Some(15), Some(45), Some(135), None]);
    }
}
