//! Results and attendance (成绩与出勤): what pupils achieved, in marks or bands, and the days they were absent.

pub mod bands;
pub mod mark;
pub mod stats;
