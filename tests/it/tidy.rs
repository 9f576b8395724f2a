//! The rules of the house as a test over the source text.
//!
//! [`RULES`] is the list; each rule has its reason, and each violation says where it stands and how to mend it. What a rule needs to
//! know of this house (layers, rooms, the catalogue, exceptions) stands in the tables of this file, each exception with its reason.

mod layers;
mod papers;
mod schema;
mod shape;
pub(crate) mod source;
mod sql;
mod words;

use std::path::Path;

use source::File;

/// A rule, why it is one, and how it is checked.
struct Rule {
    name: &'static str,
    why: &'static str,
    check: fn(&[File]) -> Vec<Found>,
}

const RULES: [Rule; 18] = [
    Rule { name: "imports go to the left", why: "facts flow as a child's support flows; a room is understood without what comes after it", check: layers::check },
    Rule { name: "files are short", why: "a file holds one thing", check: shape::file_length },
    Rule { name: "functions are short", why: "a function fits the screen and says one thing", check: shape::function_length },
    Rule { name: "nothing is unfinished", why: "what is not done is not there", check: shape::unfinished },
    Rule { name: "every test tests", why: "a test that cannot fail is a false promise", check: shape::idle_tests },
    Rule { name: "every route has a policy", why: "who may do what is decided before a handler runs", check: shape::bare_routes },
    Rule { name: "rooms do not print", why: "an operator reads one log, without a child's data", check: shape::prints },
    Rule { name: "three languages agree", why: "nobody meets a missing word", check: words::languages_agree },
    Rule { name: "every key has words", why: "nobody meets a key instead of a sentence", check: words::keys_exist },
    Rule { name: "acts and events have words", why: "the record of what was done can be read by who is not an engineer", check: words::deeds_have_words },
    Rule { name: "every key is used", why: "what is no longer said need not be translated", check: words::keys_used },
    Rule { name: "templates have no words of their own", why: "all words can be read, translated and kept kind in one place", check: words::templates_are_wordless },
    Rule { name: "pages stand in the layout", why: "navigation, language and print styles are the same everywhere", check: words::templates_have_a_frame },
    Rule { name: "owners write", why: "a table's rules live in one room", check: sql::owners_write },
    Rule { name: "every statement names the school", why: "no school sees another's children, and shards are found by it", check: sql::schools_are_named },
    Rule { name: "the schema fits both databases and shards", why: "one set of migrations for one school and for a province", check: schema::check },
    Rule { name: "clauses exist", why: "code is traced to the requirement it fulfils", check: papers::clauses_exist },
    Rule { name: "coverage is true", why: "a clause counts as done when a test shows it", check: papers::coverage_is_true },
];

/// What stands below the rooms, and what each may import.
const LAYERS: [(&str, &[&str]); 6] = [
    ("base", &[]),
    ("store", &["base"]),
    ("access", &["base", "store"]),
    ("trail", &["base", "store", "access"]),
    ("documents", &["base"]),
    ("web", &["base", "store", "access", "trail"]),
];

/// The rooms, in the order in which a child's support flows. The command line stands to the right of all.
const ROOMS: [&str; 24] = [
    "roster",
    "results",
    "programme",
    "screening",
    "intake",
    "casefile",
    "household",
    "plan",
    "pairing",
    "activity",
    "progress",
    "reward",
    "aid",
    "wellbeing",
    "family",
    "tutoring",
    "drill",
    "supervision",
    "archive",
    "today",
    "child",
    "report",
    "district",
    "api",
];

/// The header line of a file that holds verbs of its room, split out of mod.rs.
const VERBS_HEADER: &str = "//! verbs";
/// Lines of a file, at most.
const FILE_LINES: usize = 500;
/// Lines of a function, at most.
const FUNCTION_LINES: usize = 70;

/// Beginnings of keys that code puts together from a code word, in whichever file they stand: (prefix, why).
const DYNAMIC_KEYS: [(&str, &str); 238] = [
    ("archive-psychological-", "how a destruction of psychological files ended, by its code"),
    ("wellbeing-form-", "forms of counselling, by their code"),
    ("wellbeing-book-", "the same, to be booked"),
    ("wellbeing-ended-", "how a booking ended, by its code"),
    ("wellbeing-outside-", "kinds of places outside, by their code"),
    ("wellbeing-step-", "steps of a referral, by their code"),
    ("wellbeing-proposal-", "what became of a proposal, by its code"),
    ("wellbeing-about-", "of whom a complaint is, by its code"),
    ("wellbeing-outcome-", "what came of a complaint, by its code"),
    ("wellbeing-hurts-", "sentences that hurt, by their number"),
    ("wellbeing-helps-", "sentences that help, by their number"),
    ("wellbeing-sign-", "what is seen, by its code"),
    ("wellbeing-level-", "concern levels, by their number"),
    ("wellbeing-feeling-", "what a child lives through, by its code"),
    ("wellbeing-help-", "what may help with it, by its code"),
    ("wellbeing-outer-", "what weighs from outside, by its code"),
    ("wellbeing-from-", "where that comes from, by its code"),
    ("wellbeing-stage-", "how far the pattern is, by its code"),
    ("wellbeing-side-", "sides of a demand, by their code"),
    ("wellbeing-page-", "pages of a file, by their code"),
    ("wellbeing-part-", "fields of a page, by their name"),
    ("wellbeing-answer-", "answers to an observation, by their code"),
    ("wellbeing-crisis-", "what is urgent, by its code"),
    ("wellbeing-log-", "lines of a log, by their code"),
    ("wellbeing-often-", "answers of a list, by their code"),
    ("wellbeing-list-", "lists, by their code"),
    ("wellbeing-teacher-", "items of the teachers' list, by their number"),
    ("wellbeing-parent-", "items of the parents' list, by their number"),
    ("wellbeing-leave-", "what was answered to who asks to read, by its code"),
    ("wellbeing-way-", "how somebody reads, by its code"),
    ("archive-class-", "classes of data, what they hold and on what ground they are kept, by their code"),
    ("archive-elsewhere-", "what is kept in another way, by its code"),
    ("archive-destruction-", "how a destruction stands, by its code"),
    ("archive-part-", "parts of a hand-over note, by their code"),
    ("archive-state-", "how a hand-over note stands, by its code"),
    ("archive-done-", "what was done with a hand-over note, by its code"),
    ("household-status-", "what a household is, by its code"),
    ("household-cause-", "causes of poverty, by their code"),
    ("household-need-", "urgent needs, by their code"),
    ("household-wish-", "wishes, by their code"),
    ("household-risk-", "risks, by their code"),
    ("household-found-", "how a risk came to be known, by its code"),
    ("household-measure-", "measures and plans, by their code"),
    ("household-ground-", "why a household moves, by its code"),
    ("household-benefit-", "what came from outside, by its code"),
    ("household-item-", "fixed rows, by their code"),
    ("household-role-", "who works for a household, by the code"),
    ("household-relation-", "relations to the head, by their code"),
    ("household-work-", "what a member does, by its code"),
    ("household-health-", "health, by its code"),
    ("household-labour-", "ability to work, by its code"),
    ("household-tools-", "tools, by their code"),
    ("household-horizon-", "near and long-term, by its code"),
    ("household-stand-", "how a measure stands, by its code"),
    ("household-result-", "what a row says, by its code"),
    ("household-mark-", "its mark on paper, by its code"),
    ("household-how-", "how a visit was made, by its code"),
    ("household-verdict-", "verdicts, by their code"),
    ("household-line-", "lines of income, by their code"),
    ("household-works-", "who works in a village, by its code"),
    ("household-what-", "kinds of matters, by their code"),
    ("household-paper-", "papers of a village, by their code"),
    ("aid-fundkind-", "kinds of funds, by their code"),
    ("aid-held-", "who holds a fund's money, by its code"),
    ("aid-account-", "accounts, by their code"),
    ("aid-kind-", "what aid is for, by its code"),
    ("aid-what-", "what an entry says, by its code"),
    ("aid-itemkind-", "kinds of things, by their code"),
    ("aid-donor-", "kinds of donors, by their code"),
    ("aid-form-", "in what aid is given, by its code"),
    ("aid-state-", "how a request stands, by its code"),
    ("aid-line-", "how a line stands, by its code"),
    ("aid-outside-", "what others give, by its code"),
    ("aid-per-", "how often, by its code"),
    ("aid-device-", "kinds of devices, by their code"),
    ("aid-way-", "to a donor or to a child, by its code"),
    ("aid-back-", "how a device came back, by its code"),
    ("reward-basis-", "on what a reward rests, by its code"),
    ("reward-gift-", "what is given, by its code"),
    ("reward-occasion-", "when, by its code"),
    ("reward-audience-", "to whom, by its code"),
    ("reward-state-", "how a reward stands, by its code"),
    ("reward-tier-", "first, second and third prizes, by their number"),
    ("reward-preset-", "rules of the plans, by their code"),
    ("reward-say-", "what the paper says, by the code of the rule"),
    ("reward-growth-", "how a child grew beside what was to be expected, by its code"),
    ("reward-paper-", "papers of rewards, by their code"),
    ("reward-contest-", "contests and recitals, by their code"),
    ("supervision-scope-", "whose work a paper is about, by its code"),
    ("supervision-way-", "ways out of the product, by their code"),
    ("supervision-remind-", "what became of a reminder, by its code"),
    ("supervision-summary-", "kinds, states and steps of papers, by their code"),
    ("supervision-part-", "parts of a paper, by their code"),
    ("supervision-sum-", "what a paper says by itself"),
    ("supervision-kind-", "kinds of meetings, by their code"),
    ("supervision-meeting-state-", "how a meeting stands, by its code"),
    ("supervision-what-", "what comes of a matter, by its code"),
    ("supervision-topic-", "what an experience is about, by its code"),
    ("supervision-case-state-", "how a case stands, by its code"),
    ("supervision-case-step-", "what was done with a case, by its code"),
    ("supervision-case-do-", "what a leader does next, by its code"),
    ("plan-measure-", "the library of measures, by their code"),
    ("plan-goal-of-", "goals that answer causes and categories, by their code"),
    ("plan-goal-how-", "how these are measured, by their code"),
    ("plan-cover-", "why nobody tutors, by its code"),
    ("plan-step-", "steps of the five selves, by their code"),
    ("plan-self-", "how a child moved by its own word, by its code"),
    ("plan-kind-", "what a part of a plan is, by its code"),
    ("plan-dimension-", "dimensions of a plan, by their code"),
    ("plan-hand-", "whose hand does it, by its code"),
    ("plan-often-", "how often in which span, by its code"),
    ("plan-span-", "spans, by their code"),
    ("plan-horizon-", "near and long-term, by its code"),
    ("plan-unit-", "what a goal is counted in, by its code"),
    ("plan-value-", "a value of a unit, by its code"),
    ("plan-scale-", "steps of the scale, by their number"),
    ("plan-section-", "sections of an individual plan, by their code"),
    ("plan-state-", "how a version stands, by its code"),
    ("plan-mark-", "how a week went, by its code"),
    ("plan-habits-", "lists of habits, by their code"),
    ("plan-habit-", "habits, by their code"),
    ("plan-level-", "levels of a goal of the child's own, by their code"),
    ("plan-fit-", "how such a goal fits the child's history, by its code"),
    ("plan-change-", "how two versions differ, by its code"),
    ("supervision-cell-", "how a stretch stands, by its code"),
    ("supervision-due-", "how a month stands, by its code"),
    ("supervision-evidence-", "cells of the evidence and their groups, by their code"),
    ("supervision-proof-", "how well something is proved, by its code"),
    ("supervision-later-", "why something is postponed, by its code"),
    ("supervision-check-", "kinds of checks, by their code"),
    ("supervision-often-", "how often, by its code"),
    ("supervision-helped-", "whether it helped, by its code"),
    ("supervision-agrees-", "how records and words agree, by its code"),
    ("supervision-pass-", "why a drawn child is passed over, by its code"),
    ("supervision-step-", "how a finding stands, by its code"),
    ("supervision-ask-", "what a child is asked, by the field"),
    ("pairing-why-", "why two are a pair, by its code"),
    ("pairing-released-", "why a pair was released, by its code"),
    ("pairing-peer-why-", "why two classmates are a pair, by its code"),
    ("pairing-peer-open-", "why a child gets no study partner, by its code"),
    ("pairing-peer-end-", "why study partners end, by its code"),
    ("pairing-volunteer-kind-", "kinds of volunteers, by their code"),
    ("pairing-volunteer-end-", "why a volunteer ends, by the code"),
    ("pairing-strength-", "what a mentor is good at, by its code"),
    ("pairing-willing-", "what a child said when asked to help, by its code"),
    ("activity-kind-", "what was done, by its code"),
    ("activity-how-", "how it was done, by its code"),
    ("activity-mark-", "how a goal went, by its code"),
    ("activity-phrase-", "what is said often, by its code"),
    ("progress-advice-", "what points ask for, by its code"),
    ("progress-short-", "the same in a word, by its code"),
    ("progress-effect-", "how two phases differ, by its code"),
    ("progress-step-", "how two marks differ, by its code"),
    ("progress-moved-", "the same in a word, by its code"),
    ("progress-area-", "home, school, society, by its code"),
    ("progress-source-", "what a line comes from, by its code"),
    ("progress-stage-", "what is reviewed, by its code"),
    ("progress-judged-", "where a goal stands, by its code"),
    ("progress-next-", "what comes next, by its code"),
    ("progress-way-", "the stations of a child's support, by their code"),
    ("activity-part-", "sorts of records, by their code"),
    ("activity-owed-", "what is owed, and in which span, by its code"),
    ("activity-type-", "what support is for, by the difficulty"),
    ("activity-mood-", "pictured moods, by their code"),
    ("activity-help-", "help that a child wants, by its code"),
    ("activity-told-how-", "how it came onto paper, by its code"),
    ("activity-raise-reason-", "why a leader is asked, by its code"),
    ("activity-raise-outcome-", "what came of it, by its code"),
    ("activity-raise-state-", "how it stands, by its code"),
    ("today-wait-", "what was not begun with the own children, by its code"),
    ("casefile-concern-act-", "what the counsellor did, by its code"),
    ("casefile-cause-", "the causes, by their code"),
    ("casefile-type-", "the three types of causes, by their code"),
    ("casefile-aspect-", "the aspects of growth, by their code"),
    ("casefile-difficulty-", "the three difficulties, by their code"),
    ("casefile-dimension-", "the dimensions of the register, by their code"),
    ("casefile-degree-", "how much support a child needs, by its code"),
    ("casefile-part-", "parts of the tick form, by their code"),
    ("casefile-group-", "groups of the tick form, by their code"),
    ("casefile-side-", "inner and outer causes, by their code"),
    ("casefile-agreement-", "how far the teachers agree, by its code"),
    ("casefile-state-", "how a file stands, by its code"),
    ("casefile-lead-", "how a file stands, in a sentence"),
    ("casefile-note-", "kinds of notes, by their code"),
    ("casefile-said-", "who said it, by the code"),
    ("casefile-how-", "how a note came onto paper, by its code"),
    ("casefile-outcome-", "outcomes of an exit, by their code"),
    ("casefile-stage-", "stages of the counsellor's page, by their code"),
    ("casefile-step-", "steps of a file, by their name"),
    ("child-letter-", "what a letter says of a purpose"),
    ("child-ungated-", "what needs no consent, and why"),
    ("roster-family-", "family facts and what follows of them, by topic, value and parent"),
    ("intake-col-", "the fields that a column can hold, by their name in mapping files"),
    ("duty-", "one for each duty of a post"),
    ("subject-", "one for each subject of the curriculum"),
    ("report-pack-folder-", "folders of the inspection pack, by their code"),
    ("report-pack-set-", "the two sets of the pack, by their code"),
    ("report-figure-", "statistics and what is counted, by their code"),
    ("report-owes-", "what is missing before an inspection, by its code"),
    ("report-folder-", "papers of a growth folder, by their code"),
    ("report-fact-", "what can be filled into a form, by its code"),
    ("report-kinds-source-", "where a tick of the survey came from, by its code"),
    ("screening-survey-reason-", "reasons of the survey, by the level that opens them"),
    ("screening-survey-talent-", "talents, by their code"),
    ("screening-default-", "the rules that a school begins with, by their name"),
    ("event-", "one for each kind of event"),
    ("task-", "one for each kind of task"),
    ("consent-", "one for each purpose of a consent"),
    ("roster-alike-", "one for each way in which two entries look alike"),
    ("roster-movement-", "one for each kind of movement"),
    ("roster-move-", "the movements that a form offers, by their name"),
    ("roster-gap-", "how registry and school differ, and why"),
    ("roster-state-", "how a pupil stands in the register"),
    ("child-privacy-", "sections of the notice, by their name"),
    ("access-level-", "levels, by their letter"),
    ("access-act-", "acts of the audit chain, by their name"),
    ("child-request-", "what a family may ask to have corrected"),
    ("child-result-", "why there is no mark"),
    ("child-consent-how-", "how a family said it"),
    ("roster-grade-", "grades, by their level"),
    ("programme-preset-", "the presets, by their code"),
    ("programme-param-", "the parameters of a programme, by their code"),
    ("programme-choice-", "what can be chosen, by its code"),
    ("programme-category-", "the categories of pupils, by their code"),
    ("programme-kind-", "the kinds within a category, by their code"),
    ("programme-nature-", "what a category rests on, by its code"),
    ("programme-group-", "groups of parameters, by their code"),
    ("programme-unit-", "what a number counts, by its code"),
    ("programme-span-", "stretches of time, by their code"),
    ("web-nav-", "the places of the navigation, by their name"),
    ("screening-round-what-", "what a class says of a child, by its code"),
    ("screening-round-means-", "what each of it means, by its code"),
    ("screening-round-stance-", "what a colleague thinks, by its code"),
    ("screening-round-code-", "what a child is put on the list for"),
    ("screening-round-source-", "whose word it is"),
    ("screening-round-state-", "where a list stands, by its step"),
    ("screening-round-band-", "bands of grades, by their code"),
    ("screening-round-change-", "lines of a change sheet, by what they do"),
];
/// Templates that are no page within the layout: (file name, why).
const PLAIN_TEMPLATES: [(&str, &str); 2] = [("layout.html", "it is the layout"), ("bare.html", "it is the layout before sign-in")];
/// What a template may say in Chinese: the names that languages give themselves.
const OWN_NAMES: [&str; 2] = ["简体中文", "繁體中文"];
/// Tenant tables that are searched before the school is known: (table, why).
const DIRECTORIES: [(&str, &str); 1] = [("tenant", "the list of schools itself: a school is found here by its code")];
/// Where axum's own `.route(` stands: (file, why).
const ROUTERS: [(&str, &str); 1] = [("src/web/app.rs", "the one place where routes with their policies become axum's")];
/// Statements on tenant tables that need no school: (file, how the statement begins, why).
const SQL_WITHOUT_SCHOOL: [(&str, &str, &str); 0] = [];
/// Rooms that gather what other rooms implement: (room, why).
const ROOMS_WITHOUT_CLAUSE: [(&str, &str); 3] =
    [("today", "the first page of every role, gathered from all rooms"), ("child", "one child's page, gathered from all rooms"), ("api", "the same verbs for machines")];

/// The plans of the catalogue with the number of their last clause; they are numbered without gaps.
const CATALOGUE: [(&str, u32); 20] = [
    ("A1", 21),
    ("A2", 24),
    ("A3", 19),
    ("A4", 19),
    ("A5", 22),
    ("A6", 17),
    ("A7", 25),
    ("A8", 17),
    ("A9", 32),
    ("A10", 27),
    ("B1", 15),
    ("B2", 8),
    ("B3", 13),
    ("B4", 17),
    ("B5", 6),
    ("B6", 17),
    ("B7", 9),
    ("B8", 10),
    ("B9", 7),
    ("B10", 14),
];

/// Words that SQLite or PostgreSQL keep for themselves, as far as somebody might want them for a name.
const RESERVED: [&str; 50] = [
    "all",
    "analyse",
    "analyze",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "both",
    "case",
    "cast",
    "check",
    "collate",
    "column",
    "constraint",
    "create",
    "current",
    "default",
    "desc",
    "distinct",
    "do",
    "else",
    "end",
    "except",
    "false",
    "for",
    "foreign",
    "from",
    "grant",
    "group",
    "having",
    "in",
    "index",
    "into",
    "limit",
    "not",
    "null",
    "offset",
    "on",
    "or",
    "order",
    "primary",
    "references",
    "select",
    "table",
    "then",
    "to",
    "user",
    "when",
    "where",
];

/// A violation.
struct Found {
    path: String,
    line: usize,
    what: String,
}

impl Found {
    fn new(file: &File, at: usize, what: impl Into<String>) -> Self {
        Self::at_line(file, file.line(at), what)
    }
    fn at_line(file: &File, line: usize, what: impl Into<String>) -> Self {
        Self { path: file.path.clone(), line, what: what.into() }
    }
}

#[test]
fn the_house_keeps_its_rules() {
    let files = source::load(Path::new(env!("CARGO_MANIFEST_DIR")));
    assert!(files.iter().any(|file| file.path == "src/lib.rs"), "the source is read");
    let mut report = String::new();
    for Rule { name, why, check } in &RULES {
        let found = check(&files);
        if !found.is_empty() {
            report += &format!("\n{name} ({why}):\n");
            report.extend(found.iter().map(|Found { path, line, what }| format!("  {path}:{line}: {what}\n")));
        }
    }
    assert!(report.is_empty(), "\n{report}");
}
