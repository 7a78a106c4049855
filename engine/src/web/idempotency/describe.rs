//! The header and its answers in the description of a write.

use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn};
use utoipa::openapi::{ObjectBuilder, RefOr, Required, Type};

use super::MOST_KEY;

pub const IN_PROGRESS: &str = "The same request is still being worked on; see `Idempotency-Key`.";
const REUSED: &str = "The `Idempotency-Key` was sent with another request.";

/// Declares the header; its answers join those that the operation has for the same status.
pub fn describe(operation: &mut Operation) {
    let key = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(MOST_KEY))
        .build();
    let header = ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "A new one for each write, such as a UUID: sent again with the same key within 24 hours, \
             the write is done once and answered twice.",
        ))
        .schema(Some(key))
        .build();
    let parameters = operation.parameters.get_or_insert_default();
    parameters.push(RefOr::T(header));
    for (status, words) in [("409", IN_PROGRESS), ("422", REUSED)] {
        if let Some(RefOr::T(answer)) = operation.responses.responses.get_mut(status)
            && answer.description != words
        {
            answer.description = format!("{} {words}", answer.description);
        }
    }
}
