//! What a parser does with bytes that are wrong or odd, and why it has to.
//!
//! Parsers are those of the specification: C++, Java, Go and those that pass the conformance suite.

use crate::annotate::problem::Problem;
use crate::wire::FaultKind;

/// What a parser does about a problem of a node.
pub(super) fn to_problem(problem: Problem) -> &'static str {
    use Problem::*;
    match problem {
        Unreadable => "A parser refuses the whole message: behind what it can't read it does not know where to go on.",
        PackedCutShort => {
            "A parser refuses the whole message: the length says where the run ends, and a value is cut in two there."
        }
        WireMismatch => {
            "A parser takes it for a field it does not know, and keeps or skips it: number and wire type must both fit, since another version of the schema may have another type there."
        }
        NotMessage | BrokenInside => {
            "A parser refuses the whole message, not only this part: what is inside is read as strictly as what is around it."
        }
        NotUtf8 => {
            "A parser refuses the whole message: a `string` promises text, and many languages can't hold any other in one."
        }
        NotUtf8Proto2 => {
            "A proto2 parser lets it pass, since proto2 began without the check; in some languages the text is then damaged."
        }
        // Where there is a fault, `to_fault` knows more.
        CutShort | Unclosed => {
            "A parser refuses the whole message as cut off; what is there of it is shown all the same."
        }
        MissingRequired => {
            "A parser of proto2 refuses the whole message: a required field is a promise, which is why nobody can ever take one out of a schema."
        }
        AnyBroken => {
            "A parser keeps the bytes, since to it they are bytes; only what unpacks them, or writes JSON, finds out."
        }
        LongLength => "Some parsers refuse it, as no length needs more than five bytes; others read the number.",
        OutOfOrder => {
            "A parser takes fields in any order; encoders write them by number, so this may be the work of another tool, or two encodings one behind the other."
        }
        TooDeep => {
            "A parser stops at its limit and refuses the message: each level takes stack, and a hostile sender could use it up."
        }
        TooMany => "A parser reads on; it is only here that there is no room for more rows.",
        Repeated => {
            "A parser takes the last value and merges messages field by field, so that two encodings one behind the other are the merged message."
        }
        OneofReplaced => "A parser sets the last member and clears the one before: a oneof holds one at a time.",
        UnknownEnumValue => {
            "A parser keeps it: as a number if the enum is open, among the unknown fields if it is closed. The writer may know a newer enum."
        }
        Narrowed => {
            "A parser drops the upper bits, as a cast does, so that a field can change between the integer types while its values are small."
        }
        Overflow => "A parser drops what is beyond 64 bits or refuses the message; no encoder writes it.",
        Overlong => {
            "A parser accepts it: zeros on top change no value. But the bytes are no longer the only ones for this message, so do not compare or hash them."
        }
    }
}

/// What a parser does about a fault.
pub(super) fn to_fault(kind: FaultKind) -> &'static str {
    use FaultKind::*;
    match kind {
        TagTruncated | VarintTruncated | LengthTruncated => {
            "A parser refuses the whole message as cut off: the bytes end before the number does, and what is there of it could be any."
        }
        TagTooLong => {
            "A parser refuses the whole message: a tag has 32 bits, for which five bytes are enough, and it reads no more."
        }
        VarintTooLong | LengthTooLong => {
            "A parser stops at the tenth byte, which is all that 64 bits need, and refuses the whole message."
        }
        NumberZero => {
            "A parser refuses the whole message: numbers begin at 1, so that zeroed memory is not taken for a message."
        }
        NumberTooLarge(_) => {
            "A parser refuses the whole message: a tag has 32 bits, three of them for the wire type, so 29 are left for the number."
        }
        WireTypeReserved(..) => {
            "A parser refuses the whole message: only the wire type tells how long a value is, so it can't even skip this one."
        }
        LengthPastEnd { .. } => {
            "A parser refuses the whole message as cut off: it trusts the length, and has no other sign of where the value ends."
        }
        FixedCutShort { .. } => {
            "A parser refuses the whole message as cut off: the wire type says how many bytes there are, and they are not."
        }
        EndWithoutStart(_) | GroupMismatch { .. } => {
            "A parser refuses the whole message: groups have no length, so a wrong end leaves open what belongs to which."
        }
        GroupUnclosed(_) => {
            "A parser refuses the whole message: a group has no length, and only its end tag says where it ends."
        }
    }
}
