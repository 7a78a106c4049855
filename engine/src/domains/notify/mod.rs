//! What a user is told in the app.

pub mod data;
pub mod react;
pub mod routes;
pub mod store;
