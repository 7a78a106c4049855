//! The pages of a sport's generated app, as its pack arranges them.

pub mod model;
pub mod spec;
