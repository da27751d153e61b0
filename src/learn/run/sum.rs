//! Arithmetic on whole numbers, as C and Python write it: `+ - * / % << >> ( )`, numbers in decimal, `0x` and `0b`.
//!
//! Division is cut off towards zero. Knows no names.

/// How deep parentheses and signs may nest.
const MAX_DEPTH: u32 = 50;

/// What an expression comes to.
///
/// # Errors
/// What was expected and what was found, or that a number is too large.
pub fn sum(text: &str) -> Result<i128, String> {
    let mut rest = Rest { text, depth: 0 };
    let value = rest.level(0)?;
    match rest.peek() {
        "" => Ok(value),
        left => Err(format!("expected an operator, found `{left}`")),
    }
}

/// What is left to read.
struct Rest<'a> {
    text: &'a str,
    depth: u32,
}

/// Operators by level, those that bind least first.
const LEVELS: [&[&str]; 3] = [&["<<", ">>"], &["+", "-"], &["*", "/", "%"]];

impl<'a> Rest<'a> {
    fn peek(&mut self) -> &'a str {
        self.text = self.text.trim_start();
        self.text
    }

    fn take(&mut self, sign: &str) -> bool {
        let rest = self.peek().strip_prefix(sign);
        self.text = rest.unwrap_or(self.text);
        rest.is_some()
    }

    fn level(&mut self, level: usize) -> Result<i128, String> {
        let Some(signs) = LEVELS.get(level) else { return self.operand() };
        let mut value = self.level(level + 1)?;
        while let Some(sign) = signs.iter().find(|it| self.take(it)) {
            let right = self.level(level + 1)?;
            value = apply(value, sign, right)
                .ok_or_else(|| format!("expected a number that fits, found {value} {sign} {right}"))?;
        }
        Ok(value)
    }

    fn operand(&mut self) -> Result<i128, String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(format!("expected at most {MAX_DEPTH} levels, found more"));
        }
        let value = if self.take("-") {
            self.operand()?.checked_neg().ok_or("expected a number that fits")?
        } else if self.take("(") {
            let value = self.level(0)?;
            if !self.take(")") {
                return Err("expected `)`, found none".to_owned());
            }
            value
        } else {
            self.number()?
        };
        self.depth -= 1;
        Ok(value)
    }

    fn number(&mut self) -> Result<i128, String> {
        let text = self.peek();
        let end = text.find(|it: char| !it.is_ascii_alphanumeric()).unwrap_or(text.len());
        let (word, rest) = text.split_at(end);
        let (digits, base) = match word.get(..2) {
            Some("0x") => (&word[2..], 16),
            Some("0b") => (&word[2..], 2),
            _ => (word, 10),
        };
        self.text = rest;
        i128::from_str_radix(digits, base).map_err(|_| format!("expected a number, found `{text}`"))
    }
}

fn apply(left: i128, sign: &str, right: i128) -> Option<i128> {
    let places = u32::try_from(right).ok().filter(|&it| it < i64::BITS);
    match sign {
        "+" => left.checked_add(right),
        "-" => left.checked_sub(right),
        "*" => left.checked_mul(right),
        "/" => left.checked_div(right),
        "%" => left.checked_rem(right),
        "<<" => left.checked_mul(1 << places?),
        _ => Some(left >> places?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_bind_as_usual() {
        let told = ["1 + 2 * 3", "(1 + 2) * 3", "1 << 3 + 1", "0x7f - 0b11", "-7 / 2 % 2", "2 - 1 - 1", "--1"].map(sum);
        assert_eq!(told, [7, 9, 16, 124, -1, 0, 1].map(Ok));
    }

    #[test]
    fn what_is_no_sum_says_why() {
        let told = |text: &str| sum(text).unwrap_err();
        assert_eq!(told("1 2"), "expected an operator, found `2`");
        assert_eq!(told("(1"), "expected `)`, found none");
        assert_eq!(told("a"), "expected a number, found `a`");
        assert_eq!(told("1 / 0"), "expected a number that fits, found 1 / 0");
        assert_eq!(told("1 << 64"), "expected a number that fits, found 1 << 64");
        assert_eq!(told(&"(".repeat(99_999)), "expected at most 50 levels, found more");
    }
}
