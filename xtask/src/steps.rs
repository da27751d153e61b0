//! Announces each step of a command and tells how long it took. Does not know what a step is.

use std::time::{Duration, Instant};

use anyhow::Result;

/// The steps of one command, with their times.
pub struct Steps {
    started: Instant,
    done: Vec<(String, Duration)>,
}

impl Steps {
    /// Starts the clock of the whole command.
    #[must_use]
    pub fn start() -> Steps {
        Steps { started: Instant::now(), done: Vec::new() }
    }

    /// Does one step: its name before, its time after, also when it fails.
    ///
    /// # Errors
    /// The work's own error, with the step's name.
    pub fn run<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        println!("== {name}");
        let started = Instant::now();
        let result = work();
        let took = started.elapsed();
        self.done.push((name.to_string(), took));
        match result {
            Ok(value) => {
                println!("   done in {}", seconds(took));
                Ok(value)
            }
            Err(error) => {
                println!("   failed after {}", seconds(took));
                Err(error.context(format!("{name} failed")))
            }
        }
    }

    /// The times of all steps so far and the whole, as a table.
    #[must_use]
    pub fn table(&self) -> String {
        let total = "total".to_string();
        let rows: Vec<(&String, Duration)> =
            self.done.iter().map(|(name, took)| (name, *took)).chain([(&total, self.started.elapsed())]).collect();
        let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        rows.iter().map(|(name, took)| format!("{name:width$}  {:>9}\n", seconds(*took))).collect()
    }

    /// The time since the command started.
    #[must_use]
    pub fn total(&self) -> String {
        seconds(self.started.elapsed())
    }
}

/// A duration in seconds with one decimal: `12.3 s`.
fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;

    use super::*;

    #[test]
    fn a_failed_step_is_named_in_the_error_and_kept_in_the_table() {
        let mut steps = Steps::start();
        steps.run("first", || Ok(())).unwrap();
        let error = steps.run("second", || -> Result<()> { Err(anyhow!("no disk")) }).unwrap_err();
        assert_eq!(format!("{error:#}"), "second failed: no disk");
        let table = steps.table();
        let names: Vec<&str> = table.lines().filter_map(|line| line.split_whitespace().next()).collect();
        assert_eq!(names, ["first", "second", "total"]);
    }

    #[test]
    fn times_have_one_decimal() {
        assert_eq!(seconds(Duration::from_millis(12_340)), "12.3 s");
    }
}
