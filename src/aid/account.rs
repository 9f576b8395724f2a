//! The chart of accounts: what money and goods are booked on, the same for every school. Debits stand above nothing, credits below.

/// What an account is, as accountants group them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// What is there: money, goods, what was ordered.
    Assets,
    /// What is owed.
    Liabilities,
    /// What came in.
    Income,
    /// What was spent.
    Expenses,
    /// From one fund to another.
    Equity,
}

/// What aid is given for; the code of its account is `spent_<code>`, its words are `aid-kind-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// 助学金 by level (B4-05).
    Bursary,
    /// 生活补助 by region, boarding and term (CONVENTIONS R10, A10-17).
    Living,
    /// 奖学金 in money, goods or another form (B5-01).
    Scholarship,
    /// 书本费、作业本费、学习用具费 (A3-11).
    Fees,
    /// Things to learn with and books at the beginning of term (A1-18).
    Supplies,
    /// Help in each term by need (A1-11).
    TermHelp,
    /// A grant from a fund to one child (A1-09).
    Grant,
    /// Project money and things down to the household: seed, fertiliser, film (A4-15, A10-04).
    Household,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 8] = [Self::Bursary, Self::Living, Self::Scholarship, Self::Fees, Self::Supplies, Self::TermHelp, Self::Grant, Self::Household];

    /// The identifier, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Bursary => "bursary",
            Self::Living => "living",
            Self::Scholarship => "scholarship",
            Self::Fees => "fees",
            Self::Supplies => "supplies",
            Self::TermHelp => "term_help",
            Self::Grant => "grant",
            Self::Household => "household",
        }
    }
    /// The kind of an identifier.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
    /// Whether a child gets it once in a term, so that a second one is asked about.
    pub const fn once_a_term(self) -> bool {
        !matches!(self, Self::Grant | Self::Household)
    }
}

/// An account; its words are `aid-account-<code>`, those of what was spent `aid-kind-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// The school's account at the bank.
    Bank,
    /// The school's cash box.
    Cash,
    /// What a charity holds for the school.
    Charity,
    /// What the county pays out itself.
    County,
    /// Things in stock, by item with quantity and value.
    Goods,
    /// Things that were ordered and have not come in.
    Ordered,
    /// What was promised and not yet paid.
    Payable,
    /// Gifts in money.
    Gifts,
    /// Gifts in goods, at the value they were taken over at.
    GoodsGifts,
    /// Money from the budget, for projects too.
    Budget,
    /// From one fund to another.
    Between,
    /// What was given to children and families.
    Spent(Kind),
}

impl Account {
    /// Accounts that are not about spending.
    pub const OTHERS: [Self; 11] =
        [Self::Bank, Self::Cash, Self::Charity, Self::County, Self::Goods, Self::Ordered, Self::Payable, Self::Gifts, Self::GoodsGifts, Self::Budget, Self::Between];

    /// The identifier, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Bank => "bank",
            Self::Cash => "cash",
            Self::Charity => "charity",
            Self::County => "county",
            Self::Goods => "goods",
            Self::Ordered => "ordered",
            Self::Payable => "payable",
            Self::Gifts => "gifts",
            Self::GoodsGifts => "goods_gifts",
            Self::Budget => "budget",
            Self::Between => "between",
            Self::Spent(Kind::Bursary) => "spent_bursary",
            Self::Spent(Kind::Living) => "spent_living",
            Self::Spent(Kind::Scholarship) => "spent_scholarship",
            Self::Spent(Kind::Fees) => "spent_fees",
            Self::Spent(Kind::Supplies) => "spent_supplies",
            Self::Spent(Kind::TermHelp) => "spent_term_help",
            Self::Spent(Kind::Grant) => "spent_grant",
            Self::Spent(Kind::Household) => "spent_household",
        }
    }

    /// The account of an identifier.
    pub fn of(code: &str) -> Option<Self> {
        let spent = code.strip_prefix("spent_").and_then(Kind::of).map(Self::Spent);
        spent.or_else(|| Self::OTHERS.into_iter().find(|account| account.code() == code))
    }

    /// How accountants group it.
    pub const fn group(self) -> Group {
        match self {
            Self::Bank | Self::Cash | Self::Charity | Self::County | Self::Goods | Self::Ordered => Group::Assets,
            Self::Payable => Group::Liabilities,
            Self::Gifts | Self::GoodsGifts | Self::Budget => Group::Income,
            Self::Between => Group::Equity,
            Self::Spent(_) => Group::Expenses,
        }
    }

    /// Whether money lies on it.
    pub const fn is_money(self) -> bool {
        matches!(self, Self::Bank | Self::Cash | Self::Charity | Self::County)
    }
}

/// Who holds the money of a fund; its words are `aid-held-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// The school, at the bank or in cash.
    School,
    /// A charity.
    Charity,
    /// The county, which also pays it out.
    County,
    /// There is no money in it, only goods.
    Goods,
}

impl Held {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::School, Self::Charity, Self::County, Self::Goods];
    /// The identifier, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::School => "school",
            Self::Charity => "charity",
            Self::County => "county",
            Self::Goods => "goods",
        }
    }
    /// The holder of an identifier.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|held| held.code() == code)
    }
    /// The accounts on which its money may lie, the usual one first.
    pub const fn accounts(self) -> &'static [Account] {
        match self {
            Self::School => &[Account::Bank, Account::Cash],
            Self::Charity => &[Account::Charity],
            Self::County => &[Account::County],
            Self::Goods => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_account_comes_back_by_its_code() {
        let all = Account::OTHERS.into_iter().chain(Kind::ALL.into_iter().map(Account::Spent));
        for account in all {
            assert_eq!(Account::of(account.code()), Some(account));
            assert_eq!(account.is_money(), Held::ALL.iter().any(|held| held.accounts().contains(&account)), "{}", account.code());
        }
        assert_eq!(Account::of("spent_wine"), None);
    }
}
