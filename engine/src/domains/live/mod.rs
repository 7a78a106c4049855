//! Recording live: a page that listens to sensors and to the device's own place, keeps what it hears, and
//! sends it when it is over. The bytes of the sensors are read here, by the adapters that are live.

pub mod data;
mod model;
mod rules;
mod send;
mod store;
#[cfg(test)]
mod tests;
mod told;
mod views;

pub use views::routes;
