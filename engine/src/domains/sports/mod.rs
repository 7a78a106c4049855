//! What sports there are and what is recorded in each: the live packs, told to clients.

pub mod routes;
