//! Reminders leave the house: by mail and robot to receivers of the test, counts and links alone, on school days, once a day, tried again when nobody listens, never of an old term.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use bangfu::base::{RowId, derived};
use bangfu::supervision::reminders::{self, How};
use bangfu::trail;

use crate::house::{House, day};

const PAGE: &str = "/settings/reminders";
const LOCAL: How = How { now: false, dry: false, local: true };

/// A robot that takes what it is sent: its port, and the bodies.
fn robot(answer: &'static str) -> (u16, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, bodies) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let (mut head, mut length) = (String::new(), 0);
            loop {
                let mut line = String::new();
                if reader.read_line(&mut line).unwrap() == 0 || line == "\r\n" {
                    break;
                }
                if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
                head.push_str(&line);
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            write!(stream, "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{answer}", answer.len()).unwrap();
            drop(sender.send(format!("{}{}", head.lines().next().unwrap_or_default(), String::from_utf8(body).unwrap())));
        }
    });
    (port, bodies)
}

/// A mail server that takes what it is sent.
fn mail_server() -> (u16, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, mails) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            stream.write_all(b"220 test ESMTP\r\n").unwrap();
            let (mut mail, mut in_data) = (String::new(), false);
            loop {
                let mut line = String::new();
                if reader.read_line(&mut line).unwrap_or(0) == 0 {
                    break;
                }
                mail.push_str(&line);
                let answer = match line.trim_end() {
                    "." if in_data => {
                        in_data = false;
                        "250 taken"
                    }
                    _ if in_data => continue,
                    "DATA" => {
                        in_data = true;
                        "354 go on"
                    }
                    "QUIT" => "221 bye",
                    _ => "250 ok",
                };
                stream.write_all(format!("{answer}\r\n").as_bytes()).unwrap();
            }
            drop(sender.send(mail));
        }
    });
    (port, mails)
}

fn taken(from: &Receiver<String>) -> String {
    from.recv_timeout(Duration::from_secs(20)).expect("something arrives")
}

fn nothing(from: &Receiver<String>) -> bool {
    from.recv_timeout(Duration::from_millis(300)).is_err()
}

/// Two things of 王老师: one due today, one late; and one of a term long over.
fn tasks(house: &House) {
    let staff = house.here.person("王老师").staff;
    let child = house.here.child("4.2", "林小明").id;
    house
        .store
        .write(house.here.id, |tx| {
            for (n, due) in ["2026-09-21", "2026-09-18", "2026-06-01", "2026-09-30"].into_iter().enumerate() {
                trail::open_task(
                    tx,
                    staff,
                    "activity-next",
                    derived::<RowId>(&[b"due", &[u8::try_from(n).unwrap()]]),
                    &format!("/records/new?pupil={child}&kind=talk"),
                    &[],
                    day(due),
                )?;
            }
            Ok(())
        })
        .unwrap();
}

fn chosen(house: &House, ways: &[(&str, &str)]) {
    let usual = [("on", "1"), ("hour", "7"), ("address", "https://bangfu.example/"), ("port", "465")];
    let fields: Vec<(&str, &str)> = ways.iter().copied().chain(usual).collect();
    let answer = house.as_("陈校长").post_from(PAGE, PAGE, &fields);
    assert_eq!(answer.status, 303, "{}", answer.main());
}

fn run(house: &House, how: How) -> (usize, usize) {
    let (sent, failed, _) = reminders::run(&house.store, house.here.id, how).unwrap();
    (sent, failed)
}

#[test]
fn a_person_who_wants_it_is_mailed_how_many_things_are_due_and_their_forms_once_on_a_school_day() {
    for house in House::both() {
        tasks(&house);
        assert_eq!(run(&house, LOCAL), (0, 0), "off by default");
        let (port, mails) = mail_server();
        let port = port.to_string();
        chosen(&house, &[("on-mail", "1"), ("host", "127.0.0.1"), ("port", &port), ("from", "bangfu@school.example")]);
        assert_eq!(run(&house, LOCAL), (0, 0), "nobody asked for it");
        let wang = house.as_("王老师");
        let wrong = wang.post_from("/account/reminders", "/account/reminders", &[("on", "1"), ("mail", "不是地址")]);
        assert_eq!((wrong.status, wrong.text.contains("不是地址")), (422, true), "{}", wrong.main());
        assert_eq!(wang.post_from("/account/reminders", "/account/reminders", &[("on", "1"), ("mail", "wang@school.example")]).status, 303);
        house.clock.set(day("2026-09-20"));
        assert_eq!(run(&house, LOCAL), (0, 0), "{}: a Sunday", house.name());
        house.clock.set(day("2026-09-21"));
        let dry = reminders::run(&house.store, house.here.id, How { dry: true, ..LOCAL }).unwrap();
        assert!(dry.2.len() == 1 && dry.2[0].text.contains("您有 1 件事今天到期，1 件已经过期"), "one of the old term, one later: {:?}", dry.2);
        assert!(nothing(&mails), "a dry run sends nothing");
        assert_eq!(run(&house, LOCAL), (1, 0));
        let mail = taken(&mails);
        assert!(mail.contains("RCPT TO:<wang@school.example>") && mail.contains("MAIL FROM:<bangfu@school.example>"), "{mail}");
        assert_eq!(run(&house, LOCAL), (0, 0), "once a day");
        assert_eq!(run(&house, How { now: true, ..LOCAL }), (0, 0));
        for name in ["林小明", "王老师", "谈话"] {
            assert!(!dry.2[0].text.contains(name), "no name: {:?}", dry.2);
        }
        assert!(dry.2[0].text.contains("https://bangfu.example/records/new?pupil="), "the exact form: {:?}", dry.2);
    }
}

#[test]
fn a_robot_gets_counts_alone_and_what_it_refuses_is_tried_again_later() {
    let house = House::sqlite();
    tasks(&house);
    let (port, bodies) = robot("{\"errcode\":0,\"errmsg\":\"ok\"}");
    let (deaf, refused) = robot("{\"code\":19021,\"msg\":\"sign match fail\"}");
    let (ding, feishu) = (format!("http://127.0.0.1:{port}/robot/send?access_token=abc"), format!("http://127.0.0.1:{deaf}/hook/1"));
    chosen(&house, &[("on-dingtalk", "1"), ("dingtalk", &ding), ("secret-dingtalk", "SECabc"), ("on-feishu", "1"), ("feishu", &feishu)]);
    assert_eq!(run(&house, LOCAL), (1, 1));
    let (took, gave) = (taken(&bodies), taken(&refused));
    assert!(
        took.contains("POST /robot/send?access_token=abc&timestamp=") && took.contains("&sign=") && took.contains("1 件帮扶工作到期") && took.contains("https://bangfu.example/"),
        "{took}"
    );
    assert!(gave.contains("\"msg_type\":\"text\"") && !took.contains("王") && !took.contains("林小明") && !took.contains("pupil"), "{gave}");
    assert_eq!(run(&house, LOCAL), (0, 0), "not at once");
    let page = house.as_("陈校长").get(PAGE).text;
    assert!(page.contains("已发送") && page.contains("试了 1 次没有成功") && page.contains("对方没有收下"), "{page}");
    assert!(!page.contains("SECabc"), "a secret is not shown again");
    assert_eq!(run(&house, How { now: true, ..LOCAL }), (0, 1), "whoever asks for it need not wait");
    chosen(&house, &[("dingtalk", &ding), ("on-dingtalk", "1")]);
    house.clock.set(day("2026-09-22"));
    assert_eq!(run(&house, LOCAL), (1, 0));
    assert!(taken(&bodies).contains("&sign="), "a secret that was left empty stays");
}

#[test]
fn only_who_manages_settings_chooses_and_only_vendors_are_called() {
    let house = House::sqlite();
    for (who, status) in [("陈校长", 200), ("周主任", 200), ("钱老师", 200), ("王老师", 403), ("吴老师", 403)] {
        assert_eq!(house.as_(who).get(PAGE).status, status, "{who}");
    }
    assert_eq!(house.as_("王老师").post_from("/account/reminders", PAGE, &[("on", "1")]).status, 403);
    assert_eq!(house.as_("王老师").post_from("/account/reminders", "/account/reminders", &[]).status, 303);
    let chen = house.as_("陈校长");
    for url in ["https://evil.example/robot/send?access_token=1", "http://oapi.dingtalk.com/robot/send?access_token=1", "http://10.0.0.1:80/hook", "file:///etc/passwd"] {
        let answer = chen.post_from(PAGE, PAGE, &[("hour", "30"), ("port", "465"), ("on-dingtalk", "1"), ("dingtalk", url)]);
        assert_eq!((answer.status, answer.text.matches("error-text").count()), (422, 2), "{url}: {}", answer.main());
        assert!(answer.text.contains(url), "what was typed is kept");
    }
    let gone = format!("http://127.0.0.1:{}/hook", TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port());
    chosen(&house, &[("on-wecom", "1"), ("wecom", &gone)]);
    let tried = chen.post_from(PAGE, "/settings/reminders/test", &[("way", "wecom")]);
    assert_eq!((tried.status, tried.text.contains("连不上")), (422, true), "{}", tried.main());
    let (port, bodies) = robot("{\"errcode\":0}");
    chosen(&house, &[("on-wecom", "1"), ("wecom", &format!("http://127.0.0.1:{port}/hook"))]);
    assert_eq!(chen.post_from(PAGE, "/settings/reminders/test", &[("way", "wecom")]).status, 303);
    assert!(taken(&bodies).contains("试发"));
}
