//! The page of long work: it says how the work stands, in its heading too, and only to who began it.

use std::sync::mpsc;

use bangfu::base::{Error, Msg, RowId, derived};
use bangfu::web::JobState;

use crate::house::House;

#[test]
fn the_page_of_long_work_says_in_its_heading_how_it_stands() {
    let house = House::sqlite();
    let staff = house.here.person("周主任").staff;
    let (office, teacher) = (house.as_("周主任"), house.as_("王老师"));
    for (name, heading, result) in [("done", "办好了", Ok("/pupils".to_owned())), ("failed", "没有办成", Err(Error::Conflict(Msg::new("job-cancelled"))))] {
        let id: RowId = derived(&[name.as_bytes()]);
        let (go, wait) = mpsc::channel();
        let work = move |progress: &bangfu::web::Progress| {
            progress.at(3, 10)?;
            wait.recv().unwrap();
            result
        };
        house.app.jobs.start(id, house.here.id, staff, work).unwrap();
        let page = format!("/jobs/{id}");
        assert!(office.get(&page).text.contains(r#"<h1 id="job-head">正在处理</h1>"#), "{name}");
        assert_eq!(teacher.get(&page).status, 404, "it is nobody else's");
        go.send(()).unwrap();
        while matches!(house.app.jobs.state(id, house.here.id, staff), Ok(JobState::Working(..))) {
            std::thread::yield_now();
        }
        let part = office.part(&page).text;
        assert!(part.contains(&format!(r#"<h1 id="job-head" hx-swap-oob="true">{heading}</h1>"#)), "{part}");
        assert_eq!(part.contains("/pupils"), name == "done", "{part}");
    }
}
