//! The GraphQL contract, one concept a file: type, inputs, payloads, resolvers.

pub mod live;
