//! `cargo xtask load`: how fast the house is and how much memory it takes, with 2,000 and with 20,000 pupils, beside the budgets.
//!
//! A bench, not a test: a slow figure fails nothing, a wrong answer does. CPU time per request and the ratio of the two schools count; times per second depend on the machine,
//! which the bench shares with the server it measures.

mod house;
mod http;
mod school;

use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use self::house::{House, commands_cpu_ms, school_year};
use self::http::{Client, between, encoded};
use self::school::{CLASS_PUPILS, Child, HEAD, LARGE_PUPILS, OFFICE, TEACHER};
use crate::steps::{Outcome, now, run as run_command};
use crate::test::{cargo, root};

const SMALL_PUPILS: usize = 2_000;
/// A measured step ends after so long, or after so many requests.
const STEP: Duration = Duration::from_secs(3);
const REQUESTS_MOST: usize = 3_000;
/// Requests before a step that are not counted.
const WARM_UP: usize = 5;
/// Rows of a page of the list.
const PAGE_ROWS: usize = 50;
/// Pages of children whose own pages are asked for.
const POOL_PAGES: usize = 4;
const SAVERS: usize = 16;
const TRIES_OF_IMPORT: usize = 3;
const CHOSEN_PASSWORD: &str = "石榴树下读书声7";
/// Tokens of forms, 32 hex digits, each used once.
static FORMS: AtomicUsize = AtomicUsize::new(1);

/// What was measured of one kind of work.
struct Figure {
    name: &'static str,
    budget: &'static str,
    per_second: f64,
    cpu_ms: f64,
    p50_ms: f64,
    p99_ms: f64,
    /// Resident memory of the server after it, in MB; none where the server did not do the work.
    after_mb: Option<f64>,
}

/// What was measured of the server as a whole.
struct Whole {
    start_ms: f64,
    /// Resident before the work begins, with three people signed in.
    begin_mb: f64,
    /// Resident at the end; of it, what the program holds itself; and mapped files: the program's own code, the database.
    rest_mb: [f64; 3],
    peak_mb: f64,
    peak_says: &'static str,
}

/// Prints the table.
///
/// # Errors
/// When the program cannot be built or started, or answers wrongly.
pub fn run(args: &[String]) -> Outcome {
    if let Some(arg) = args.first() {
        return Err(format!("`cargo xtask load` does not know `{arg}`; it takes none, and a built program from BANGFU_BIN"));
    }
    let program = program()?;
    let small = measure(&program, SMALL_PUPILS)?;
    let large = measure(&program, LARGE_PUPILS)?;
    print(&small, &large);
    Ok(())
}

fn program() -> Outcome<PathBuf> {
    if let Some(given) = std::env::var_os("BANGFU_BIN") {
        let path = PathBuf::from(given);
        return path.canonicalize().map_err(|cause| format!("BANGFU_BIN {}: {cause}", path.display()));
    }
    run_command(cargo().args(["build", "--release", "--package", "bangfu"]))?;
    let mut metadata: Command = cargo();
    let told = metadata.args(["metadata", "--format-version", "1", "--no-deps"]).output().map_err(|cause| format!("cargo metadata: {cause}"))?;
    let target = between(&String::from_utf8_lossy(&told.stdout), "\"target_directory\":\"", "\"").map_or_else(|| root().join("target"), PathBuf::from);
    Ok(target.join("release/bangfu"))
}

fn measure(program: &std::path::Path, pupils: usize) -> Outcome<(Vec<Figure>, Whole)> {
    println!("\n▸ {pupils} pupils");
    let mut house = House::new(program, pupils)?;
    let people = [OFFICE, HEAD, TEACHER];
    let passwords = house.fill(pupils, &people)?;
    let (address, started) = house.serve()?;
    let mut signed_in = Vec::new();
    for ((login, _), password) in people.iter().zip(&passwords) {
        signed_in.push(sign_in(&address, login, password)?);
    }
    let begin_mb = house.memory_mb("VmRSS")?;
    let peak_says = if house.forget_peak() { "after signing in" } else { "with signing in: the kernel does not forget a peak" };
    let [office, head, teacher] = signed_in.as_mut_slice() else { return Err("three people sign in".to_owned()) };
    let mut figures = reading(&house, office, pupils)?;
    figures.push(one(&house, "Today, class teacher", "0.8", teacher, |client, _| client.get("/")?.expect("Today", 200, "<main").map(drop))?);
    figures.push(one(&house, "Today, principal", "3", head, |client, _| client.get("/")?.expect("Today", 200, "<main").map(drop))?);
    figures.extend(saving(&house, office, pupils)?);
    figures.extend(registers(&house, office, pupils)?);
    figures.push(import(&house)?);
    let whole = Whole {
        start_ms: started.as_secs_f64() * 1000.0,
        begin_mb,
        rest_mb: [house.memory_mb("VmRSS")?, house.memory_mb("RssAnon")?, house.memory_mb("RssFile")?],
        peak_mb: house.memory_mb("VmHWM")?,
        peak_says,
    };
    Ok((figures, whole))
}

/// Signs in and changes the first password, as everybody must.
fn sign_in(address: &str, login: &str, password: &str) -> Outcome<Client> {
    let mut client = Client::new(address)?;
    client.post("/sign-in", &once(), &[("login", login), ("password", password)])?.expect("sign-in", 303, "")?;
    let page = client.get("/account/password")?.expect("one's own password", 200, "name=\"new\"")?;
    client.csrf = hidden(&page.text, "_csrf")?;
    let token = hidden(&page.text, "_once")?;
    let fields = [("old", password), ("new", CHOSEN_PASSWORD), ("again", CHOSEN_PASSWORD)];
    client.post("/account/password", &token, &fields)?.expect("a password of one's own", 303, "")?;
    let page = client.get("/")?.expect("Today", 200, "_csrf")?;
    client.csrf = hidden(&page.text, "_csrf")?;
    Ok(client)
}

fn hidden(page: &str, name: &str) -> Outcome<String> {
    between(page, &format!("name=\"{name}\" value=\""), "\"").map(str::to_owned).ok_or_else(|| format!("the page has no {name}"))
}

fn once() -> String {
    format!("{:016x}{:016x}", std::process::id(), FORMS.fetch_add(1, Ordering::Relaxed))
}

/// Children with marks, from the list by class: address and name.
fn pool(client: &mut Client, pupils: usize) -> Outcome<Vec<(String, String)>> {
    let mut found = Vec::new();
    // By class, the middle of the list is in grades 3 and 4.
    for page in 0..POOL_PAGES {
        let answer = client.get(&format!("/pupils?sort=class&page={}", pupils / 2 / PAGE_ROWS + page))?.expect("list by class", 200, "")?;
        for row in answer.text.split("<tr data-open>").skip(1) {
            let (id, name) = (between(row, "href=\"/pupils/", "\""), between(row, "<span class=\"name-other\">", "<"));
            found.push((id.ok_or("a row without a link")?.to_owned(), name.ok_or("a row without a name")?.to_owned()));
        }
    }
    if found.len() == POOL_PAGES * PAGE_ROWS { Ok(found) } else { Err(format!("{} children on {POOL_PAGES} pages of the list", found.len())) }
}

fn reading(house: &House, office: &mut Client, pupils: usize) -> Outcome<Vec<Figure>> {
    let pool = pool(office, pupils)?;
    let pages = pupils / PAGE_ROWS;
    let list = one(house, "list of pupils, 50 rows", "0.5", office, |client, n| {
        let answer = client.get(&format!("/pupils?page={}", n * 7 % pages))?.expect("list", 200, "")?;
        let rows = answer.text.matches("<tr data-open>").count();
        if rows == PAGE_ROWS { Ok(()) } else { Err(format!("the list has {rows} rows")) }
    })?;
    let first = one(house, "list of pupils, first page", "0.5", office, |client, _| client.get("/pupils")?.expect("list", 200, "<tr data-open>").map(drop))?;
    let search = one(house, "search: name, beginning, initials", "0.3", office, |client, n| {
        let child = Child(n * 13 % pupils);
        let (typed, holds) = match n % 3 {
            0 => (child.name(), child.name()),
            1 => (child.beginning(), child.beginning()),
            _ => (child.initials(), "href=\"/pupils/".to_owned()),
        };
        client.get(&format!("/pupils/suggestions?q={}", encoded(&typed)))?.expect("search", 200, &holds).map(drop)
    })?;
    let page = one(house, "one child's page", "0.6", office, |client, n| {
        let (id, name) = &pool[n % pool.len()];
        let answer = client.get(&format!("/pupils/{id}"))?.expect("a child's page", 200, name)?;
        answer.expect("a child's page with marks", 200, "第二单元").map(drop)
    })?;
    Ok(vec![list, first, search, page])
}

/// Sends the consent of a family: a record, an event of the timeline, the audit chain.
fn save(client: &mut Client, id: &str, day: &str, n: usize) -> Outcome {
    let purpose = ["sensitive", "wellbeing", "aid", "photo"][n % 4];
    let fields = [("purpose", purpose), ("given", "yes"), ("by_whom", "家长"), ("how", "paper"), ("day", day)];
    let to = format!("/pupils/{id}/consents");
    let answer = client.post(&to, &once(), &fields)?.expect("a consent", 303, "")?;
    if answer.to == to { Ok(()) } else { Err(format!("a consent led to {}", answer.to)) }
}

fn saving(house: &House, office: &mut Client, pupils: usize) -> Outcome<Vec<Figure>> {
    let pool = pool(office, pupils)?;
    let form = office.get(&format!("/pupils/{}/consents", pool[0].0))?.expect("the form of consents", 200, "type=\"date\"")?;
    let date = form.text.split("<input").find(|input| input.contains("type=\"date\"")).and_then(|input| between(input, "value=\"", "\""));
    let day = date.ok_or("the form of consents proposes no day")?.to_owned();
    let single = one(house, "save one record", "0.5", office, |client, n| save(client, &pool[n % pool.len()].0, &day, n))?;
    let mut clients = (0..SAVERS).map(|_| office.another()).collect::<Outcome<Vec<Client>>>()?;
    let together = figure(house, "save, 16 clients", "0.5", &mut clients, |client, n| save(client, &pool[n % pool.len()].0, &day, n))?;
    office.get(&format!("/pupils/{}/consents", pool[0].0))?.expect("the consents so far", 200, &format!("{day} · "))?;
    Ok(vec![single, together])
}

fn registers(house: &House, office: &mut Client, pupils: usize) -> Outcome<Vec<Figure>> {
    let page = office.get("/registers")?.expect("registers", 200, "value=\"class:")?;
    let class = between(&page.text, "value=\"class:", "\"").ok_or("no class in the list of registers")?.to_owned();
    let rows = |what: &str, text: &str, least: usize| match text.lines().count() {
        lines if lines > least => Ok(()),
        lines => Err(format!("{what} has {lines} lines")),
    };
    let of_class = one(house, "register of a class, csv", "–", office, |client, _| {
        let answer = client.get(&format!("/registers/roster.csv?part=class%3A{class}"))?.expect("register of a class", 200, "")?;
        rows("register of a class", &answer.text, CLASS_PUPILS)
    })?;
    let of_school = one(house, "register of the school, csv", "–", office, |client, _| {
        let answer = client.get("/registers/roster.csv")?.expect("register of the school", 200, &Child(pupils - 1).name())?;
        rows("register of the school", &answer.text, pupils)
    })?;
    Ok(vec![of_class, of_school])
}

/// 2,000 rows of new children are read, checked and matched by the command line, in a process of its own.
fn import(house: &House) -> Outcome<Figure> {
    let sheet = school::roster(LARGE_PUPILS..LARGE_PUPILS + SMALL_PUPILS, school_year());
    let (cpu, mut took) = (commands_cpu_ms()?, Vec::new());
    for _ in 0..TRIES_OF_IMPORT {
        let begun = now();
        house.import("roster", &sheet, SMALL_PUPILS, &["--dry-run"])?;
        took.push(begun.elapsed());
    }
    Ok(summed("import of 2,000 rows, dry run", "1000", commands_cpu_ms()? - cpu, took.iter().sum(), took))
}

fn one(house: &House, name: &'static str, budget: &'static str, client: &mut Client, ask: impl Fn(&mut Client, usize) -> Outcome + Sync) -> Outcome<Figure> {
    figure(house, name, budget, std::slice::from_mut(client), ask)
}

/// Asks again and again, each client one request after the other, for at most [`STEP`] and [`REQUESTS_MOST`].
fn figure(house: &House, name: &'static str, budget: &'static str, clients: &mut [Client], ask: impl Fn(&mut Client, usize) -> Outcome + Sync) -> Outcome<Figure> {
    for n in 0..WARM_UP {
        ask(&mut clients[0], n)?;
    }
    let next = AtomicUsize::new(WARM_UP);
    let (cpu, begun) = (house.cpu_ms()?, now());
    let asked = |client: &mut Client| -> Outcome<Vec<Duration>> {
        let mut took = Vec::new();
        while begun.elapsed() < STEP {
            let n = next.fetch_add(1, Ordering::Relaxed);
            if n >= REQUESTS_MOST + WARM_UP {
                break;
            }
            let sent = now();
            ask(client, n)?;
            took.push(sent.elapsed());
        }
        Ok(took)
    };
    let each: Vec<Outcome<Vec<Duration>>> = std::thread::scope(|scope| {
        let all: Vec<_> = clients.iter_mut().map(|client| scope.spawn(|| asked(client))).collect();
        all.into_iter().map(|thread| thread.join().unwrap_or_else(|_| Err("a client panicked".to_owned()))).collect()
    });
    let (whole, cpu) = (begun.elapsed(), house.cpu_ms()? - cpu);
    let took = each.into_iter().collect::<Outcome<Vec<_>>>()?.concat();
    println!("  {:>8}  {name}: {} times", crate::steps::seconds(whole), took.len());
    Ok(Figure { after_mb: Some(house.memory_mb("VmRSS")?), ..summed(name, budget, cpu, whole, took) })
}

fn summed(name: &'static str, budget: &'static str, cpu_ms: f64, whole: Duration, mut took: Vec<Duration>) -> Figure {
    took.sort_unstable();
    let count = took.len().max(1);
    let at = |percent: usize| took.get((count * percent).div_ceil(100).saturating_sub(1)).copied().unwrap_or_default().as_secs_f64() * 1000.0;
    Figure { name, budget, per_second: count as f64 / whole.as_secs_f64(), cpu_ms: cpu_ms / count as f64, p50_ms: at(50), p99_ms: at(99), after_mb: None }
}

fn print((small, small_whole): &(Vec<Figure>, Whole), (large, large_whole): &(Vec<Figure>, Whole)) {
    println!("\n{:34} {:>11} |{:^44}|{:^44}| {:>5}", "", "budget", "2,000 pupils", "20,000 pupils", "ratio");
    let heads = format!("{:>9} {:>8} {:>8} {:>8} {:>6} ", "CPU ms", "p50 ms", "p99 ms", "per s", "MB");
    println!("{:34} {:>11} |{heads}|{heads}| {:>5}", "each request", "CPU ms ≤", "CPU");
    let memory = |figure: &Figure| figure.after_mb.map_or_else(|| "–".to_owned(), |mb| format!("{mb:.0}"));
    let cells = |figure: &Figure| format!("{:>9.2} {:>8.2} {:>8.2} {:>8.0} {:>6} ", figure.cpu_ms, figure.p50_ms, figure.p99_ms, figure.per_second, memory(figure));
    for (few, many) in small.iter().zip(large) {
        println!("{:34} {:>11} |{}|{}| {:>5.2}", few.name, few.budget, cells(few), cells(many), many.cpu_ms / few.cpu_ms);
    }
    let line = |name: &str, budget: &str, few: f64, many: f64| println!("{name:34} {budget:>11} |{few:>9.1} {:34}|{many:>9.1} {:34}| {:>5.2}", "", "", many / few);
    line("start to first answer, ms", "200", small_whole.start_ms, large_whole.start_ms);
    line("memory with three people signed in", "", small_whole.begin_mb, large_whole.begin_mb);
    for (at, name) in ["memory at the end, MB", "  of it its own", "  of it mapped files and code"].into_iter().enumerate() {
        line(name, "", small_whole.rest_mb[at], large_whole.rest_mb[at]);
    }
    line("memory at most, MB", "55", small_whole.peak_mb, large_whole.peak_mb);
    println!(
        "\nlist, search and page: ratio ≤ 1.2. MB: the server's memory after that work. Saving with 16 clients: ≥ 2,000 a second. Memory at most is taken {}.",
        large_whole.peak_says
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_requests_are_as_fast_as_the_median() {
        let took = (1..=200).rev().map(Duration::from_millis).collect();
        let figure = summed("x", "1", 400.0, Duration::from_secs(2), took);
        assert_eq!((figure.p50_ms, figure.p99_ms, figure.cpu_ms, figure.per_second), (100.0, 198.0, 2.0, 100.0));
    }
}
