//! Random timetables against a brute force that looks at every minute of every day; then the rules one by one.

use super::*;
use crate::base::Id;
use crate::roster::calendar::Holiday;

fn day(text: &str) -> SchoolDate {
    text.parse().unwrap()
}

fn uuid(n: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(n)
}

/// A term of five weeks with a holiday in the middle and a Saturday that is taught.
fn term() -> TermDays {
    TermDays { first: day("2026-09-01"), last: day("2026-10-05"), holidays: vec![Holiday { from: day("2026-09-16"), to: day("2026-09-18") }], swapped: vec![day("2026-09-19")] }
}

fn entry(id: u128, times: &[(u32, u32, u32)], people: &[Person], room: Option<Room>) -> Entry {
    Entry {
        id: RowId::from_uuid(uuid(id)),
        times: times.iter().map(|(weekday, from, until)| Time::of(*weekday, *from, *until).unwrap()).collect(),
        from: term().first,
        until: term().last,
        people: people.iter().copied().collect(),
        room,
        seats: 1,
    }
}

fn child(n: u128) -> Person {
    Person::Child(PupilId::from_uuid(uuid::Uuid::from_u128(n)))
}

fn place(n: u128, shared_seats: Option<u32>) -> Option<Room> {
    Some(Room { id: RowId::from_uuid(uuid(n)), shared_seats })
}

/// The minutes of the term at which an entry is held.
fn minutes(entry: &Entry, term: &TermDays) -> BTreeSet<(SchoolDate, u32)> {
    let mut all = BTreeSet::new();
    let mut day = term.first;
    while day <= term.last {
        let holiday = term.is_holiday(day);
        let taught = term.is_school_day(day);
        let open = if day.weekday() >= 6 { !holiday && !taught } else { taught };
        for time in entry.times.iter().filter(|time| open && i64::from(time.weekday) == i64::from(day.weekday()) && (entry.from..=entry.until).contains(&day)) {
            all.extend((time.from..time.until).map(|minute| (day, minute)));
        }
        day = day.plus_days(1);
    }
    all
}

/// Who and what is in both, by looking at every minute: the side, the other entry and the first minute.
fn brute(one: &Entry, others: &[Entry], term: &TermDays) -> BTreeSet<(Side, RowId, SchoolDate, u32)> {
    let mine = minutes(one, term);
    let mut found = BTreeSet::new();
    for other in others {
        let Some(first) = mine.intersection(&minutes(other, term)).next().copied() else { continue };
        for person in &one.people {
            if other.people.contains(person) {
                found.insert((Side::Person(*person), other.id, first.0, first.1));
            }
        }
        if let (Some(here), Some(there)) = (one.room, other.room)
            && here.id == there.id
            && here.shared_seats.is_none()
        {
            found.insert((Side::Place(here.id), other.id, first.0, first.1));
        }
    }
    let Some(Room { id, shared_seats: Some(seats) }) = one.room else { return found };
    let there: Vec<(&Entry, BTreeSet<(SchoolDate, u32)>)> =
        others.iter().filter(|other| other.room.is_some_and(|room| room.id == id)).map(|other| (other, minutes(other, term))).collect();
    for (day, minute) in mine {
        let now: Vec<&Entry> = there.iter().filter(|(_, all)| all.contains(&(day, minute))).map(|(other, _)| *other).collect();
        if now.iter().map(|other| other.seats).sum::<u32>() + one.seats > seats && !now.is_empty() {
            found.extend(now.iter().map(|other| (Side::Seats(id), other.id, day, minute)));
            break;
        }
    }
    found
}

/// The same figures in every run, 0 to below `sides`.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(sides)).unwrap()
    }
    fn person(&mut self) -> Person {
        let n = u128::from(self.roll(4));
        match self.roll(3) {
            0 => child(n),
            1 => Person::Staff(StaffId::from_uuid(uuid(n))),
            _ => Person::Outsider(RowId::from_uuid(uuid(n))),
        }
    }
    fn time(&mut self) -> Time {
        let from = 900 + 15 * self.roll(12);
        Time::of([1, 3, 3, 6, 6, 7][self.roll(6) as usize], from, from + 15 * (1 + self.roll(6))).unwrap()
    }
    /// Place 1 is for one at a time, place 2 has five seats for all.
    fn entry(&mut self, id: u128) -> Entry {
        let (first, last) = (i64::from(self.roll(35)), i64::from(self.roll(35)));
        let room = [None, place(1, None), place(2, Some(5))][self.roll(3) as usize];
        Entry {
            id: RowId::from_uuid(uuid(id)),
            times: (0..=self.roll(2)).map(|_| self.time()).collect(),
            from: term().first.plus_days(first.min(last)),
            until: term().first.plus_days(first.max(last)),
            people: (0..=self.roll(4)).map(|_| self.person()).collect(),
            room,
            seats: 1 + self.roll(3),
        }
    }
    fn timetable(&mut self) -> Vec<Entry> {
        let count = 2 + self.roll(6);
        (0..count).map(|n| self.entry(u128::from(100 + n))).collect()
    }
}

#[test]
fn a_timetable_finds_each_clash_that_a_look_at_every_minute_finds_and_no_other() {
    let (term, mut dice, mut clashing) = (term(), Dice(7), 0);
    for round in 0..800 {
        let timetable = dice.timetable();
        let (one, others) = timetable.split_first().unwrap();
        let found: BTreeSet<(Side, RowId, SchoolDate, u32)> = all(one, others, &term).into_iter().map(|clash| (clash.side, clash.other, clash.day, clash.from)).collect();
        assert_eq!(found, brute(one, others, &term), "round {round}: {timetable:#?}");
        clashing += usize::from(!found.is_empty());
    }
    assert!((100..700).contains(&clashing), "{clashing} of 800 timetables clash");
}

#[test]
fn what_is_taken_in_one_by_one_has_no_clash_and_both_sides_name_each_other() {
    let (term, mut dice) = (term(), Dice(11));
    for round in 0..400 {
        let mut kept: Vec<Entry> = Vec::new();
        for entry in dice.timetable() {
            let clashes = all(&entry, &kept, &term);
            if clashes.is_empty() {
                kept.push(entry);
                continue;
            }
            for clash in clashes.iter().filter(|clash| !matches!(clash.side, Side::Seats(_))) {
                assert!(clash.one == entry.id && clash.other != entry.id);
                let other = kept.iter().find(|kept| kept.id == clash.other).unwrap();
                let back = between(other, &entry, &term);
                let named = |back: &Clash| (back.side, back.day, back.from, back.until, back.other) == (clash.side, clash.day, clash.from, clash.until, entry.id);
                assert!(back.iter().any(named), "round {round}: {clash:?} {back:?}");
            }
        }
        for one in &kept {
            let rest: Vec<Entry> = kept.iter().filter(|other| other.id != one.id).cloned().collect();
            assert_eq!(brute(one, &rest, &term), BTreeSet::new(), "round {round}");
        }
    }
}

#[test]
fn a_child_a_helper_and_a_room_are_in_one_place_at_a_time() {
    let term = term();
    let staff = Person::Staff(StaffId::from_uuid(uuid(9)));
    let outsider = Person::Outsider(RowId::from_uuid(uuid(9)));
    let one = entry(1, &[(3, 960, 1000)], &[child(1), staff, outsider], place(1, None));
    let table: [(&str, Entry, &[Side]); 7] = [
        ("the same child", entry(2, &[(3, 980, 1020)], &[child(1)], None), &[Side::Person(child(1))]),
        ("the same teacher", entry(2, &[(3, 980, 1020)], &[staff], place(2, None)), &[Side::Person(staff)]),
        ("the same volunteer", entry(2, &[(3, 900, 961)], &[outsider], None), &[Side::Person(outsider)]),
        ("the same room", entry(2, &[(3, 960, 1000)], &[child(2)], place(1, None)), &[Side::Place(RowId::from_uuid(uuid(1)))]),
        ("right after it", entry(2, &[(3, 1000, 1040)], &[child(1), staff], place(1, None)), &[]),
        ("another day", entry(2, &[(4, 960, 1000)], &[child(1), staff], place(1, None)), &[]),
        ("a volunteer is no member of staff with the same number", entry(2, &[(3, 960, 1000)], &[Person::Child(PupilId::from_uuid(uuid(9)))], None), &[]),
    ];
    for (name, other, sides) in table {
        let found: Vec<Side> = all(&one, std::slice::from_ref(&other), &term).into_iter().map(|clash| clash.side).collect();
        assert_eq!(found, sides, "{name}");
    }
}

#[test]
fn nothing_takes_place_in_a_holiday_and_a_taught_saturday_is_no_weekend() {
    let term = term();
    let held = |weekday| days(term.first, term.last, weekday, &term).map(|day| day.to_string()).collect::<Vec<_>>();
    assert_eq!(held(3), ["2026-09-02", "2026-09-09", "2026-09-23", "2026-09-30"], "not on 16 September, a holiday");
    assert_eq!(held(6), ["2026-09-05", "2026-09-12", "2026-09-26", "2026-10-03"], "not on 19 September, which is taught");
    let (one, other) =
        (Entry { until: day("2026-09-18"), ..entry(1, &[(3, 960, 1000)], &[child(1)], None) }, Entry { from: day("2026-09-14"), ..entry(2, &[(3, 960, 1000)], &[child(1)], None) });
    assert_eq!(all(&one, &[other], &term), [], "they only meet in the holiday");
}

#[test]
fn a_shared_place_holds_as_many_as_it_has_seats() {
    let term = term();
    let seats = |id, times: &[(u32, u32, u32)], seats| Entry { seats, ..entry(id, times, &[], place(1, Some(10))) };
    let there = [seats(2, &[(3, 960, 1000)], 4), seats(3, &[(3, 990, 1020)], 4)];
    assert_eq!(all(&seats(1, &[(3, 960, 1020)], 2), &there, &term), []);
    let found = all(&seats(1, &[(3, 960, 1020)], 3), &there, &term);
    let said: Vec<(u32, u32)> = found.iter().map(|clash| (clash.from, clash.until)).collect();
    assert_eq!(said, [(990, 1000), (990, 1000)], "both that are there are named");
    assert_eq!(all(&seats(1, &[(3, 960, 990)], 6), &there, &term), []);
}

#[test]
fn times_are_read_as_they_are_stored_and_nonsense_is_left_out() {
    let times = [Time::of(1, 965, 1005).unwrap(), Time::of(7, 0, DAY_MINUTES).unwrap()];
    assert_eq!(read(&stored(&times)), times);
    assert_eq!(read("8-1-2;1-5-5;x;1-10-9;2-3-2000"), []);
    for (text, minutes) in [("16:05", Some(965)), ("00:00", Some(0)), ("24:00", Some(1440)), ("24:01", None), ("7", None), ("07:60", None), ("07:5", None), ("16:05:00", Some(965))]
    {
        assert_eq!(minute(text), minutes, "{text}");
    }
    assert_eq!(clock(965), "16:05");
}
