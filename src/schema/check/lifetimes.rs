//! `feature_support` of options and their values: that the editions it names come in order, with the words they need.
//!
//! See the comments at `FieldOptions.FeatureSupport` in descriptor.proto.

use super::super::model::{Name, Setting};
use super::super::options::support::Support;
use super::super::world::FIRST_BUNDLED;
use super::declared::Declared;
use super::findings::Findings;

/// Holds every `feature_support` of a file against its own rules.
///
/// Those of the bundled files are protoc's own, which it does not hold against them.
pub fn check(declared: &Declared<'_>, findings: &mut Findings<'_>) {
    if findings.unit().index >= FIRST_BUNDLED {
        return;
    }
    let fields = declared.fields().map(|(field, _)| (&field.name, field.options.as_slice()));
    let values = declared.values().map(|(value, _)| (&value.name, value.options.as_slice()));
    for (name, settings) in fields.chain(values) {
        one(name, settings, findings);
    }
}

fn one(name: &Name, settings: &[Setting], findings: &mut Findings<'_>) {
    let is_support = |setting: &&Setting| {
        setting.parts.first().is_some_and(|part| !part.is_extension && part.name.text == "feature_support")
    };
    let Some(setting) = settings.iter().find(is_support) else { return };
    if let Some((fault, help)) = Support::read(settings, &findings.unit().tree).fault() {
        findings.error("proto-feature-support", setting.node, format!("'{}' {fault}", name.text)).help(help);
    }
}
