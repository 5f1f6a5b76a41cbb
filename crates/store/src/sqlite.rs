//! The embedded engine. See the trait files for the promises.
