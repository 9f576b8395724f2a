//! A task as a list of steps that a person can read: each with its name, its time and how it ended.

use std::process::Command;
use std::time::{Duration, Instant};

/// What a step failed with, in one line.
pub type Outcome<T = ()> = Result<T, String>;

struct Step {
    name: &'static str,
    took: Duration,
    failed: Option<String>,
}

/// The steps so far.
#[derive(Default)]
pub struct Steps(Vec<Step>);

impl Steps {
    /// Runs one step and prints its name and time. A failed step is remembered and the list goes on, so that one run tells everything; `None` says that it failed.
    pub fn step<T>(&mut self, name: &'static str, work: impl FnOnce() -> Outcome<T>) -> Option<T> {
        println!("\n▸ {name}");
        let begun = now();
        let outcome = work();
        let took = begun.elapsed();
        let (value, failed) = match outcome {
            Ok(value) => (Some(value), None),
            Err(why) => (None, Some(why)),
        };
        match &failed {
            None => println!("  ✓ {name}: {}", seconds(took)),
            Some(why) => eprintln!("  ✗ {name}: {why} ({})", seconds(took)),
        }
        self.0.push(Step { name, took, failed });
        value
    }

    /// Prints the closing summary; an error when any step failed.
    pub fn end(self) -> Outcome {
        println!("\nsummary");
        for Step { name, took, failed } in &self.0 {
            let mark = if failed.is_some() { '✗' } else { '✓' };
            println!("  {mark} {:>12}  {name}{}", seconds(*took), failed.as_ref().map(|why| format!(": {why}")).unwrap_or_default());
        }
        let whole: Duration = self.0.iter().map(|step| step.took).sum();
        println!("    {:>12}  in all", seconds(whole));
        match self.0.iter().filter(|step| step.failed.is_some()).count() {
            0 => Ok(()),
            1 => Err("one step failed".to_owned()),
            n => Err(format!("{n} steps failed")),
        }
    }
}

/// Where the tasks look at the clock: to tell how long work took.
#[allow(clippy::disallowed_methods)]
pub fn now() -> Instant {
    Instant::now()
}

/// `0.3 s`, `59.0 s`, `12 min 03 s`.
pub fn seconds(time: Duration) -> String {
    let whole = time.as_secs();
    if whole < 60 { format!("{:.1} s", time.as_secs_f64()) } else { format!("{} min {:02} s", whole / 60, whole % 60) }
}

/// Runs a program with its output streaming through; an error names the command and its exit status.
pub fn run(command: &mut Command) -> Outcome {
    let line = shown(command);
    println!("  $ {line}");
    let status = command.status().map_err(|cause| format!("`{line}` does not start: {cause}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{line}` ended with {status}")) }
}

fn shown(command: &Command) -> String {
    let program = command.get_program().to_string_lossy();
    let name = program.rsplit('/').next().unwrap_or(&program).to_owned();
    command.get_args().fold(name, |line, arg| line + " " + &arg.to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_reads_as_people_say_it() {
        assert_eq!(seconds(Duration::from_millis(340)), "0.3 s");
        assert_eq!(seconds(Duration::from_secs(723)), "12 min 03 s");
    }

    #[test]
    fn a_failed_step_is_told_at_the_end_and_does_not_hide_the_next() {
        let mut steps = Steps::default();
        assert_eq!(steps.step("first", || Err::<(), _>("no".to_owned())), None);
        assert_eq!(steps.step("second", || Ok(2)), Some(2));
        assert_eq!(steps.end(), Err("one step failed".to_owned()));
    }

    #[test]
    fn a_command_that_fails_is_named_with_its_status() {
        let why = run(Command::new("sh").args(["-c", "exit 3"])).unwrap_err();
        assert!(why.contains("sh -c exit 3") && why.contains('3'), "{why}");
    }
}
