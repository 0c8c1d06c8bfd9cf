//! Values as bytes for a store, and enums of which each variant has its number there and its English.

use crate::clean::CleanText;
use crate::reason::Reason;
use crate::store::varint;

/// A value that a store keeps.
pub(in crate::archive) trait Packed: Sized {
    /// Appends it.
    fn push(&self, bytes: &mut Vec<u8>);

    /// Takes one off the front; `None` if there is none.
    fn take(bytes: &mut &[u8]) -> Option<Self>;

    /// Any value.
    #[cfg(test)]
    fn sample() -> Self;
}

/// Appends a text.
pub(in crate::archive) fn push_text(bytes: &mut Vec<u8>, text: &str) {
    varint::push(bytes, text.len());
    bytes.extend_from_slice(text.as_bytes());
}

impl Packed for CleanText {
    fn push(&self, bytes: &mut Vec<u8>) {
        push_text(bytes, self.as_str());
    }

    /// Cleans the text again: the file may be someone else's.
    fn take(bytes: &mut &[u8]) -> Option<Self> {
        let len = varint::take(bytes)?;
        let (text, rest) = bytes.split_at_checked(len)?;
        *bytes = rest;
        Some(Self::line(std::str::from_utf8(text).ok()?))
    }

    #[cfg(test)]
    fn sample() -> Self {
        Self::line("x")
    }
}

impl Packed for usize {
    fn push(&self, bytes: &mut Vec<u8>) {
        varint::push(bytes, *self);
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        varint::take(bytes)
    }

    #[cfg(test)]
    fn sample() -> Self {
        300
    }
}

/// What the system says now need not be true at the next start, so no reason is read back and the file
/// is tried again.
impl Packed for Reason {
    fn push(&self, _: &mut Vec<u8>) {}

    fn take(_: &mut &[u8]) -> Option<Self> {
        None
    }

    #[cfg(test)]
    fn sample() -> Self {
        Self::Missing
    }
}

/// Declares an enum that a store keeps: the number of each variant there, its values, and its English
/// for scripts and logs. A change of numbers or values is a new version of the store.
macro_rules! packed {
    ($(#[$meta:meta])* pub enum $name:ident {
        $($number:literal $variant:ident $({ $($value:ident: $kind:ty),+ })? = $english:literal;)+
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
        #[allow(missing_docs, reason = "each variant names its text")]
        pub enum $name {
            $(#[error($english)] $variant $({ $($value: $kind),+ })?,)+
        }

        impl $crate::archive::row::packed::Packed for $name {
            fn push(&self, bytes: &mut Vec<u8>) {
                match self {
                    $(Self::$variant $({ $($value),+ })? => {
                        $crate::store::varint::push(bytes, $number);
                        $($($crate::archive::row::packed::Packed::push($value, bytes);)+)?
                    })+
                }
            }

            fn take(bytes: &mut &[u8]) -> Option<Self> {
                Some(match $crate::store::varint::take(bytes)? {
                    $($number => Self::$variant $({
                        $($value: $crate::archive::row::packed::Packed::take(bytes)?),+
                    })?,)+
                    _ => return None,
                })
            }

            #[cfg(test)]
            fn sample() -> Self {
                Self::samples().swap_remove(0)
            }
        }

        #[cfg(test)]
        impl $name {
            /// Every variant.
            pub(crate) fn samples() -> Vec<Self> {
                vec![$(Self::$variant $({
                    $($value: $crate::archive::row::packed::Packed::sample()),+
                })?,)+]
            }
        }
    };
}

pub(in crate::archive) use packed;
