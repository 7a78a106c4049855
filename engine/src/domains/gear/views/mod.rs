//! The pages about gear.

mod form;
mod item;
mod list;

use axum::routing::{get, post};

use crate::web::{Access, Routes};

pub fn routes(routes: Routes) -> Routes {
    let at = |rest: &str| format!("/{{pack}}/gear/{{id}}{rest}");
    let new = get(form::blank).post(form::submit);
    let edit = get(form::edit).post(form::resubmit);
    let act =
        |routes: Routes, rest: &str, handler| routes.page(Access::User, "POST", &at(rest), handler);
    let routes = routes
        .page(Access::User, "GET", "/{pack}/gear", get(list::show))
        .page(Access::User, "GET POST", "/{pack}/gear/new", new)
        .page(Access::User, "GET", &at(""), get(item::show))
        .page(Access::User, "GET POST", &at("/edit"), edit);
    let routes = act(routes, "/retire", post(item::retire));
    let routes = act(routes, "/take-back", post(item::take_back));
    let routes = act(routes, "/delete", post(item::delete));
    let routes = act(routes, "/restore", post(item::restore));
    let routes = act(routes, "/default", post(item::set_default));
    let routes = act(routes, "/service", post(item::service));
    let routes = act(
        routes,
        "/service/{service}/remove",
        post(item::remove_service),
    );
    let routes = act(routes, "/replace", post(item::replace));
    act(routes, "/take-out", post(item::take_out))
}
