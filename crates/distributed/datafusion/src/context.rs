//! What a function is told beside its rows: the settings, and the fingerprint of the caller.

use std::sync::{Arc, LazyLock, Mutex};

use datafusion::error::{DataFusionError, Result};
use serde::{Deserialize, Serialize};
use variorum::{Settings, part};

/// The settings of a run, as the functions get them: a literal argument of JSON.
///
/// ```
/// use variorum_datafusion::FunctionSettings;
/// let settings = FunctionSettings::new(true);
/// assert!(settings.to_json().contains("\"fingerprint\":\"variorum "));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FunctionSettings {
    /// True if speech without marks is looked for.
    indirect: bool,
    /// What the caller's functions, word lists and weights are: see
    /// [`variorum::part::fingerprint()`]. A machine with another one refuses.
    fingerprint: String,
}

impl FunctionSettings {
    /// Makes settings with the fingerprint of this program.
    pub fn new(indirect: bool) -> FunctionSettings {
        let fingerprint = Prepared::new(indirect).fingerprint;
        FunctionSettings { indirect, fingerprint }
    }

    /// Makes the settings of a caller with another fingerprint: every function refuses them.
    pub fn with_fingerprint(self, fingerprint: impl Into<String>) -> FunctionSettings {
        FunctionSettings { fingerprint: fingerprint.into(), ..self }
    }

    /// Returns the fingerprint.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Returns them as the argument of a function.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("two fields can be written")
    }

    /// Returns the settings of the library that they stand for.
    pub fn settings(&self) -> Settings {
        library_settings(self.indirect)
    }
}

fn library_settings(indirect: bool) -> Settings {
    let settings = Settings::default().with_indirect_reports(indirect);
    settings.with_threads(1).unwrap_or_default()
}

/// The settings of the library, made once in a process.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub settings: Settings,
    pub fingerprint: String,
}

impl Prepared {
    fn new(indirect: bool) -> Prepared {
        let settings = library_settings(indirect);
        let fingerprint = part::fingerprint(&settings);
        let mut own = OWN_FINGERPRINT.lock().unwrap_or_else(|broken| broken.into_inner()).clone();
        Prepared { settings, fingerprint: own.take().unwrap_or(fingerprint) }
    }
}

/// A fingerprint in the place of this program's.
static OWN_FINGERPRINT: Mutex<Option<String>> = Mutex::new(None);

/// Makes this process one with another fingerprint, before it has called a function: for builds
/// with functions of their own, and to test that these are refused.
pub fn set_own_fingerprint(fingerprint: impl Into<String>) {
    *OWN_FINGERPRINT.lock().unwrap_or_else(|broken| broken.into_inner()) = Some(fingerprint.into());
}

static WITH_REPORTS: LazyLock<Prepared> = LazyLock::new(|| Prepared::new(true));
static WITHOUT_REPORTS: LazyLock<Prepared> = LazyLock::new(|| Prepared::new(false));

/// Returns the settings of an argument.
///
/// # Errors
/// When the caller has other functions, word lists or weights.
pub(crate) fn prepared(json: &str) -> Result<&'static Prepared> {
    let wanted: FunctionSettings = serde_json::from_str(json).map_err(|error| {
        DataFusionError::Execution(format!("the settings of a function cannot be read: {error}"))
    })?;
    let here = if wanted.indirect { &*WITH_REPORTS } else { &*WITHOUT_REPORTS };
    if wanted.fingerprint != here.fingerprint {
        return Err(DataFusionError::Execution(format!(
            "refused: the functions of process {} are not those of the caller: \
             here [{}], there [{}]",
            std::process::id(),
            here.fingerprint,
            wanted.fingerprint
        )));
    }
    Ok(here)
}

/// Turns an error of the library into one of DataFusion.
pub(crate) fn library_error(error: variorum::Error) -> DataFusionError {
    DataFusionError::External(Box::new(Shared(Arc::new(error))))
}

/// An error that can be sent between threads.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Shared(Arc<variorum::Error>);
