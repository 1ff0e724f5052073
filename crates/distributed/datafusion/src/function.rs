//! Scalar functions of DataFusion, from Rust functions over arrays.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::ArrayRef;
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::DataType;
use datafusion::error::Result;
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

/// The work of a function: arrays of one length, of the types it takes, to one of its result.
pub(crate) type Body = fn(&[ArrayRef]) -> Result<ArrayRef>;

/// A scalar function. It is told by its name, so every machine must have the same one.
#[derive(Debug)]
struct ArrayFunction {
    name: &'static str,
    takes: Vec<DataType>,
    gives: DataType,
    signature: Signature,
    body: Body,
}

impl PartialEq for ArrayFunction {
    fn eq(&self, other: &ArrayFunction) -> bool {
        self.name == other.name
    }
}

impl Eq for ArrayFunction {}

impl Hash for ArrayFunction {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl ScalarUDFImpl for ArrayFunction {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(self.gives.clone())
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(&args.args)?;
        let arrays = arrays.iter().zip(&self.takes).map(|(array, wanted)| {
            // Strings come in three kinds, and lists with names of their own for their items.
            if array.data_type() == wanted {
                Ok(Arc::clone(array))
            } else {
                Ok(cast(array, wanted)?)
            }
        });
        let arrays: Vec<ArrayRef> = arrays.collect::<Result<_>>()?;
        Ok(ColumnarValue::Array((self.body)(&arrays)?))
    }
}

/// Makes a function whose result depends on its arguments alone.
pub(crate) fn pure(
    name: &'static str,
    takes: Vec<DataType>,
    gives: DataType,
    body: Body,
) -> Arc<ScalarUDF> {
    make(name, takes, gives, body, Volatility::Immutable)
}

/// Makes a function that must be called for each row, such as one that says where it runs.
pub(crate) fn volatile(
    name: &'static str,
    takes: Vec<DataType>,
    gives: DataType,
    body: Body,
) -> Arc<ScalarUDF> {
    make(name, takes, gives, body, Volatility::Volatile)
}

fn make(
    name: &'static str,
    takes: Vec<DataType>,
    gives: DataType,
    body: Body,
    volatility: Volatility,
) -> Arc<ScalarUDF> {
    let signature = match takes.len() {
        0 => Signature::nullary(volatility),
        count => Signature::any(count, volatility),
    };
    Arc::new(ScalarUDF::from(ArrayFunction { name, takes, gives, signature, body }))
}
