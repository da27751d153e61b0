//! Rules on a file as a whole: features where there are none, the lite runtime, message sets, exported nested types.

use super::super::features::{self, DefaultVisibility, FileFeatures, Presence};
use super::super::model::{Enum, ImportKind, Message, Setting, Syntax, Visibility};
use super::declared::Declared;
use super::findings::{Finding, Findings};
use super::free::MAX_FIELD_NUMBER;
use super::linked::{Linked, is_lite, is_message_set};
use super::ranges;
use crate::syntax::NodeId;

/// Options that have protoc make code for services itself; the lite runtime is at odds with the first two.
const GENERIC_SERVICES: [&str; 3] = ["cc_generic_services", "java_generic_services", "py_generic_services"];

/// Features in a file that has none, or with a value that is none.
pub fn features(declared: &Declared<'_>, findings: &mut Findings<'_>) {
    let unit = findings.unit();
    let is_edition = declared.file.syntax.is_edition();
    for settings in declared.settings() {
        let is_file = std::ptr::eq(settings, declared.file.options.as_slice());
        let statement = declared.file.syntax_node.filter(|_| is_file);
        if !is_edition {
            legacy_features(settings, declared.file.syntax, statement, findings);
            continue;
        }
        for (feature, value, node) in features::explicit(settings, &unit.tree) {
            if features::is_unknown(feature, value) {
                let text = format!("expected a value for `features.{feature}`, found `{value}`");
                at_statement(statement, node, text, findings).help("that value stands for none; leave the feature out");
            }
        }
    }
}

fn legacy_features(settings: &[Setting], syntax: Syntax, statement: Option<NodeId>, findings: &mut Findings<'_>) {
    let Some(setting) = settings.iter().find(|setting| features::is_features(setting)) else { return };
    let word = if syntax == Syntax::Proto3 { "proto3" } else { "proto2" };
    at_statement(statement, setting.node, format!("expected no features in {word}"), findings)
        .help("features are what editions have: `edition = \"2023\";`")
        .remove_setting(setting.node);
}

/// What is wrong with a feature of the whole file is told where the file says what it is written in, as by protoc; else where
/// it is set.
fn at_statement<'f>(
    statement: Option<NodeId>,
    setting: NodeId,
    text: String,
    findings: &'f mut Findings<'_>,
) -> Finding<'f> {
    match statement {
        Some(statement) => findings.error("proto-feature", statement, text).label(setting, "set here"),
        None => findings.error("proto-feature", setting, text),
    }
}

/// What an edition's file can't set for all it declares.
pub fn defaults(declared: &Declared<'_>, features: &FileFeatures, findings: &mut Findings<'_>) {
    let file = declared.file;
    if !file.syntax.is_edition() {
        return;
    }
    let setting = file.options.iter().find(|setting| features::is_features(setting));
    if let Some(setting) = setting.filter(|_| features.file().field_presence == Presence::LegacyRequired) {
        let text = "expected a presence that suits all fields of the file, found LEGACY_REQUIRED";
        at_statement(file.syntax_node, setting.node, text.to_owned(), findings)
            .help("say it at each field that is required");
    }
    if let Some(setting) = features::setting(&file.options, "java_string_check_utf8")
        && features::flag(&file.options, "java_string_check_utf8") == Some(true)
    {
        let text = "expected a feature, found the option `java_string_check_utf8`";
        at_statement(file.syntax_node, setting.node, text.to_owned(), findings)
            .help("in editions it is `features.(pb.java).utf8_validation`, or `features.utf8_validation` for all languages")
            .remove_setting(setting.node);
    }
}

/// Code for services that no plugin makes: protoc is about to stop making it.
pub fn generic_services(declared: &Declared<'_>, findings: &mut Findings<'_>) {
    let options = &declared.file.options;
    for name in GENERIC_SERVICES {
        if let Some(setting) = features::setting(options, name).filter(|_| features::flag(options, name) == Some(true))
        {
            findings
                .warning("proto-generic-services", setting.node, format!("expected no `{name}`, which is deprecated"))
                .help("the code for services comes from plugins, such as those of gRPC")
                .remove_setting(setting.node);
        }
    }
}

/// Files, services and imports for the lite runtime.
pub fn lite(linked: &Linked<'_>, findings: &mut Findings<'_>) {
    let file = &linked.unit.file;
    if is_lite(file) {
        let setting = GENERIC_SERVICES[..2].iter().find_map(|name| {
            features::setting(&file.options, name).filter(|_| features::flag(&file.options, name) == Some(true))
        });
        let Some(setting) = setting else { return };
        for service in &file.services {
            findings
                .error(
                    "proto-lite",
                    service.name.node,
                    format!("expected no generic code for the service '{}' with the lite runtime", service.name.text),
                )
                .label(setting.node, "turned on here")
                .help("leave out `cc_generic_services` and `java_generic_services`")
                .remove_setting(setting.node);
        }
        return;
    }
    let imports = file.imports.iter().enumerate().filter(|(_, import)| import.kind != ImportKind::Option);
    let mut lite = imports.filter(|&(at, _)| linked.imported(at).is_some_and(|unit| is_lite(&unit.file)));
    if let Some((_, import)) = lite.next() {
        findings
            .error(
                "proto-lite",
                import.node,
                format!("expected a file for the full runtime, found '{}'", import.path.text),
            )
            .help("that file has `optimize_for = LITE_RUNTIME`, which this one must have, too, to import it");
    }
}

/// Message sets, and numbers beyond those of extensions.
pub fn message_sets(declared: &Declared<'_>, findings: &mut Findings<'_>) {
    for message in declared.messages.iter().map(|message| message.part) {
        let is_set = is_message_set(message);
        let most = if is_set { i64::from(i32::MAX) } else { MAX_FIELD_NUMBER };
        ranges::limits(message, most, findings);
        if is_set && declared.file.syntax == Syntax::Proto3 {
            let setting = features::setting(&message.options, "message_set_wire_format").map(|setting| setting.node);
            let finding = findings
                .error(
                    "proto-message-set",
                    message.name.node,
                    format!("expected no message set in proto3, found '{}'", message.name.text),
                )
                .help("a message set has nothing but extensions, and proto3 has none");
            if let Some(setting) = setting {
                finding.remove_setting(setting);
            }
        }
    }
}

/// `export` on nested types where the file's default visibility is strict.
pub fn visibility(declared: &Declared<'_>, features: &FileFeatures, findings: &mut Findings<'_>) {
    if features.file().default_symbol_visibility != DefaultVisibility::Strict {
        return;
    }
    let help = "with `features.default_symbol_visibility = STRICT` only what stands at the top is exported";
    let exported = |visibility: Option<Visibility>| visibility == Some(Visibility::Export);
    for message in declared.messages.iter().filter(|it| it.around.is_some() && exported(it.part.visibility)) {
        let name = &message.part.name;
        findings
            .error("proto-visibility", name.node, format!("expected no `export` on the nested message '{}'", name.text))
            .help(help);
    }
    for part in declared.enums.iter().filter(|it| exported(it.part.visibility)) {
        let Some(around) = part.around.and_then(|at| declared.messages.get(at)) else { continue };
        if around.around.is_none() && is_namespace(around.part) {
            continue;
        }
        let Enum { name, .. } = part.part;
        findings
            .error("proto-visibility", name.node, format!("expected no `export` on the nested enum '{}'", name.text))
            .help(format!("{help}, or an enum in a local message with `reserved 1 to max;`"));
    }
}

/// A message that is there only to hold enums: it is local and has no number left.
fn is_namespace(message: &Message) -> bool {
    let [range] = message.reserved_ranges.as_slice() else { return false };
    message.visibility != Some(Visibility::Export) && range.start.value == 1 && range.end.value == MAX_FIELD_NUMBER
}
