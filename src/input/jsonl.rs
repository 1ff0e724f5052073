//! Parses one line of JSONL: an article, a standalone quotation or a decision.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::Value;

use super::lines::excerpt;
use crate::model::{Decision, Reference};

/// The fields that are read; others are ignored. Values of any type are accepted, so that a wrong
/// type can be reported with its field.
#[derive(Deserialize)]
struct EntryFields {
    id: Option<Value>,
    text: Option<Value>,
    outlet: Option<Value>,
    published: Option<Value>,
    title: Option<Value>,
    url: Option<Value>,
    kind: Option<Value>,
    language: Option<Value>,
    speaker: Option<Value>,
    document: Option<Value>,
}

/// An article or a standalone quotation, as its line gives it.
pub(super) struct JsonlEntry {
    pub id: String,
    pub text: String,
    /// Key and value of each further field that was given as a string.
    pub fields: Vec<(&'static str, String)>,
    /// A reason for each field that is left out because of its type.
    pub faults: Vec<String>,
}

/// Parses one line.
///
/// # Errors
/// The line is no JSON object, or lacks `id` or `text`; the reason says which.
pub(super) fn read(line: &str) -> Result<JsonlEntry, String> {
    let line: EntryFields = object(line)?;
    let id = required("id", line.id)?;
    if id.trim().is_empty() {
        return Err("id: empty".to_owned());
    }
    let mut entry = JsonlEntry {
        id,
        text: required("text", line.text)?,
        fields: Vec::new(),
        faults: Vec::new(),
    };
    for (key, value) in [
        ("outlet", line.outlet),
        ("published", line.published),
        ("title", line.title),
        ("url", line.url),
        ("kind", line.kind),
        ("language", line.language),
        ("speaker", line.speaker),
    ] {
        match value {
            None => {}
            Some(Value::String(value)) => entry.fields.push((key, value)),
            Some(value) => entry
                .faults
                .push(format!("{key}: {}, not a string; it is left out", describe(&value))),
        }
    }
    if line.document.is_some() {
        // The field is an id, so a whole number is accepted too.
        match required("document", line.document) {
            Ok(document) => entry.fields.push(("document", document)),
            Err(reason) => entry.faults.push(format!("{reason}; it is left out")),
        }
    }
    Ok(entry)
}

/// A standalone quotation that borrows from its line. A blank field is no field.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct StandaloneLine<'l> {
    #[serde(borrow)]
    id: Option<IdField<'l>>,
    #[serde(borrow)]
    text: Option<TextField<'l>>,
    #[serde(borrow)]
    speaker: Option<TextField<'l>>,
    #[serde(borrow)]
    outlet: Option<TextField<'l>>,
    #[serde(borrow)]
    document: Option<IdField<'l>>,
    #[serde(borrow)]
    published: Option<TextField<'l>>,
    /// Fields of articles are ignored if they are strings.
    #[serde(rename = "title")]
    _title: Option<IgnoredString>,
    #[serde(rename = "url")]
    _url: Option<IgnoredString>,
    #[serde(rename = "kind")]
    _kind: Option<IgnoredString>,
    #[serde(borrow)]
    language: Option<TextField<'l>>,
}

/// A string, borrowed where nothing in it is escaped.
#[derive(Debug, Default, Deserialize)]
struct TextField<'l>(#[serde(borrow)] Cow<'l, str>);

/// A string that is checked and dropped.
#[derive(Debug)]
struct IgnoredString;

impl<'de> Deserialize<'de> for IgnoredString {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<IgnoredString, D::Error> {
        struct IgnoredVisitor;
        impl serde::de::Visitor<'_> for IgnoredVisitor {
            type Value = IgnoredString;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a string")
            }

            fn visit_str<E>(self, _: &str) -> Result<IgnoredString, E> {
                Ok(IgnoredString)
            }
        }
        from.deserialize_str(IgnoredVisitor)
    }
}

/// A string or a whole number.
#[derive(Debug)]
struct IdField<'l>(Cow<'l, str>);

impl<'de: 'l, 'l> Deserialize<'de> for IdField<'l> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<IdField<'l>, D::Error> {
        struct IdVisitor;
        impl<'de> serde::de::Visitor<'de> for IdVisitor {
            type Value = IdField<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a string or a whole number")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<IdField<'de>, E> {
                Ok(IdField(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<IdField<'de>, E> {
                Ok(IdField(Cow::Owned(text.to_owned())))
            }

            fn visit_u64<E>(self, number: u64) -> Result<IdField<'de>, E> {
                Ok(IdField(Cow::Owned(number.to_string())))
            }

            fn visit_i64<E>(self, number: i64) -> Result<IdField<'de>, E> {
                Ok(IdField(Cow::Owned(number.to_string())))
            }
        }
        from.deserialize_any(IdVisitor)
    }
}

impl<'l> StandaloneLine<'l> {
    /// Parses one line, and adds to `faults` a reason for each field that is left out.
    ///
    /// # Errors
    /// As [`read`].
    pub(crate) fn read(
        line: &'l str,
        faults: &mut Vec<String>,
    ) -> Result<StandaloneLine<'l>, String> {
        if line.starts_with('{')
            && let Ok(plain) = serde_json::from_str::<StandaloneLine<'l>>(line)
            && plain.id.as_ref().is_some_and(|id| !id.0.trim().is_empty())
            && plain.text.is_some()
        {
            return Ok(plain);
        }
        // The slower parser finds out what is wrong.
        let entry = read(line)?;
        faults.extend(entry.faults);
        let mut plain = StandaloneLine::default();
        (plain.id, plain.text) =
            (Some(IdField(entry.id.into())), Some(TextField(entry.text.into())));
        for (key, value) in entry.fields {
            match key {
                "speaker" => plain.speaker = Some(TextField(value.into())),
                "outlet" => plain.outlet = Some(TextField(value.into())),
                "document" => plain.document = Some(IdField(value.into())),
                "published" => plain.published = Some(TextField(value.into())),
                _ => {}
            }
        }
        Ok(plain)
    }

    pub(crate) fn id(&self) -> &str {
        self.id.as_ref().map_or("", |id| &id.0)
    }

    pub(crate) fn text(&self) -> &str {
        self.text.as_ref().map_or("", |text| &text.0)
    }

    pub(crate) fn speaker(&self) -> Option<&str> {
        non_blank(self.speaker.as_ref().map(|text| &*text.0))
    }

    pub(crate) fn language(&self) -> Option<&str> {
        non_blank(self.language.as_ref().map(|text| &*text.0))
    }

    pub(crate) fn outlet(&self) -> Option<&str> {
        non_blank(self.outlet.as_ref().map(|text| &*text.0))
    }

    pub(crate) fn document(&self) -> Option<&str> {
        non_blank(self.document.as_ref().map(|id| &*id.0))
    }

    pub(crate) fn published(&self) -> Option<&str> {
        non_blank(self.published.as_ref().map(|text| &*text.0))
    }
}

fn non_blank(value: Option<&str>) -> Option<&str> {
    value.filter(|value| !value.trim().is_empty())
}

/// Parses the object of a line.
fn object<T: serde::de::DeserializeOwned>(line: &str) -> Result<T, String> {
    // serde would accept an array, as the fields in their order.
    if !line.starts_with('{') {
        return Err(format!("{:?} is no JSON object", excerpt(line)));
    }
    serde_json::from_str(line).map_err(|error| {
        // The parser counts lines within its input, which is one line.
        let message = error.to_string();
        let what = message.rfind(" at line ").map_or(message.as_str(), |at| &message[..at]);
        format!("malformed JSON at column {}: {what}", error.column())
    })
}

/// Parses one decision.
///
/// # Errors
/// The line is no JSON object, lacks a field, or names no known decision; the reason says which.
pub(super) fn read_decision(line: &str) -> Result<Decision, String> {
    #[derive(Deserialize)]
    struct DecisionFields {
        decision: Option<Value>,
        a: Option<Value>,
        b: Option<Value>,
        speaker: Option<Value>,
    }
    let line: DecisionFields = object(line)?;
    let kind = required("decision", line.decision)?;
    let a = || reference("a", line.a);
    match kind.as_str() {
        "same" | "different" => {
            let (a, b) = (a()?, reference("b", line.b)?);
            if a == b && a.id.is_some() {
                return Err(format!("a and b are one quotation, {a}"));
            }
            Ok(if kind == "same" { Decision::same(a, b) } else { Decision::different(a, b) })
        }
        "speaker" => Ok(Decision::speaker(a()?, required("speaker", line.speaker)?)),
        "lemma" => Ok(Decision::lemma(a()?)),
        other => Err(format!(
            "decision: {:?} is none of same, different, speaker, lemma",
            excerpt(other)
        )),
    }
}

/// Parses a reference: an id, or an object with `id` or `text` or both.
fn reference(key: &str, value: Option<Value>) -> Result<Reference, String> {
    let Some(Value::Object(mut fields)) = value else {
        return Ok(Reference::id(required(key, value)?));
    };
    let mut field = |name: &str| {
        let given = fields.remove(name).filter(|value| !value.is_null());
        given
            .map(|value| required(name, Some(value)).map_err(|reason| format!("{key}: {reason}")))
            .transpose()
    };
    let reference = Reference { id: field("id")?, text: field("text")? };
    if reference == Reference::default() {
        return Err(format!("{key}: neither id nor text"));
    }
    Ok(reference)
}

/// Returns a field as a string. An id may be a whole number, as many databases write it.
fn required(key: &str, value: Option<Value>) -> Result<String, String> {
    match value {
        None => Err(format!("{key}: missing")),
        Some(Value::String(value)) => Ok(value),
        Some(Value::Number(number)) if key != "text" && (number.is_i64() || number.is_u64()) => {
            Ok(number.to_string())
        }
        Some(value) => Err(format!("{key}: {}, not a string", describe(&value))),
    }
}

fn describe(value: &Value) -> String {
    match value {
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        value => value.to_string(),
    }
}
