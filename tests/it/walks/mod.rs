//! The walks: what people do on a good day, in a real browser, on their device.

mod every_page;
mod forms;
mod handbook;
mod halfway;
mod month_end;
mod new_year;
mod office;
mod offline;
mod pairing;
mod plain;
mod record;
mod rewards;
mod round;
mod teacher;
mod term_end;
mod tutoring;
