//! The table of routes. A slice adds its own; each names who may call it.

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::MethodRouter;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, Response, ResponseBuilder};
use utoipa_axum::router::UtoipaMethodRouter;

use super::auth::{Access, enforce};
use super::{idempotency, pages};
use crate::App;

#[derive(Default)]
pub struct Routes {
    router: Router<App>,
    openapi: OpenApi,
    table: Vec<RouteInfo>,
}

/// One route, for the test that walks them all.
#[derive(Clone, Debug)]
pub struct RouteInfo {
    pub method: String,
    pub path: String,
    pub access: Access,
    pub api: bool,
}

impl Routes {
    pub fn new(openapi: OpenApi) -> Self {
        Self {
            router: Router::new(),
            openapi,
            table: Vec::new(),
        }
    }

    /// Routes of the API: documented handlers, `api(Access::User, routes!(list, create))`.
    /// Paths are written in full in `#[utoipa::path(path = "/api/v1/…")]`.
    #[must_use]
    pub fn api(mut self, access: Access, routes: UtoipaMethodRouter<App>) -> Self {
        let (schemas, mut paths, handlers) = routes;
        let Some(path) = paths.paths.keys().next().cloned() else {
            return self;
        };
        for (method, operation) in paths.paths.values_mut().flat_map(operations) {
            self.note(method, &path, access, true);
            name_operation(operation);
            let takes_key = access.is_of_users() && method != "get";
            describe_guard(operation, access, takes_key);
        }
        let components = self.openapi.components.get_or_insert_default();
        components.schemas.extend(schemas);
        self.openapi.paths.merge(paths);
        self.router = self.router.route(&path, guarded(access, handlers));
        self
    }

    /// A page or another undocumented route; errors are drawn as pages.
    #[must_use]
    pub fn page(
        mut self,
        access: Access,
        methods: &str,
        path: &str,
        handlers: MethodRouter<App>,
    ) -> Self {
        for method in methods.split_whitespace() {
            self.note(method, path, access, false);
        }
        let handlers = guarded(access, handlers).layer(from_fn(pages::mark));
        self.router = self.router.route(path, handlers);
        self
    }

    /// A machine's route outside the API: health, assets. Errors stay problem documents.
    #[must_use]
    pub fn plain(
        mut self,
        access: Access,
        methods: &str,
        path: &str,
        handlers: MethodRouter<App>,
    ) -> Self {
        for method in methods.split_whitespace() {
            self.note(method, path, access, false);
        }
        self.router = self.router.route(path, guarded(access, handlers));
        self
    }

    fn note(&mut self, method: &str, path: &str, access: Access, api: bool) {
        let (method, path) = (method.to_uppercase(), path.to_owned());
        self.table.push(RouteInfo {
            method,
            path,
            access,
            api,
        });
    }

    pub fn openapi(&self) -> &OpenApi {
        &self.openapi
    }

    pub fn table(&self) -> &[RouteInfo] {
        &self.table
    }

    pub fn into_parts(self) -> (Router<App>, OpenApi, Vec<RouteInfo>) {
        (self.router, self.openapi, self.table)
    }
}

fn guarded(access: Access, handlers: MethodRouter<App>) -> MethodRouter<App> {
    handlers.layer(from_fn_with_state(access, enforce))
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    [
        ("get", item.get.as_mut()),
        ("post", item.post.as_mut()),
        ("put", item.put.as_mut()),
        ("patch", item.patch.as_mut()),
        ("delete", item.delete.as_mut()),
    ]
    .into_iter()
    .filter_map(|(method, operation)| operation.map(|operation| (method, operation)))
}

/// `workouts_list`: a handler's name is unique in its slice, its operation's in the whole API.
fn name_operation(operation: &mut Operation) {
    let tag = operation.tags.as_ref().and_then(|tags| tags.first());
    if let (Some(tag), Some(name)) = (tag, &operation.operation_id) {
        operation.operation_id = Some(format!("{tag}_{name}"));
    }
}

/// What the guard and the outer layers may answer belongs to every operation's description.
fn describe_guard(operation: &mut Operation, access: Access, takes_key: bool) {
    let mut answers = vec![
        ("400", "The request cannot be read."),
        ("413", "The body is too large."),
        ("415", "The body is of another media type."),
        ("422", "Some fields cannot be accepted."),
        ("429", "Too many requests; see `Retry-After`."),
        ("500", "Something broke on the server."),
    ];
    if access != Access::Public {
        answers.push(("401", "No valid session or token."));
    }
    if takes_key {
        answers.push(("409", idempotency::IN_PROGRESS));
    }
    answers.push(("403", "Not allowed for this caller."));
    for (status, description) in answers {
        let responses = &mut operation.responses.responses;
        responses
            .entry(status.to_owned())
            .or_insert_with(|| problem(description).into());
    }
    if takes_key {
        idempotency::describe(operation);
    }
    let schemes: &[&str] = match access {
        Access::Public => &[],
        Access::Manufacturer(_) => &["manufacturer"],
        _ => &["bearer", "session"],
    };
    let required = schemes
        .iter()
        .map(|name| SecurityRequirement::new(*name, [""; 0]));
    operation.security = Some(required.collect());
}

fn problem(description: &str) -> Response {
    let schema = Ref::from_schema_name("Problem");
    let content = ContentBuilder::new().schema(Some(schema)).build();
    ResponseBuilder::new()
        .description(description)
        .content("application/problem+json", content)
        .build()
}
