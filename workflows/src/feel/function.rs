//! Functions as values: built in, written in an expression, or offered by a decision model.

use std::fmt;
use std::sync::Arc;

/// A function value; two are equal when they are the same one.
#[derive(Clone)]
pub struct Function(pub(crate) Arc<dyn Callable>);

/// What a function value must be able to do.
pub(crate) trait Callable: Send + Sync {
    /// Names of the parameters, in order.
    fn parameters(&self) -> Vec<Arc<str>>;
}

impl Function {
    /// Names of the parameters, in order.
    pub fn parameters(&self) -> Vec<Arc<str>> {
        self.0.parameters()
    }
}

impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "function({})", self.0.parameters().join(", "))
    }
}
