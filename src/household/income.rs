//! Net income of a person and year (人均纯收入): wages, operating, property and transfer income less costs, by the people who live of it; and growth beside the town's average (A10-08).

use serde::{Deserialize, Serialize};

/// What a household has and earns in a year. What is not known is `None`, never 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Housing in tenths of a square metre (A4-03).
    pub housing_tenths: Option<i64>,
    /// Land in tenths of a mu (A4-04).
    pub land_tenths: Option<i64>,
    /// What is grown (A4-05).
    pub crops: String,
    /// Animals (A4-07).
    pub animals: String,
    /// Furniture and tools, by code (A4-06).
    pub tools: String,
    /// … in words.
    pub tools_words: String,
    /// Where the income comes from, in words (A4-07).
    pub sources: String,
    /// Wages.
    pub wage_fen: Option<i64>,
    /// Income from farming and trade.
    pub operating_fen: Option<i64>,
    /// Rent, dividends, interest.
    pub property_fen: Option<i64>,
    /// Subsidies, allowances, gifts.
    pub transfer_fen: Option<i64>,
    /// Costs of farming and trade.
    pub cost_fen: Option<i64>,
    /// People who live of it.
    pub people: Option<i64>,
}

/// The sum behind an income.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Net {
    /// Income of all four sources.
    pub gross_fen: i64,
    /// Costs.
    pub cost_fen: i64,
    /// What is left.
    pub net_fen: i64,
    /// People.
    pub people: i64,
    /// Per head, to the nearest fen.
    pub head_fen: i64,
}

impl Facts {
    /// The four sources with their field names.
    pub const fn parts(&self) -> [(&'static str, Option<i64>); 4] {
        [("wage", self.wage_fen), ("operating", self.operating_fen), ("property", self.property_fen), ("transfer", self.transfer_fen)]
    }

    /// What is still missing for the income per head, by field.
    pub fn lacks(&self) -> Vec<&'static str> {
        let people = self.people.filter(|people| *people > 0);
        self.parts().into_iter().chain([("cost", self.cost_fen), ("people", people)]).filter(|(_, value)| value.is_none()).map(|(name, _)| name).collect()
    }

    /// The income per head with its sum; `None` while anything is missing: 无数据, never 0.
    pub fn net(&self) -> Option<Net> {
        let people = self.people.filter(|people| *people > 0)?;
        let gross_fen = self.wage_fen? + self.operating_fen? + self.property_fen? + self.transfer_fen?;
        let cost_fen = self.cost_fen?;
        let net_fen = gross_fen - cost_fen;
        Some(Net { gross_fen, cost_fen, net_fen, people, head_fen: rounded(net_fen, people) })
    }
}

/// To the nearest, halves away from zero.
fn rounded(sum: i64, by: i64) -> i64 {
    let half = if sum < 0 { -by / 2 } else { by / 2 };
    (sum + half) / by
}

/// Income per head of several households: all that is left by all people, so that large families count as such.
pub fn together(all: &[Net]) -> Option<i64> {
    let people: i64 = all.iter().map(|net| net.people).sum();
    (people > 0).then(|| rounded(all.iter().map(|net| net.net_fen).sum(), people))
}

/// Growth from one income to another in tenths of a per cent; `None` without a base.
pub fn growth_tenths(base_fen: Option<i64>, now_fen: Option<i64>) -> Option<i64> {
    let (base, now) = (base_fen.filter(|base| *base > 0)?, now_fen?);
    Some(rounded((now - base) * 1000, base))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(parts: [Option<i64>; 6]) -> Facts {
        let [wage_fen, operating_fen, property_fen, transfer_fen, cost_fen, people] = parts;
        Facts { wage_fen, operating_fen, property_fen, transfer_fen, cost_fen, people, ..Facts::default() }
    }

    #[test]
    fn net_income_per_head_is_four_sources_less_costs_by_people() {
        let whole = facts([Some(1_200_000), Some(900_000), Some(0), Some(250_000), Some(350_000), Some(4)]);
        assert_eq!(whole.net(), Some(Net { gross_fen: 2_350_000, cost_fen: 350_000, net_fen: 2_000_000, people: 4, head_fen: 500_000 }));
        let loss = facts([Some(0), Some(100), Some(0), Some(0), Some(401), Some(2)]);
        assert_eq!(loss.net().unwrap().head_fen, -151, "a bad year is said as it is");
    }

    #[test]
    fn what_is_missing_is_never_taken_for_nothing() {
        let some = [Some(1), Some(1), Some(1), Some(1), Some(1), Some(1)];
        for (at, name) in ["wage", "operating", "property", "transfer", "cost", "people"].into_iter().enumerate() {
            let mut parts = some;
            parts[at] = None;
            assert_eq!((facts(parts).net(), facts(parts).lacks()), (None, vec![name]));
        }
        assert_eq!(facts([Some(1), Some(1), Some(1), Some(1), Some(1), Some(0)]).lacks(), ["people"]);
        assert!(facts(some).lacks().is_empty());
    }

    #[test]
    fn growth_is_compared_by_people_and_not_by_households() {
        let net = |net_fen, people| Net { gross_fen: net_fen, cost_fen: 0, net_fen, people, head_fen: 0 };
        assert_eq!(together(&[net(400_000, 1), net(600_000, 4)]), Some(200_000));
        assert_eq!(together(&[]), None);
        assert_eq!(growth_tenths(Some(800_000), Some(880_000)), Some(100));
        assert_eq!(growth_tenths(Some(800_000), Some(760_000)), Some(-50));
        assert_eq!((growth_tenths(Some(0), Some(1)), growth_tenths(None, Some(1)), growth_tenths(Some(1), None)), (None, None, None));
    }
}
