//! Lists of numbers that have a tag before each value though one would do.

use super::declared::Declared;
use super::observe::Observed;
use super::{Candidate, Kind};
use crate::annotate::Shape;
use crate::schema::features::{self, RepeatedEncoding};
use crate::schema::linked::Target;
use crate::schema::model::Setting;

pub(super) fn candidate(observed: &Observed<'_>, declared: &Declared<'_>) -> Option<Candidate> {
    let is_list = observed.field.is_list && matches!(observed.field.shape, Shape::Scalar(_));
    let features = declared.unit.features.of(Target::Field, declared.field.node);
    if !is_list || observed.records < 2 || features.repeated_field_encoding == RepeatedEncoding::Packed {
        return None;
    }
    let options = &declared.field.options;
    let (set, name, value) = if declared.unit.file.syntax.is_edition() {
        (options.iter().find(|option| is_encoding(option)), "features.repeated_field_encoding", "PACKED")
    } else {
        (features::setting(options, "packed"), "packed", "true")
    };
    let option = format!("{name} = {value}");
    let edit = match set {
        Some(set) => declared.replace(set.value.node, value),
        None => declared.with_option(&option)?,
    };
    Some(Candidate {
        kind: Kind::Packed,
        field: observed.field.full_name.clone(),
        title: format!("`{}`: `{option}`", declared.shown()),
        why: format!(
            "each of the {} values has a tag of its own; packed they share one and a length",
            observed.records
        ),
        edits: vec![edit],
        values: Vec::new(),
    })
}

/// Whether an option is the feature that says how lists are written.
fn is_encoding(option: &Setting) -> bool {
    option.parts.iter().map(|part| part.name.text.as_str()).eq(["features", "repeated_field_encoding"])
}
