//! How a request and each of its lines stand, what may follow, and that three people stand for what is paid.

/// In what aid is given; its words are `aid-form-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Money.
    Money,
    /// Things from stock.
    Goods,
    /// Something that is neither, such as a free place in an outing (B5-01).
    Other,
    /// Things that are bought for the stock of the fund.
    Purchase,
}

impl Form {
    /// In what a child is helped.
    pub const GIVEN: [Self; 3] = [Self::Money, Self::Goods, Self::Other];
    /// The identifier, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Goods => "goods",
            Self::Other => "other",
            Self::Purchase => "purchase",
        }
    }
    /// The form of an identifier.
    pub fn of(code: &str) -> Option<Self> {
        [Self::Money, Self::Goods, Self::Other, Self::Purchase].into_iter().find(|form| form.code() == code)
    }
    /// Whether money is paid.
    pub const fn is_paid(self) -> bool {
        matches!(self, Self::Money | Self::Purchase)
    }
}

/// How a request stands; its words are `aid-state-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Somebody asked.
    Asked,
    /// Somebody else approved it.
    Approved,
    /// It was declined.
    Declined,
    /// Who asked took it back.
    Withdrawn,
}

impl State {
    /// The identifier, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Approved => "approved",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }
    /// The state of an identifier.
    pub fn of(code: &str) -> Option<Self> {
        [Self::Asked, Self::Approved, Self::Declined, Self::Withdrawn].into_iter().find(|state| state.code() == code)
    }
    /// Whether it still counts.
    pub const fn counts(self) -> bool {
        matches!(self, Self::Asked | Self::Approved)
    }
}

/// How a line stands; its words are `aid-line-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Line {
    /// Nothing happened yet.
    Waiting,
    /// Money was paid.
    Paid,
    /// The bank could not pay.
    Failed,
    /// Money or things came back.
    Returned,
    /// It is not given after all.
    Cancelled,
    /// Things, or what is neither money nor things, were handed over.
    Handed,
    /// The family signed.
    Received,
    /// What was bought is in stock.
    Stocked,
}

impl Line {
    /// All of them.
    pub const ALL: [Self; 8] = [Self::Waiting, Self::Paid, Self::Failed, Self::Returned, Self::Cancelled, Self::Handed, Self::Received, Self::Stocked];
    /// The identifier, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Paid => "paid",
            Self::Failed => "failed",
            Self::Returned => "returned",
            Self::Cancelled => "cancelled",
            Self::Handed => "handed",
            Self::Received => "received",
            Self::Stocked => "stocked",
        }
    }
    /// The state of an identifier.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether another state may follow, for aid of a form.
    pub const fn leads_to(self, to: Self, form: Form) -> bool {
        let open = matches!(self, Self::Waiting | Self::Failed | Self::Returned);
        match to {
            Self::Paid | Self::Failed => form.is_paid() && open,
            Self::Cancelled => open,
            Self::Handed => !form.is_paid() && open,
            Self::Returned => matches!((self, form), (Self::Paid, Form::Money | Form::Purchase) | (Self::Handed, Form::Goods)),
            Self::Received => matches!((self, form), (Self::Paid, Form::Money) | (Self::Handed, Form::Goods | Form::Other)),
            Self::Stocked => matches!((self, form), (Self::Paid, Form::Purchase)),
            Self::Waiting => false,
        }
    }

    /// Whether the child has it, or is to have it.
    pub const fn counts(self) -> bool {
        !matches!(self, Self::Cancelled)
    }
    /// Whether money or things are with the family.
    pub const fn is_given(self) -> bool {
        matches!(self, Self::Paid | Self::Handed | Self::Received)
    }
    /// Why a step that may not follow is refused.
    pub const fn refusal(self) -> &'static str {
        match self {
            Self::Paid | Self::Received => "aid-paid-already",
            Self::Handed => "aid-handed-already",
            Self::Cancelled => "aid-line-is-cancelled",
            _ => "aid-line-not-now",
        }
    }
}

/// Why somebody may not approve what somebody asked for; nothing when they may.
pub fn approves(asked: &str, who: &str) -> Option<&'static str> {
    (asked == who).then_some("aid-own-approval")
}

/// Why somebody may not pay or hand out what was asked for and approved; nothing when they may.
pub fn pays(asked: &str, approved: &str, who: &str) -> Option<&'static str> {
    (asked == who || approved == who).then_some("aid-own-payment")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_paid_once_and_only_what_came_back_is_paid_again() {
        for (from, to, form, may) in [
            (Line::Waiting, Line::Paid, Form::Money, true),
            (Line::Paid, Line::Paid, Form::Money, false),
            (Line::Received, Line::Paid, Form::Money, false),
            (Line::Failed, Line::Paid, Form::Money, true),
            (Line::Returned, Line::Paid, Form::Money, true),
            (Line::Cancelled, Line::Paid, Form::Money, false),
            (Line::Waiting, Line::Paid, Form::Goods, false),
            (Line::Waiting, Line::Handed, Form::Goods, true),
            (Line::Handed, Line::Handed, Form::Goods, false),
            (Line::Waiting, Line::Received, Form::Money, false),
            (Line::Paid, Line::Received, Form::Money, true),
            (Line::Handed, Line::Received, Form::Other, true),
            (Line::Paid, Line::Cancelled, Form::Money, false),
            (Line::Paid, Line::Stocked, Form::Purchase, true),
            (Line::Paid, Line::Stocked, Form::Money, false),
        ] {
            assert_eq!(from.leads_to(to, form), may, "{from:?} {to:?} {form:?}");
        }
    }

    #[test]
    fn who_asked_approved_and_pays_are_three() {
        assert_eq!((approves("a", "a"), approves("a", "b")), (Some("aid-own-approval"), None));
        for (asked, approved, who, refused) in [("a", "b", "a", true), ("a", "b", "b", true), ("a", "b", "c", false)] {
            assert_eq!(pays(asked, approved, who).is_some(), refused, "{who}");
        }
    }

    #[test]
    fn states_come_back_by_their_codes() {
        assert!(Line::ALL.into_iter().all(|state| Line::of(state.code()) == Some(state)));
        assert!(Form::GIVEN.into_iter().all(|form| Form::of(form.code()) == Some(form)));
        assert_eq!(State::of("approved"), Some(State::Approved));
    }
}
