//! The walks: what people do on a good day, in a real browser, on their device.

mod every_page;
mod forms;
mod handbook;
mod halfway;
mod office;
mod offline;
mod pairing;
mod plain;
mod record;
mod round;
mod teacher;
