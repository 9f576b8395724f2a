//! The share of a class (A9-15): 2 to 4 pupils are a guide. Beyond it, on either side, a reason is asked; nothing is ever refused for the number.

/// Why a list asks for a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beyond {
    /// Nobody of the class is on it.
    Nobody,
    /// Fewer than the guide.
    Fewer,
    /// More than the guide.
    More,
}

impl Beyond {
    /// Key of the question.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Nobody => "screening-round-why-nobody",
            Self::Fewer => "screening-round-why-fewer",
            Self::More => "screening-round-why-more",
        }
    }
}

/// How a list of so many confirmed pupils lies beyond the guide; `None` within it. A programme without a guide asks only when there is nobody.
pub fn beyond(confirmed: i64, guide: Option<(i64, Option<i64>)>) -> Option<Beyond> {
    match guide {
        _ if confirmed == 0 => Some(Beyond::Nobody),
        Some((least, _)) if confirmed < least => Some(Beyond::Fewer),
        Some((_, Some(most))) if confirmed > most => Some(Beyond::More),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_to_four_of_a_class_go_up_without_a_word_and_any_other_number_with_one() {
        let guide = Some((2, Some(4)));
        for (confirmed, guide, expected) in [
            (0, guide, Some(Beyond::Nobody)),
            (1, guide, Some(Beyond::Fewer)),
            (2, guide, None),
            (4, guide, None),
            (5, guide, Some(Beyond::More)),
            (45, guide, Some(Beyond::More)),
            (9, Some((1, None)), None),
            (0, None, Some(Beyond::Nobody)),
            (7, None, None),
        ] {
            assert_eq!(beyond(confirmed, guide), expected, "{confirmed} with {guide:?}");
        }
    }
}
