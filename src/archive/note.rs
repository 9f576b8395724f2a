//! The parts of a hand-over note, strengths first (PRACTICE 1.4, A2-23), and how a note stands after what was done with it.

/// The parts, in the order in which they are read. A note without the first is not handed over.
pub const PARTS: [&str; 7] = ["strengths", "works", "gently", "goals", "people", "family", "next"];
/// The part that every note has.
pub const FIRST: &str = "strengths";
/// The part that is for who may read of the family.
pub const FAMILY: &str = "family";
/// Lines of a part, at most: a note is read in three minutes.
pub const LINES_MOST: usize = 6;

/// How a note stands; the word is `archive-state-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing was signed, or it was taken back.
    Draft,
    /// Signed; nobody has read it.
    Signed,
    /// Read by who has the child now.
    Seen,
    /// A question waits for who signed it.
    Asked,
}

impl State {
    /// The identifier.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Signed => "signed",
            Self::Seen => "seen",
            Self::Asked => "asked",
        }
    }
    /// Whether it was handed over.
    pub const fn is_signed(self) -> bool {
        !matches!(self, Self::Draft)
    }
}

/// How a note stands after its steps, given the oldest first.
pub fn state<'a>(steps: impl IntoIterator<Item = &'a str>) -> State {
    let (mut signed, mut seen, mut asked) = (false, false, false);
    for step in steps {
        match step {
            "signed" => (signed, seen, asked) = (true, false, false),
            "back" => (signed, seen, asked) = (false, false, false),
            "seen" => seen = true,
            "asked" => (seen, asked) = (true, true),
            "answered" => asked = false,
            _ => {}
        }
    }
    match (signed, asked, seen) {
        (false, ..) => State::Draft,
        (true, true, _) => State::Asked,
        (true, false, true) => State::Seen,
        (true, false, false) => State::Signed,
    }
}

/// The lines of a part: no line twice, the first [`LINES_MOST`].
pub fn few<L>(lines: impl IntoIterator<Item = (String, L)>) -> Vec<(String, L)> {
    let mut kept: Vec<(String, L)> = Vec::new();
    for (text, link) in lines {
        let text = text.trim();
        if kept.len() < LINES_MOST && !text.is_empty() && !kept.iter().any(|(other, _)| other == text) {
            kept.push((text.to_owned(), link));
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_stands_as_its_steps_say() {
        for (steps, expected) in [
            (vec![], State::Draft),
            (vec!["signed"], State::Signed),
            (vec!["signed", "back"], State::Draft),
            (vec!["signed", "back", "signed"], State::Signed),
            (vec!["signed", "seen"], State::Seen),
            (vec!["signed", "asked"], State::Asked),
            (vec!["signed", "asked", "answered"], State::Seen),
            (vec!["signed", "seen", "asked", "back"], State::Draft),
        ] {
            assert_eq!(state(steps.iter().copied()), expected, "{steps:?}");
        }
        assert!(!State::Draft.is_signed() && State::Asked.is_signed());
        assert_eq!(PARTS[0], FIRST, "a note begins with strengths");
    }

    #[test]
    fn a_part_is_short_and_says_nothing_twice() {
        let lines = ["先讲后做", " ", "先讲后做 ", "一", "二", "三", "四", "五", "六"].map(|text| (text.to_owned(), ()));
        let kept: Vec<String> = few(lines).into_iter().map(|(text, ())| text).collect();
        assert_eq!(kept, ["先讲后做", "一", "二", "三", "四", "五"]);
    }
}
