//! RFC 3339 ↔ what a browser's picker of dates and times holds. The picker knows no zones and no nanoseconds: what it does
//! not know stays as it was.

/// The digits of a date and a time up to its seconds.
const SECONDS: usize = "0000-00-00T00:00:00".len();

/// What a picker shows of a point in time in UTC; nothing of any other.
pub fn to_picker(text: &str) -> String {
    let is_utc = text.ends_with(['Z', 'z']);
    text.get(..SECONDS).filter(|_| is_utc).unwrap_or_default().to_owned()
}

/// The point in time that was picked, with the fraction of a second that was there before.
pub fn from_picker(picked: &str, before: &str) -> String {
    let fraction = before.get(SECONDS..).filter(|rest| rest.starts_with('.') && rest.ends_with(['Z', 'z']));
    // A picker leaves out seconds that are zero, and has thousandths of its own if it was asked for them.
    let minutes = picked.len() <= "0000-00-00T00:00".len();
    let (seconds, own) = picked.split_at_checked(SECONDS).unwrap_or((picked, ""));
    let seconds = format!("{seconds}{}", if minutes { ":00" } else { "" });
    let rest = if own.is_empty() { fraction.unwrap_or("Z").to_owned() } else { format!("{own}Z") };
    format!("{seconds}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_picker_does_not_know_stays() {
        assert_eq!(to_picker("2026-11-25T22:42:29.000000001Z"), "2026-11-25T22:42:29");
        assert_eq!(to_picker("2026-11-25T22:42:29+01:00"), "");
        assert_eq!(to_picker("soon"), "");
        assert_eq!(from_picker("2027-01-02T03:04", "2026-11-25T22:42:29.000000001Z"), "2027-01-02T03:04:00.000000001Z");
        assert_eq!(from_picker("2027-01-02T03:04:05", ""), "2027-01-02T03:04:05Z");
        assert_eq!(from_picker("2027-01-02T03:04:05.5", "é"), "2027-01-02T03:04:05.5Z");
    }
}
