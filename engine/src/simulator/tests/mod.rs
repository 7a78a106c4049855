//! A simulated vendor, asked as an app asks it.
