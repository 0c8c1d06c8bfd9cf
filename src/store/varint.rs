//! Numbers of few bytes: seven bits a byte, the lowest first.

/// Appends a number.
pub fn push(bytes: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Takes a number off the front; `None` if there is none.
pub fn take(bytes: &mut &[u8]) -> Option<usize> {
    let mut number = 0;
    for shift in (0..usize::BITS).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= usize::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_written() {
        for number in [0, 1, 127, 128, 300, 1 << 20, usize::MAX] {
            let mut bytes = Vec::new();
            push(&mut bytes, number);
            let (mut whole, mut cut) = (&bytes[..], &bytes[..bytes.len() - 1]);
            assert_eq!((take(&mut whole), whole.len()), (Some(number), 0));
            assert_eq!(take(&mut cut), None, "{number}");
        }
        assert_eq!(take(&mut &[0xff; 20][..]), None);
    }
}
