//! Where what is shown comes from: its lines of YAML, what went in, how the rule came out.

mod badge;
mod block;
mod gear;
mod metric;
pub mod model;
mod norm;
mod panel;
mod record;
mod routes;
#[cfg(test)]
mod tests;
mod written;

pub use routes::routes;
