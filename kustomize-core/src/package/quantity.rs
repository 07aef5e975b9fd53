//! Quantities of Kubernetes, such as `100m` or `1.5Gi`, compared by their values.

use std::cmp::Ordering;

/// A quantity: digits, the first of which is not 0, and the power of ten that they are multiplied by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quantity {
    negative: bool,
    digits: Vec<u8>,
    exponent: i64,
}

/// Nothing smaller than this power of ten counts; what is left is rounded up.
const SMALLEST: i64 = -9;

impl Quantity {
    /// Reads a quantity; `None` when it is none.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (negative, rest) = match text.as_bytes().first()? {
            b'-' => (true, text.get(1..)?),
            b'+' => (false, text.get(1..)?),
            _ => (false, text),
        };
        let end = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (whole, rest) = rest.split_at(end(rest));
        let (fraction, suffix) = match rest.strip_prefix('.') {
            Some(rest) => rest.split_at(end(rest)),
            None => ("", rest),
        };
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let mut digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).map(|b| b - b'0').collect();
        let mut exponent = -i64::try_from(fraction.len()).ok()?;
        let binary = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"].iter().position(|known| *known == suffix);
        match (suffix, binary) {
            (_, Some(power)) => (0..=power).for_each(|_| multiply(&mut digits, 1024)),
            ("n", _) => exponent -= 9,
            ("u", _) => exponent -= 6,
            ("m", _) => exponent -= 3,
            ("", _) => {}
            ("k", _) => exponent += 3,
            ("M", _) => exponent += 6,
            ("G", _) => exponent += 9,
            ("T", _) => exponent += 12,
            ("P", _) => exponent += 15,
            ("E", _) => exponent += 18,
            _ => {
                let power = suffix.strip_prefix(['e', 'E'])?;
                exponent += i64::from(power.parse::<i32>().ok()?);
            }
        }
        let mut quantity = Quantity { negative, digits, exponent };
        quantity.normalize();
        Some(quantity)
    }

    fn normalize(&mut self) {
        let cut = usize::try_from(SMALLEST.saturating_sub(self.exponent)).unwrap_or(0);
        if cut > 0 {
            let kept = self.digits.len().saturating_sub(cut);
            let has_rest = self.digits.iter().skip(kept).any(|digit| *digit > 0);
            self.digits.truncate(kept);
            self.exponent = SMALLEST;
            if has_rest {
                increment(&mut self.digits);
            }
        }
        let zeros = self.digits.iter().take_while(|digit| **digit == 0).count();
        self.digits.drain(..zeros);
        while self.digits.last() == Some(&0) {
            self.digits.pop();
            self.exponent += 1;
        }
        if self.digits.is_empty() {
            (self.negative, self.exponent) = (false, 0);
        }
    }

    fn compare_size(&self, other: &Self) -> Ordering {
        let size = |q: &Self| match q.digits.len() {
            0 => i64::MIN,
            len => i64::try_from(len).unwrap_or(i64::MAX).saturating_add(q.exponent),
        };
        size(self).cmp(&size(other)).then_with(|| self.digits.cmp(&other.digits))
    }
}

impl Ord for Quantity {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => self.compare_size(other),
            (true, true) => other.compare_size(self),
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
        }
    }
}

impl PartialOrd for Quantity {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn multiply(digits: &mut Vec<u8>, factor: u32) {
    let mut carry = 0;
    for digit in digits.iter_mut().rev() {
        let product = u32::from(*digit) * factor + carry;
        *digit = u8::try_from(product % 10).unwrap_or(0);
        carry = product / 10;
    }
    while carry > 0 {
        digits.insert(0, u8::try_from(carry % 10).unwrap_or(0));
        carry /= 10;
    }
}

fn increment(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit < 9 {
            *digit += 1;
            return;
        }
        *digit = 0;
    }
    digits.insert(0, 1);
}

#[cfg(test)]
mod tests {
    use super::Quantity;

    #[test]
    fn quantities_are_compared_by_their_values() {
        let rising = [
            "-1Gi", "-2", "0", "1n", "100m", "0.5", "1", "1000m5", "999", "1k", "1023", "1Ki", "2e3",
            "1.5Gi", "2G", "1E",
        ];
        let read: Vec<Quantity> = rising.iter().filter_map(|text| Quantity::parse(text)).collect();
        assert_eq!(read.len(), rising.len() - 1);
        assert!(read.windows(2).all(|pair| pair[0] < pair[1]), "{read:?}");
        assert_eq!(Quantity::parse("1000m"), Quantity::parse("1.0"));
        assert_eq!(Quantity::parse("0.1n"), Quantity::parse("1n"));
        assert_eq!(Quantity::parse("-0"), Quantity::parse("0"));
        for no in ["", "a", ".", "1.", "1x", "1e", "--1", "1 "] {
            assert_eq!(Quantity::parse(no).is_some(), no == "1.", "{no:?}");
        }
    }
}
