//! The parameters of a programme in force, read by type: a room asks for a range or a cadence and never meets a text.

use std::collections::BTreeMap;

use super::param::Param;
use super::value::{After, Cadence, Range, Value};

/// The parameters that a programme sets; what it does not set, it does not ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(BTreeMap<Param, Value>);

impl Values {
    /// From parameters with their values.
    pub const fn new(values: BTreeMap<Param, Value>) -> Self {
        Self(values)
    }
    /// The value of a parameter.
    pub fn get(&self, param: Param) -> Option<&Value> {
        self.0.get(&param)
    }
    /// Those that are set, in the order of the page.
    pub fn iter(&self) -> impl Iterator<Item = (Param, &Value)> {
        self.0.iter().map(|(param, value)| (*param, value))
    }
    /// A whole number: a count, a day of the month, or a share in per cent.
    pub fn number(&self, param: Param) -> Option<i64> {
        match self.get(param)? {
            Value::Count(n) | Value::MonthDay(n) | Value::Share(n) => Some(*n),
            _ => None,
        }
    }
    /// From – to.
    pub fn range(&self, param: Param) -> Option<Range> {
        match self.get(param)? {
            Value::Range(range) => Some(*range),
            _ => None,
        }
    }
    /// Months and days after the first school day; see `deadline::due`.
    pub fn after(&self, param: Param) -> Option<After> {
        match self.get(param)? {
            Value::After(after) => Some(*after),
            _ => None,
        }
    }
    /// At least so often.
    pub fn cadence(&self, param: Param) -> Option<Cadence> {
        match self.get(param)? {
            Value::Cadence(cadence) => Some(*cadence),
            _ => None,
        }
    }
    /// The parts of a split.
    pub fn ratio(&self, param: Param) -> Option<&[i64]> {
        match self.get(param)? {
            Value::Ratio(parts) => Some(parts),
            _ => None,
        }
    }
    /// The chosen codes; none where nothing is chosen.
    pub fn choices(&self, param: Param) -> &[&'static str] {
        match self.get(param) {
            Some(Value::Choices(codes)) => codes,
            _ => &[],
        }
    }
    /// The parameters whose values differ between two versions: what it was, what it is.
    pub fn changes<'a>(&'a self, later: &'a Self) -> Vec<(Param, Option<&'a Value>, Option<&'a Value>)> {
        Param::ALL.iter().map(|param| (*param, self.get(*param), later.get(*param))).filter(|(_, before, after)| before != after).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programme::presets::preset;

    #[test]
    fn a_room_reads_each_parameter_by_its_type_and_no_other() {
        let values = Values::new(preset("target_pupil").unwrap().values());
        assert_eq!(values.range(Param::ClassGuide), Some(Range { from: 2, to: Some(4) }));
        assert!(values.range(Param::ClassGuide).unwrap().holds(3) && !values.range(Param::ClassGuide).unwrap().holds(5));
        assert_eq!(values.after(Param::ScreeningDueNew), Some(After { months: 1, days: 15 }));
        assert_eq!(values.number(Param::HandInDay), Some(30));
        assert_eq!((values.number(Param::ClassGuide), values.ratio(Param::ClassGuide), values.cadence(Param::MentorPupils)), (None, None, None));
        assert_eq!(values.choices(Param::Registers), ["target_register", "support_record", "term_summary"]);
        let prizes = Values::new(preset("learning_difficulty").unwrap().values());
        assert_eq!(prizes.ratio(Param::PrizeSplit), Some(&[1, 2, 3][..]));
    }

    #[test]
    fn what_a_later_version_changed_added_and_dropped_is_told() {
        let at = |pairs: &[(Param, &str)]| Values::new(pairs.iter().map(|(param, text)| (*param, param.shape().stored(text).unwrap())).collect());
        let (before, after) = (at(&[(Param::ClassGuide, "2-4"), (Param::HandInDay, "30")]), at(&[(Param::ClassGuide, "1-3"), (Param::Stars, "10")]));
        let told: Vec<String> =
            before.changes(&after).iter().map(|(param, old, new)| format!("{} {:?} {:?}", param.code(), old.map(ToString::to_string), new.map(ToString::to_string))).collect();
        assert_eq!(told, [r#"class_guide Some("2-4") Some("1-3")"#, r#"hand_in_day Some("30") None"#, r#"stars None Some("10")"#]);
        assert!(before.changes(&before).is_empty());
    }
}
