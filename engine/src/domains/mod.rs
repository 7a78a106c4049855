//! THE registry: a plain list of slices.

use utoipa::OpenApi;

use crate::events::Reaction;
use crate::web::Routes;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Stadion",
        description = "One API over all sports that the packs describe."
    ),
    components(schemas(crate::web::Error))
)]
struct Api;

/// All routes of all slices.
pub fn routes() -> Routes {
    Routes::new(Api::openapi())
}

/// In the order in which they run.
pub fn reactions() -> Vec<Box<dyn Reaction>> {
    Vec::new()
}
