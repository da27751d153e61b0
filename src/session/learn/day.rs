//! Days as the learner counts them, and how a page speaks of them. The clock and the time zone come in as an argument.

/// What the clock says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// Milliseconds since 1970 began in Greenwich.
    pub at: u64,
    /// Minutes by which clocks here are ahead of Greenwich's.
    pub ahead: i32,
}

/// Days since 1970 began here.
pub type Day = i64;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Clock {
    /// The day it is.
    pub fn today(self) -> Day {
        self.day(self.at)
    }

    /// The day it was, or will be, at that time.
    pub fn day(self, at: u64) -> Day {
        let here = i64::try_from(at).unwrap_or(i64::MAX).saturating_add(i64::from(self.ahead) * MINUTE);
        here.div_euclid(DAY)
    }

    /// A day as one speaks of it today: "tomorrow", "on Friday", "on 14 December", with the year if it is another one.
    pub fn on(self, day: Day) -> String {
        match day - self.today() {
            0 => "today".to_owned(),
            1 => "tomorrow".to_owned(),
            2..=6 => format!("on {}", weekday(day)),
            _ => {
                let ((year, month, date), (this, ..)) = (civil(day), civil(self.today()));
                let month = MONTHS.get(month).copied().unwrap_or_default();
                if year == this { format!("on {date} {month}") } else { format!("on {date} {month} {year}") }
            }
        }
    }

    /// The day it is, as in `2026-11-26`.
    pub fn iso(self) -> String {
        let (year, month, date) = civil(self.today());
        format!("{year:04}-{:02}-{date:02}", month + 1)
    }
}

fn weekday(day: Day) -> &'static str {
    // 1970 began on a Thursday.
    let index = (day + 3).rem_euclid(7) as usize;
    WEEKDAYS.get(index).copied().unwrap_or_default()
}

/// The year, the month from 0 and the date from 1, by the Gregorian calendar.
///
/// Years are counted from March, so that the day that is put in comes last, and in spans of 400, which are all equally long
/// (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": civil_from_days).
fn civil(day: Day) -> (i64, usize, i64) {
    const SPAN: i64 = 146_097;
    const TO_MARCH: i64 = 719_468;
    let day = day.saturating_add(TO_MARCH);
    let (span, in_span) = (day.div_euclid(SPAN), day.rem_euclid(SPAN));
    let in_year = in_span - in_span / 1460 + in_span / 36_524 - in_span / (SPAN - 1);
    let year = in_year / 365;
    let day_of_year = in_span - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let date = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 2, 0) } else { (month - 10, 1) };
    (span * 400 + year + next, month as usize, date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Thursday, 26 November 2026, half past five in Greenwich.
    const NOW: Clock = Clock { at: 1_795_671_000_000, ahead: 0 };

    #[test]
    fn days_are_spoken_of_as_people_do() {
        let today = NOW.today();
        assert_eq!(NOW.iso(), "2026-11-26");
        let said = [0, 1, 2, 6, 7, 36, 60].map(|days| NOW.on(today + days));
        let all = [
            "today",
            "tomorrow",
            "on Saturday",
            "on Wednesday",
            "on 3 December",
            "on 1 January 2027",
            "on 25 January 2027",
        ];
        assert_eq!(said, all);
    }

    #[test]
    fn a_day_begins_at_midnight_here() {
        let evening = Clock { at: NOW.at, ahead: -6 * 60 };
        assert_eq!((evening.iso().as_str(), evening.today()), ("2026-11-25", NOW.today() - 1));
        assert_eq!(Clock { at: 0, ahead: -1 }.iso(), "1969-12-31");
    }

    proptest! {
        #[test]
        fn dates_follow_each_other(day in -800_000..800_000i64) {
            let ((year, month, date), next) = (civil(day), civil(day + 1));
            let same_month = next == (year, month, date + 1);
            let next_month = next == (year, month + 1, 1) && date >= 28;
            let next_year = next == (year + 1, 0, 1) && (month, date) == (11, 31);
            prop_assert!(same_month || next_month || next_year, "{:?} {next:?}", (year, month, date));
        }

        #[test]
        fn any_clock_can_be_read(at: u64, ahead: i32, other: u64) {
            let clock = Clock { at, ahead };
            prop_assert!(!clock.on(clock.day(other)).is_empty());
        }
    }
}
