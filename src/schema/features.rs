//! Edition features: what each syntax and edition begins with, and what a declaration has after all that is set around it.
//!
//! A file is enough to know the features of what it declares: they are read off its settings without interpreting options. A
//! value that is unknown is left out here; `options` reports it. The features of languages (`(pb.cpp)` and the like) decide
//! nothing that Wirelens does, so only `options` knows them.

use std::collections::HashMap;

use super::linked::Target;
use super::model::{self, Label, Origin, Setting, Syntax, Value, ValueKind};
use crate::syntax::ast::AggregateField;
use crate::syntax::{Kind, NodeId, Tree};

macro_rules! features {
    ($($(#[$doc:meta])* $field:ident: $type:ident { $($(#[$value_doc:meta])* $value:ident = $number:literal $name:literal,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            #[repr(u8)]
            pub enum $type {
                $($(#[$value_doc])* $value = $number,)*
            }

            impl $type {
                /// Its name in `google.protobuf.FeatureSet`.
                pub fn name(self) -> &'static str {
                    match self {
                        $($type::$value => $name,)*
                    }
                }

                /// The value of a name, or of a number as text.
                fn read(text: &str) -> Option<$type> {
                    match text {
                        $($name | stringify!($number) => Some($type::$value),)*
                        _ => None,
                    }
                }
            }
        )*

        /// The features of a declaration; the fields are those of `google.protobuf.FeatureSet`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub struct Features {
            $($(#[$doc])* pub $field: $type,)*
        }

        impl Features {
            /// Sets a feature by its name and its value's; leaves unknown ones.
            pub fn set(&mut self, feature: &str, value: &str) {
                match feature {
                    $(stringify!($field) => self.$field = $type::read(value).unwrap_or(self.$field),)*
                    _ => {}
                }
            }

            /// Names and values, in the order of `FeatureSet`: the first two, then the value's number.
            pub fn list(self) -> impl Iterator<Item = (&'static str, &'static str, u8)> {
                [$((stringify!($field), self.$field.name(), self.$field as u8)),*].into_iter()
            }
        }
    };
}

features! {
    /// Whether a field knows that it was set.
    field_presence: Presence {
        /// It does.
        Explicit = 1 "EXPLICIT",
        /// Zero is the same as not set.
        Implicit = 2 "IMPLICIT",
        /// It must be set.
        LegacyRequired = 3 "LEGACY_REQUIRED",
    }
    /// Whether an enum may hold numbers it does not name.
    enum_type: EnumType {
        /// It may.
        Open = 1 "OPEN",
        /// It may not.
        Closed = 2 "CLOSED",
    }
    /// How repeated numbers are written.
    repeated_field_encoding: RepeatedEncoding {
        /// All behind one tag.
        Packed = 1 "PACKED",
        /// Each behind its own tag.
        Expanded = 2 "EXPANDED",
    }
    /// Whether strings must be UTF-8.
    utf8_validation: Utf8Validation {
        /// They must.
        Verify = 2 "VERIFY",
        /// Nobody looks.
        None = 3 "NONE",
    }
    /// How a message within a message is written.
    message_encoding: MessageEncoding {
        /// Behind its length.
        LengthPrefixed = 1 "LENGTH_PREFIXED",
        /// Between a start and an end tag, as groups are.
        Delimited = 2 "DELIMITED",
    }
    /// Whether the declarations must suit JSON.
    json_format: JsonFormat {
        /// They must.
        Allow = 1 "ALLOW",
        /// They need not.
        LegacyBestEffort = 2 "LEGACY_BEST_EFFORT",
    }
    /// Which names are allowed.
    enforce_naming_style: NamingStyle {
        /// The style guide's of edition 2024.
        Style2024 = 1 "STYLE2024",
        /// All that are identifiers.
        Legacy = 2 "STYLE_LEGACY",
        /// The style guide's, without what collides in generated code.
        Style2026 = 3 "STYLE2026",
    }
    /// Who may use a type that is neither `export` nor `local`.
    default_symbol_visibility: DefaultVisibility {
        /// Every file.
        ExportAll = 1 "EXPORT_ALL",
        /// Every file, where it is not nested.
        ExportTopLevel = 2 "EXPORT_TOP_LEVEL",
        /// Its own file.
        LocalAll = 3 "LOCAL_ALL",
        /// Its own file, and a nested one can't be exported.
        Strict = 4 "STRICT",
    }
    /// How many members a declaration may have.
    enforce_proto_limits: ProtoLimits {
        /// Any number.
        Legacy = 1 "LEGACY_NO_EXPLICIT_LIMITS",
        /// The numbers of edition 2026.
        Limits2026 = 2 "PROTO_LIMITS2026",
    }
}

impl Features {
    /// What a file has that sets nothing: the `edition_defaults` in descriptor.proto.
    pub fn defaults(syntax: Syntax) -> Features {
        let legacy = Features {
            field_presence: Presence::Explicit,
            enum_type: EnumType::Closed,
            repeated_field_encoding: RepeatedEncoding::Expanded,
            utf8_validation: Utf8Validation::None,
            message_encoding: MessageEncoding::LengthPrefixed,
            json_format: JsonFormat::LegacyBestEffort,
            enforce_naming_style: NamingStyle::Legacy,
            default_symbol_visibility: DefaultVisibility::ExportAll,
            enforce_proto_limits: ProtoLimits::Legacy,
        };
        let proto3 = Features {
            field_presence: Presence::Implicit,
            enum_type: EnumType::Open,
            repeated_field_encoding: RepeatedEncoding::Packed,
            utf8_validation: Utf8Validation::Verify,
            json_format: JsonFormat::Allow,
            ..legacy
        };
        let edition_2023 = Features { field_presence: Presence::Explicit, ..proto3 };
        let edition_2024 = Features {
            enforce_naming_style: NamingStyle::Style2024,
            default_symbol_visibility: DefaultVisibility::ExportTopLevel,
            ..edition_2023
        };
        match syntax {
            Syntax::Proto2 => legacy,
            Syntax::Proto3 => proto3,
            Syntax::Edition2023 => edition_2023,
            Syntax::Edition2024 => edition_2024,
            Syntax::Edition2026 => Features {
                enforce_naming_style: NamingStyle::Style2026,
                default_symbol_visibility: DefaultVisibility::Strict,
                enforce_proto_limits: ProtoLimits::Limits2026,
                ..edition_2024
            },
        }
    }

    /// With what the settings of a declaration say.
    #[must_use]
    pub fn with(mut self, settings: &[Setting], tree: &Tree) -> Features {
        for (feature, value, _) in explicit(settings, tree) {
            self.set(feature, value);
        }
        self
    }
}

/// The features that settings set, in order: name, value and the node of the setting or of the field in the braces. The value
/// is the word or the number as it is written.
pub fn explicit<'a>(
    settings: &'a [Setting],
    tree: &'a Tree,
) -> impl Iterator<Item = (&'a str, &'a str, NodeId)> + use<'a> {
    settings.iter().filter(|setting| is_features(setting)).flat_map(|setting| {
        let dotted = match setting.parts.as_slice() {
            [_, feature] if !feature.is_extension => {
                word(&setting.value, tree).map(|value| (feature.name.text.as_str(), value, setting.node))
            }
            _ => None,
        };
        let braces = (setting.parts.len() == 1 && matches!(setting.value.kind, ValueKind::Aggregate))
            .then(|| tree.node(setting.value.node));
        let fields = braces.into_iter().flat_map(|braces| braces.nodes()).filter_map(AggregateField::cast);
        dotted.into_iter().chain(fields.filter_map(|field| {
            let (name, value) = (field.name()?, field.value()?);
            (value.kind() == Kind::Literal).then(|| (name.text(), value.text(), field.node().id()))
        }))
    })
}

/// Whether a value of a feature is the one that stands for none.
pub fn is_unknown(feature: &str, value: &str) -> bool {
    // The enum of a feature is named by it, but for those that have a message around.
    let name = match feature {
        "enforce_proto_limits" => "PROTO_LIMITS",
        _ => feature,
    };
    let is_known = Features::defaults(Syntax::Proto2).list().any(|(known, _, _)| known == feature);
    is_known && (value == "0" || value.strip_suffix("_UNKNOWN").is_some_and(|word| word.eq_ignore_ascii_case(name)))
}

/// Whether a setting is `features` or a part of it.
pub fn is_features(setting: &Setting) -> bool {
    setting.parts.first().is_some_and(|part| !part.is_extension && part.name.text == "features")
}

fn word<'a>(value: &'a Value, tree: &'a Tree) -> Option<&'a str> {
    match &value.kind {
        ValueKind::Ident(word, false) => Some(word),
        ValueKind::Positive(_) => Some(tree.node(value.node).text()),
        _ => None,
    }
}

/// The features of everything a file declares.
#[derive(Clone, Debug, PartialEq)]
pub struct FileFeatures {
    file: Features,
    /// Of those that differ from the file's.
    others: HashMap<(Target, NodeId), Features>,
}

impl FileFeatures {
    /// Reads them off the settings.
    pub fn new(file: &model::File, tree: &Tree) -> FileFeatures {
        let features = Features::defaults(file.syntax).with(&file.options, tree);
        let mut walk = Walk { syntax: file.syntax, tree, file: features, others: HashMap::new() };
        for message in &file.messages {
            walk.message(message, features);
        }
        for part in &file.enums {
            walk.enumeration(part, features);
        }
        for extension in &file.extensions {
            walk.field(extension, features);
        }
        for service in &file.services {
            let around = walk.put(Target::Service, service.node, features, &service.options);
            for method in &service.methods {
                walk.put(Target::Method, method.node, around, &method.options);
            }
        }
        FileFeatures { file: features, others: walk.others }
    }

    /// Those of the file.
    pub fn file(&self) -> Features {
        self.file
    }

    /// Those of a declaration by its statement. The key and the value of a map are asked for by their map's.
    pub fn of(&self, target: Target, node: NodeId) -> Features {
        self.others.get(&(target, node)).copied().unwrap_or(self.file)
    }
}

struct Walk<'t> {
    syntax: Syntax,
    tree: &'t Tree,
    file: Features,
    others: HashMap<(Target, NodeId), Features>,
}

impl Walk<'_> {
    fn put(&mut self, target: Target, node: NodeId, around: Features, settings: &[Setting]) -> Features {
        let features = around.with(settings, self.tree);
        self.insert(target, node, features)
    }

    fn insert(&mut self, target: Target, node: NodeId, features: Features) -> Features {
        if features != self.file {
            self.others.insert((target, node), features);
        }
        features
    }

    /// Recurses as deep as messages are nested, which the tree bounds.
    fn message(&mut self, message: &model::Message, around: Features) {
        if message.origin == Origin::MapEntry {
            // Its node is that of the field, whose features its key and value have.
            return;
        }
        let features = self.put(Target::Message, message.node, around, &message.options);
        let oneofs: Vec<Features> =
            message.oneofs.iter().map(|oneof| self.put(Target::Oneof, oneof.node, features, &oneof.options)).collect();
        for field in &message.fields {
            let around = field.oneof.and_then(|oneof| oneofs.get(oneof as usize));
            self.field(field, around.copied().unwrap_or(features));
        }
        for range in &message.extension_ranges {
            self.put(Target::ExtensionRange, range.range.node, features, &range.options);
        }
        for message in &message.messages {
            self.message(message, features);
        }
        for part in &message.enums {
            self.enumeration(part, features);
        }
        for extension in &message.extensions {
            self.field(extension, features);
        }
    }

    fn enumeration(&mut self, part: &model::Enum, around: Features) {
        let features = self.put(Target::Enum, part.node, around, &part.options);
        for value in &part.values {
            self.put(Target::EnumValue, value.node, features, &value.options);
        }
    }

    /// What proto2 and proto3 say with labels, groups and `packed` are features, too.
    fn field(&mut self, field: &model::Field, around: Features) {
        let mut features = around.with(&field.options, self.tree);
        if !self.syntax.is_edition() {
            if matches!(field.label, Some((Label::Required, _))) {
                features.field_presence = Presence::LegacyRequired;
            }
            if field.is_group {
                features.message_encoding = MessageEncoding::Delimited;
            }
            match flag(&field.options, "packed") {
                Some(true) => features.repeated_field_encoding = RepeatedEncoding::Packed,
                Some(false) => features.repeated_field_encoding = RepeatedEncoding::Expanded,
                None => {}
            }
        }
        self.insert(Target::Field, field.node, features);
    }
}

/// The value of a built-in option that is `true` or `false`, if it is set.
pub fn flag(settings: &[Setting], name: &str) -> Option<bool> {
    match &setting(settings, name)?.value.kind {
        ValueKind::Ident(word, false) if word == "true" => Some(true),
        ValueKind::Ident(word, false) if word == "false" => Some(false),
        _ => None,
    }
}

/// The setting of a built-in option that is no message.
pub fn setting<'s>(settings: &'s [Setting], name: &str) -> Option<&'s Setting> {
    settings
        .iter()
        .find(|setting| matches!(setting.parts.as_slice(), [part] if !part.is_extension && part.name.text == name))
}
