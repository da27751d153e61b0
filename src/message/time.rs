//! The texts of `google.protobuf.Timestamp` and `google.protobuf.Duration`.
//!
//! Both are seconds and nanoseconds. A timestamp is written as RFC 3339 says, a duration as seconds with an `s`. The rules are
//! those of <https://protobuf.dev/programming-guides/json/> and of the comments in `timestamp.proto` and `duration.proto`.
//! Knows no message and no place.

const NANOS_PER_SECOND: i32 = 1_000_000_000;
/// Digits of a fraction.
const NANO_DIGITS: usize = 9;

const SECONDS_PER_MINUTE: i64 = 60;
const SECONDS_PER_HOUR: i64 = 60 * SECONDS_PER_MINUTE;
const SECONDS_PER_DAY: i64 = 24 * SECONDS_PER_HOUR;

/// 0001-01-01T00:00:00Z
const MIN_TIMESTAMP: i64 = -62_135_596_800;
/// 9999-12-31T23:59:59Z
const MAX_TIMESTAMP: i64 = 253_402_300_799;
const TIMESTAMP_RANGE: &str = "timestamps go from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z";

/// Ten thousand years.
const MAX_DURATION: i64 = 315_576_000_000;
const DURATION_RANGE: &str = "durations go from -315576000000.999999999s to 315576000000.999999999s";

/// A point in time since the epoch, or a span of time, as the messages have it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Time {
    /// Whole seconds.
    pub seconds: i64,
    /// The rest. A timestamp's counts forward; a duration's has the sign of its seconds.
    pub nanos: i32,
}

/// Reads `2024-02-29T12:30:00.5+01:00`.
///
/// # Errors
///
/// What is wrong with it.
pub(super) fn read_timestamp(text: &str) -> Result<Time, String> {
    let mut rest = Rest(text);
    let year = rest.digits(4, "year")?;
    rest.mark("-", "year")?;
    let month = rest.digits(2, "month")?;
    rest.mark("-", "month")?;
    let day = rest.digits(2, "day")?;
    rest.mark("T", "day")?;
    let hour = rest.digits(2, "hour")?;
    rest.mark(":", "hour")?;
    let minute = rest.digits(2, "minute")?;
    rest.mark(":", "minute")?;
    let second = rest.digits(2, "second")?;
    let nanos = rest.fraction()?;
    let offset = rest.offset()?;
    if !rest.0.is_empty() {
        return Err(format!("expected nothing behind it, found {:?}", rest.0));
    }
    if !(1..=12).contains(&month) {
        return Err("months go from 01 to 12".to_owned());
    }
    let days = days_in_month(year, month);
    if !(1..=days).contains(&day) {
        return Err(format!("the days of {year:04}-{month:02} go from 01 to {days}"));
    }
    // Protocol Buffers smears leap seconds, so there is none.
    let seconds = days_since_epoch(year, month, day) * SECONDS_PER_DAY + seconds_of_day(hour, minute, second)? - offset;
    if !(MIN_TIMESTAMP..=MAX_TIMESTAMP).contains(&seconds) {
        return Err(TIMESTAMP_RANGE.to_owned());
    }
    Ok(Time { seconds, nanos })
}

/// Writes a timestamp, in UTC, with no, three, six or nine digits behind the point.
///
/// # Errors
///
/// Why there is no such text.
pub(super) fn timestamp_text(time: Time) -> Result<String, String> {
    let Time { seconds, nanos } = time;
    if !(MIN_TIMESTAMP..=MAX_TIMESTAMP).contains(&seconds) {
        return Err(format!("{TIMESTAMP_RANGE}, found {seconds} seconds"));
    }
    if !(0..NANOS_PER_SECOND).contains(&nanos) {
        return Err(format!("nanos go from 0 to 999999999, found {nanos}"));
    }
    let (year, month, day) = date(seconds.div_euclid(SECONDS_PER_DAY));
    let second = seconds.rem_euclid(SECONDS_PER_DAY);
    let (hour, second) = (second / SECONDS_PER_HOUR, second % SECONDS_PER_HOUR);
    let (minute, second) = (second / SECONDS_PER_MINUTE, second % SECONDS_PER_MINUTE);
    let fraction = fraction_text(nanos);
    Ok(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z"))
}

/// Reads `-1.5s`.
///
/// # Errors
///
/// What is wrong with it.
pub(super) fn read_duration(text: &str) -> Result<Time, String> {
    let Some(number) = text.strip_suffix('s') else { return Err("an 's' belongs behind the seconds".to_owned()) };
    let (sign, number) = number.strip_prefix('-').map_or((1, number), |number| (-1, number));
    let mut rest = Rest(number);
    let (whole, behind) = rest.0.split_at(rest.digit_count());
    if whole.is_empty() {
        return Err("expected digits before the 's'".to_owned());
    }
    rest = Rest(behind);
    let nanos = rest.fraction()?;
    if !rest.0.is_empty() {
        return Err(format!("expected only digits and a point before the 's', found {:?}", rest.0));
    }
    match whole.parse::<i64>() {
        Ok(seconds) if seconds <= MAX_DURATION => Ok(Time { seconds: sign * seconds, nanos: sign as i32 * nanos }),
        _ => Err(DURATION_RANGE.to_owned()),
    }
}

/// Writes a duration, with no, three, six or nine digits behind the point.
///
/// # Errors
///
/// Why there is no such text.
pub(super) fn duration_text(time: Time) -> Result<String, String> {
    let Time { seconds, nanos } = time;
    if seconds.unsigned_abs() > MAX_DURATION.unsigned_abs() {
        return Err(format!("{DURATION_RANGE}, found {seconds} seconds"));
    }
    if nanos.unsigned_abs() >= NANOS_PER_SECOND.unsigned_abs() {
        return Err(format!("nanos go from -999999999 to 999999999, found {nanos}"));
    }
    if seconds.signum() * i64::from(nanos.signum()) < 0 {
        return Err(format!("seconds and nanos have the same sign, found {seconds} and {nanos}"));
    }
    let sign = if seconds < 0 || nanos < 0 { "-" } else { "" };
    Ok(format!("{sign}{}{}s", seconds.unsigned_abs(), fraction_text(nanos.abs())))
}

/// What is still to be read.
struct Rest<'a>(&'a str);

impl Rest<'_> {
    fn digit_count(&self) -> usize {
        self.0.bytes().take_while(u8::is_ascii_digit).count()
    }

    /// A number of exactly so many digits, of which an `i64` has room for.
    fn digits(&mut self, count: usize, what: &str) -> Result<i64, String> {
        let (digits, rest) = self.0.split_at(self.digit_count());
        if digits.len() != count {
            return Err(format!("the {what} has to have {count} digits"));
        }
        self.0 = rest;
        digits.parse().map_err(|_| format!("the {what} is too large"))
    }

    fn mark(&mut self, mark: &str, behind: &str) -> Result<(), String> {
        let expected = || format!("expected '{mark}' behind the {behind}");
        self.0 = self.0.strip_prefix(mark).ok_or_else(expected)?;
        Ok(())
    }

    /// A point and digits, if they are there, as nanoseconds.
    fn fraction(&mut self) -> Result<i32, String> {
        let Some(rest) = self.0.strip_prefix('.') else { return Ok(0) };
        let (digits, rest) = rest.split_at(Rest(rest).digit_count());
        if !(1..=NANO_DIGITS).contains(&digits.len()) {
            return Err(format!("expected 1 to {NANO_DIGITS} digits behind the point, found {}", digits.len()));
        }
        self.0 = rest;
        format!("{digits:0<NANO_DIGITS$}").parse().map_err(|_| "the fraction is no number".to_owned())
    }

    /// `Z`, or how far the local time is ahead, in seconds.
    fn offset(&mut self) -> Result<i64, String> {
        let sign = match self.0.chars().next() {
            Some('Z') => 0,
            Some('+') => 1,
            Some('-') => -1,
            _ => return Err("expected 'Z' or an offset such as +02:00 behind the time".to_owned()),
        };
        self.0 = self.0.get(1..).unwrap_or_default();
        if sign == 0 {
            return Ok(0);
        }
        let hours = self.digits(2, "offset's hour")?;
        self.mark(":", "offset's hour")?;
        let minutes = self.digits(2, "offset's minute")?;
        Ok(sign * seconds_of_day(hours, minutes, 0)?)
    }
}

fn seconds_of_day(hour: i64, minute: i64, second: i64) -> Result<i64, String> {
    if hour > 23 {
        return Err("hours go from 00 to 23".to_owned());
    }
    if minute > 59 || second > 59 {
        return Err("minutes and seconds go from 00 to 59".to_owned());
    }
    Ok(hour * SECONDS_PER_HOUR + minute * SECONDS_PER_MINUTE + second)
}

/// The point and as few groups of three digits as it takes.
fn fraction_text(nanos: i32) -> String {
    if nanos == 0 {
        return String::new();
    }
    let mut text = format!(".{nanos:09}");
    while let Some(shorter) = text.strip_suffix("000") {
        text.truncate(shorter.len());
    }
    text
}

fn days_in_month(year: i64, month: i64) -> i64 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + i64::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

// The calendar repeats every 400 years. Counting the years from March puts the leap day at their end, and the months from
// March on have 31, 30, 31, 30, 31 days over and over: Howard Hinnant, "chrono-compatible low-level date algorithms".
const YEARS_PER_ERA: i64 = 400;
const DAYS_PER_ERA: i64 = 400 * 365 + 97;
/// From 0000-03-01 to the epoch.
const DAYS_TO_EPOCH: i64 = 719_468;
/// Days of five months from March on.
const DAYS_PER_FIVE_MONTHS: i64 = 153;

fn days_since_epoch(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let month = (month + 9) % 12;
    let (era, year) = (year.div_euclid(YEARS_PER_ERA), year.rem_euclid(YEARS_PER_ERA));
    let day_of_year = (DAYS_PER_FIVE_MONTHS * month + 2) / 5 + day - 1;
    let day_of_era = year * 365 + year / 4 - year / 100 + day_of_year;
    era * DAYS_PER_ERA + day_of_era - DAYS_TO_EPOCH
}

/// Year, month and day.
fn date(days_since_epoch: i64) -> (i64, i64, i64) {
    let days = days_since_epoch + DAYS_TO_EPOCH;
    let (era, day) = (days.div_euclid(DAYS_PER_ERA), days.rem_euclid(DAYS_PER_ERA));
    let year = (day - day / (4 * 365) + day / (100 * 365 + 24) - day / (DAYS_PER_ERA - 1)) / 365;
    let day = day - (year * 365 + year / 4 - year / 100);
    let month = (5 * day + 2) / DAYS_PER_FIVE_MONTHS;
    let day = day - (DAYS_PER_FIVE_MONTHS * month + 2) / 5 + 1;
    let year = era * YEARS_PER_ERA + year + i64::from(month >= 10);
    (year, (month + 2) % 12 + 1, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    /// Each text, and what it is read as, or why it is not.
    fn check(read: fn(&str) -> Result<Time, String>, texts: &[&str], expect: Expect) {
        let shown = texts.iter().map(|text| match read(text) {
            Ok(Time { seconds, nanos }) => format!("{text}: {seconds} {nanos}\n"),
            Err(reason) => format!("{text}: {reason}\n"),
        });
        expect.assert_eq(&shown.collect::<String>());
    }

    #[test]
    fn timestamps_are_read() {
        check(
            read_timestamp,
            &[
                "1970-01-01T00:00:00Z",
                "2024-02-29T12:30:00.5Z",
                "1969-12-31T23:59:59.999999999Z",
                "1970-01-01T08:00:01+08:00",
                "1969-12-31T16:00:01-08:00",
                "0001-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999999999Z",
            ],
            expect![[r#"
                1970-01-01T00:00:00Z: 0 0
                2024-02-29T12:30:00.5Z: 1709209800 500000000
                1969-12-31T23:59:59.999999999Z: -1 999999999
                1970-01-01T08:00:01+08:00: 1 0
                1969-12-31T16:00:01-08:00: 1 0
                0001-01-01T00:00:00Z: -62135596800 0
                9999-12-31T23:59:59.999999999Z: 253402300799 999999999
            "#]],
        );
    }

    #[test]
    fn what_is_no_timestamp_is_told() {
        check(
            read_timestamp,
            &[
                "",
                "yesterday",
                "2024-2-29T00:00:00Z",
                "10000-01-01T00:00:00Z",
                "2024/02/29T00:00:00Z",
                "2024-13-01T00:00:00Z",
                "2023-02-29T00:00:00Z",
                "1900-02-29T00:00:00Z",
                "2024-04-31T00:00:00Z",
                "2024-01-00T00:00:00Z",
                "2024-01-01t00:00:00Z",
                "2024-01-01 00:00:00Z",
                "2024-01-01T24:00:00Z",
                "2024-01-01T00:60:00Z",
                "2016-12-31T23:59:60Z",
                "2024-01-01T00:00Z",
                "2024-01-01T00:00:00",
                "2024-01-01T00:00:00z",
                "2024-01-01T00:00:00.Z",
                "2024-01-01T00:00:00.0000000001Z",
                "2024-01-01T00:00:00+0800",
                "2024-01-01T00:00:00+24:00",
                "2024-01-01T00:00:00ä",
                "2024-01-01T00:00:00Z ",
                "0000-12-31T23:59:59Z",
                "0001-01-01T00:00:00+00:01",
                "9999-12-31T23:59:59-00:01",
            ],
            expect![[r#"
                : the year has to have 4 digits
                yesterday: the year has to have 4 digits
                2024-2-29T00:00:00Z: the month has to have 2 digits
                10000-01-01T00:00:00Z: the year has to have 4 digits
                2024/02/29T00:00:00Z: expected '-' behind the year
                2024-13-01T00:00:00Z: months go from 01 to 12
                2023-02-29T00:00:00Z: the days of 2023-02 go from 01 to 28
                1900-02-29T00:00:00Z: the days of 1900-02 go from 01 to 28
                2024-04-31T00:00:00Z: the days of 2024-04 go from 01 to 30
                2024-01-00T00:00:00Z: the days of 2024-01 go from 01 to 31
                2024-01-01t00:00:00Z: expected 'T' behind the day
                2024-01-01 00:00:00Z: expected 'T' behind the day
                2024-01-01T24:00:00Z: hours go from 00 to 23
                2024-01-01T00:60:00Z: minutes and seconds go from 00 to 59
                2016-12-31T23:59:60Z: minutes and seconds go from 00 to 59
                2024-01-01T00:00Z: expected ':' behind the minute
                2024-01-01T00:00:00: expected 'Z' or an offset such as +02:00 behind the time
                2024-01-01T00:00:00z: expected 'Z' or an offset such as +02:00 behind the time
                2024-01-01T00:00:00.Z: expected 1 to 9 digits behind the point, found 0
                2024-01-01T00:00:00.0000000001Z: expected 1 to 9 digits behind the point, found 10
                2024-01-01T00:00:00+0800: the offset's hour has to have 2 digits
                2024-01-01T00:00:00+24:00: hours go from 00 to 23
                2024-01-01T00:00:00ä: expected 'Z' or an offset such as +02:00 behind the time
                2024-01-01T00:00:00Z : expected nothing behind it, found " "
                0000-12-31T23:59:59Z: timestamps go from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z
                0001-01-01T00:00:00+00:01: timestamps go from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z
                9999-12-31T23:59:59-00:01: timestamps go from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z
            "#]],
        );
    }

    #[test]
    fn durations_are_read() {
        check(
            read_duration,
            &["0s", "1s", "-1.5s", "-0.5s", "1.000000001s", "007s", "315576000000.999999999s", "-315576000000s"],
            expect![[r#"
                0s: 0 0
                1s: 1 0
                -1.5s: -1 -500000000
                -0.5s: 0 -500000000
                1.000000001s: 1 1
                007s: 7 0
                315576000000.999999999s: 315576000000 999999999
                -315576000000s: -315576000000 0
            "#]],
        );
        check(
            read_duration,
            &["", "1", "s", "-s", ".5s", "1.s", "+1s", "1 s", "1e3s", "1.0000000000s", "--1s", "1.5.5s", "١s"],
            expect![[r#"
                : an 's' belongs behind the seconds
                1: an 's' belongs behind the seconds
                s: expected digits before the 's'
                -s: expected digits before the 's'
                .5s: expected digits before the 's'
                1.s: expected 1 to 9 digits behind the point, found 0
                +1s: expected digits before the 's'
                1 s: expected only digits and a point before the 's', found " "
                1e3s: expected only digits and a point before the 's', found "e3"
                1.0000000000s: expected 1 to 9 digits behind the point, found 10
                --1s: expected digits before the 's'
                1.5.5s: expected only digits and a point before the 's', found ".5"
                ١s: expected digits before the 's'
            "#]],
        );
        check(
            read_duration,
            &["315576000001s", "-315576000001s", "99999999999999999999s"],
            expect![[r#"
            315576000001s: durations go from -315576000000.999999999s to 315576000000.999999999s
            -315576000001s: durations go from -315576000000.999999999s to 315576000000.999999999s
            99999999999999999999s: durations go from -315576000000.999999999s to 315576000000.999999999s
        "#]],
        );
    }

    #[test]
    fn what_has_no_text_is_told() {
        let timestamp = |seconds, nanos| timestamp_text(Time { seconds, nanos }).unwrap_err();
        let duration = |seconds, nanos| duration_text(Time { seconds, nanos }).unwrap_err();
        expect![[r#"
            timestamps go from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z, found -62135596801 seconds
            timestamps go from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z, found 9223372036854775807 seconds
            nanos go from 0 to 999999999, found -1
            nanos go from 0 to 999999999, found 2147483647
            durations go from -315576000000.999999999s to 315576000000.999999999s, found -9223372036854775808 seconds
            durations go from -315576000000.999999999s to 315576000000.999999999s, found 315576000001 seconds
            nanos go from -999999999 to 999999999, found -2147483648
            seconds and nanos have the same sign, found 1 and -1
            seconds and nanos have the same sign, found -1 and 1"#]]
        .assert_eq(
            &[
                timestamp(MIN_TIMESTAMP - 1, 0),
                timestamp(i64::MAX, 0),
                timestamp(0, -1),
                timestamp(0, i32::MAX),
                duration(i64::MIN, 0),
                duration(MAX_DURATION + 1, 0),
                duration(0, i32::MIN),
                duration(1, -1),
                duration(-1, 1),
            ]
            .join("\n"),
        );
    }

    #[test]
    fn every_day_has_one_date() {
        let mut expected = (1, 1, 1);
        for days in MIN_TIMESTAMP / SECONDS_PER_DAY..=MAX_TIMESTAMP / SECONDS_PER_DAY {
            assert_eq!(date(days), expected);
            assert_eq!(days_since_epoch(expected.0, expected.1, expected.2), days);
            let (year, month, day) = expected;
            expected = match (month, day) {
                (12, 31) => (year + 1, 1, 1),
                _ if day == days_in_month(year, month) => (year, month + 1, 1),
                _ => (year, month, day + 1),
            };
        }
        assert_eq!(expected, (10_000, 1, 1));
    }

    proptest! {
        #[test]
        fn timestamps_round_trip(seconds in MIN_TIMESTAMP..=MAX_TIMESTAMP, nanos in 0..NANOS_PER_SECOND, zeros in 0..=9_u32) {
            let time = Time { seconds, nanos: nanos / 10_i32.pow(zeros) * 10_i32.pow(zeros) };
            prop_assert_eq!(read_timestamp(&timestamp_text(time).unwrap()), Ok(time));
        }

        #[test]
        fn durations_round_trip(seconds in 0..=MAX_DURATION, nanos in 0..NANOS_PER_SECOND, zeros in 0..=9_u32, sign in -1..=1) {
            let nanos = nanos / 10_i32.pow(zeros) * 10_i32.pow(zeros);
            let time = Time { seconds: i64::from(sign) * seconds, nanos: sign * nanos };
            prop_assert_eq!(read_duration(&duration_text(time).unwrap()), Ok(time));
        }

        #[test]
        fn no_text_panics(text in "[0-9:.TZ+s-]{0,30}", any in any::<String>()) {
            for text in [text, any] {
                let _ = (read_timestamp(&text), read_duration(&text));
            }
        }
    }
}
