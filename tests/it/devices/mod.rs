//! Devices' stories: the executable on both databases, and vendors that are played. Nothing is lost and
//! nothing comes twice, whatever breaks.

mod killed;
mod new_vendor;
mod refresh;
mod stage;
mod tidewatch;
mod troubles;
mod ways;
