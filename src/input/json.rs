//! One line of JSONL: an article, or a quotation cut out elsewhere.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::Value;

use super::line::short;
use crate::model::{Decision, Reference};

/// The fields that are read; others are passed over without being kept. Values are taken as they come, so that a wrong
/// type can be named with its field.
#[derive(Deserialize)]
struct Line {
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

/// What stands on one line.
pub(super) struct Item {
    pub id: String,
    pub text: String,
    /// Key and value of each further field that was given as a string.
    pub fields: Vec<(&'static str, String)>,
    faults: Vec<String>,
}

impl Item {
    /// Fields that were left out for their type, once.
    pub(super) fn faults(&mut self) -> Vec<String> {
        std::mem::take(&mut self.faults)
    }
}

/// Reads one line.
///
/// # Errors
/// When it is no JSON object, or lacks `id` or `text`; the reason names what is wrong.
pub(super) fn read(line: &str) -> Result<Item, String> {
    let line: Line = object(line)?;
    let id = required("id", line.id)?;
    if id.trim().is_empty() {
        return Err("id: empty".to_owned());
    }
    let mut item =
        Item { id, text: required("text", line.text)?, fields: Vec::new(), faults: Vec::new() };
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
            Some(Value::String(value)) => item.fields.push((key, value)),
            Some(value) => {
                item.faults.push(format!("{key}: {}, not a string; it is left out", said(&value)))
            }
        }
    }
    if line.document.is_some() {
        // It is an id, so it is read as one.
        match required("document", line.document) {
            Ok(document) => item.fields.push(("document", document)),
            Err(reason) => item.faults.push(format!("{reason}; it is left out")),
        }
    }
    Ok(item)
}

/// A quotation cut out elsewhere, as it stands on its line. What is blank says nothing.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Plain<'l> {
    #[serde(borrow)]
    id: Option<Id<'l>>,
    #[serde(borrow)]
    text: Option<Text<'l>>,
    #[serde(borrow)]
    speaker: Option<Text<'l>>,
    #[serde(borrow)]
    outlet: Option<Text<'l>>,
    #[serde(borrow)]
    document: Option<Id<'l>>,
    #[serde(borrow)]
    published: Option<Text<'l>>,
    /// Fields of articles are passed over, if they are what they should be.
    #[serde(rename = "title")]
    _title: Option<Passed>,
    #[serde(rename = "url")]
    _url: Option<Passed>,
    #[serde(rename = "kind")]
    _kind: Option<Passed>,
    #[serde(rename = "language")]
    _language: Option<Passed>,
}

/// A string, borrowed where nothing in it is escaped.
#[derive(Debug, Default, Deserialize)]
struct Text<'l>(#[serde(borrow)] Cow<'l, str>);

/// A string that nobody asks for.
#[derive(Debug)]
struct Passed;

impl<'de> Deserialize<'de> for Passed {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Passed, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Passed;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a string")
            }

            fn visit_str<E>(self, _: &str) -> Result<Passed, E> {
                Ok(Passed)
            }
        }
        from.deserialize_str(Visitor)
    }
}

/// A string or a whole number.
#[derive(Debug)]
struct Id<'l>(Cow<'l, str>);

impl<'de: 'l, 'l> Deserialize<'de> for Id<'l> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Id<'l>, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Id<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a string or a whole number")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Id<'de>, E> {
                Ok(Id(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Id<'de>, E> {
                Ok(Id(Cow::Owned(text.to_owned())))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Id<'de>, E> {
                Ok(Id(Cow::Owned(number.to_string())))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Id<'de>, E> {
                Ok(Id(Cow::Owned(number.to_string())))
            }
        }
        from.deserialize_any(Visitor)
    }
}

impl<'l> Plain<'l> {
    /// Reads one line; `faults` hears of fields that are left out.
    ///
    /// # Errors
    /// As [`read`].
    pub(crate) fn read(line: &'l str, faults: &mut Vec<String>) -> Result<Plain<'l>, String> {
        if line.starts_with('{')
            && let Ok(plain) = serde_json::from_str::<Plain<'l>>(line)
            && plain.id.as_ref().is_some_and(|id| !id.0.trim().is_empty())
            && plain.text.is_some()
        {
            return Ok(plain);
        }
        // What is wrong is found out the slow way.
        let mut item = read(line)?;
        faults.extend(item.faults());
        let mut plain = Plain::default();
        (plain.id, plain.text) = (Some(Id(item.id.into())), Some(Text(item.text.into())));
        for (key, value) in item.fields {
            match key {
                "speaker" => plain.speaker = Some(Text(value.into())),
                "outlet" => plain.outlet = Some(Text(value.into())),
                "document" => plain.document = Some(Id(value.into())),
                "published" => plain.published = Some(Text(value.into())),
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
        told(self.speaker.as_ref().map(|text| &*text.0))
    }

    pub(crate) fn outlet(&self) -> Option<&str> {
        told(self.outlet.as_ref().map(|text| &*text.0))
    }

    pub(crate) fn document(&self) -> Option<&str> {
        told(self.document.as_ref().map(|id| &*id.0))
    }

    pub(crate) fn published(&self) -> Option<&str> {
        told(self.published.as_ref().map(|text| &*text.0))
    }
}

fn told(value: Option<&str>) -> Option<&str> {
    value.filter(|value| !value.trim().is_empty())
}

/// The object that stands on a line.
fn object<T: serde::de::DeserializeOwned>(line: &str) -> Result<T, String> {
    // An array of values would be taken for the fields in their order.
    if !line.starts_with('{') {
        return Err(format!("{:?} is no JSON object", short(line)));
    }
    serde_json::from_str(line).map_err(|error| {
        // The reader counts lines within what it is given, which is one line.
        let message = error.to_string();
        let what = message.rfind(" at line ").map_or(message.as_str(), |at| &message[..at]);
        format!("malformed JSON at column {}: {what}", error.column())
    })
}

/// Reads one decision.
///
/// # Errors
/// When it is no JSON object, lacks a field, or decides something else; the reason names what is wrong.
pub(super) fn decision(line: &str) -> Result<Decision, String> {
    #[derive(Deserialize)]
    struct Line {
        decision: Option<Value>,
        a: Option<Value>,
        b: Option<Value>,
        speaker: Option<Value>,
    }
    let line: Line = object(line)?;
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
        other => {
            Err(format!("decision: {:?} is none of same, different, speaker, lemma", short(other)))
        }
    }
}

/// An id, or an object with `id` or `text` or both.
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

/// A string; for an id also a whole number, as many databases write it.
fn required(key: &str, value: Option<Value>) -> Result<String, String> {
    match value {
        None => Err(format!("{key}: missing")),
        Some(Value::String(value)) => Ok(value),
        Some(Value::Number(number)) if key != "text" && (number.is_i64() || number.is_u64()) => {
            Ok(number.to_string())
        }
        Some(value) => Err(format!("{key}: {}, not a string", said(&value))),
    }
}

fn said(value: &Value) -> String {
    match value {
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        value => value.to_string(),
    }
}
