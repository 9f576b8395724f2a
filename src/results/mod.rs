//! Results and attendance (成绩与出勤): what was marked, in points or in bands, and the days missed. A2-01, B4-02.

pub mod stats;
pub mod bands;
pub mod mark;
