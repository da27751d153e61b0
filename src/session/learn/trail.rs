//! Which lessons were opened and read. Knows lesson ids only.

/// Where the learner has been.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct Trail {
    /// The id of the lesson opened last; empty before there was one.
    #[prost(string, tag = "1")]
    pub last: String,
    /// The ids of the lessons whose end was reached, in ascending order, each once.
    #[prost(string, repeated, tag = "2")]
    pub read: Vec<String>,
}

/// How many lessons are remembered as read, those first in the alphabet; far more than there are, so that what is kept stays small
/// whatever comes in.
const MAX: usize = 500;

impl Trail {
    /// Whether the end of that lesson was reached.
    pub fn has_read(&self, lesson: &str) -> bool {
        self.read.binary_search_by(|it| it.as_str().cmp(lesson)).is_ok()
    }

    /// Its end is reached.
    pub fn reach(&mut self, lesson: &str) {
        if let Err(at) = self.read.binary_search_by(|it| it.as_str().cmp(lesson)) {
            self.read.insert(at, lesson.to_owned());
            self.read.truncate(MAX);
        }
    }

    /// What somebody else has read, too, is read.
    pub fn join(&mut self, other: &Trail) {
        other.read.iter().for_each(|lesson| self.reach(lesson));
        if self.last.is_empty() {
            self.last.clone_from(&other.last);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_stays_so_and_joins() {
        let mut trail = Trail::default();
        ["tags", "any", "tags"].into_iter().for_each(|lesson| trail.reach(lesson));
        assert_eq!(trail.read, ["any", "tags"]);
        assert!(trail.has_read("any") && !trail.has_read("a"));
        let other = Trail { last: "maps".into(), read: vec!["maps".into(), "any".into()] };
        trail.join(&other);
        assert_eq!((trail.read.join(" ").as_str(), trail.last.as_str()), ("any maps tags", "maps"));
    }
}
