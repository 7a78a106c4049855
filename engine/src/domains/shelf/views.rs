//! The ways out to shops, and the pictures of what they sell.

use axum::extract::State;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use super::rules::links::Refused;
use super::{build, store};
use crate::App;
use crate::domains::app::Here;
use crate::web::ui::page::Urls;
use crate::web::{Access, Error, Path, Principal, Result, Routes};

pub fn routes(routes: Routes) -> Routes {
    let at = |rest: &str| format!("/{{pack}}/gear/shelf/{rest}");
    routes
        .page(Access::Public, "GET", "/go/{token}", get(leave))
        .plain(Access::Public, "GET", "/go/image/{product}", get(image))
        .page(Access::User, "POST", &at("hide"), post(hide))
        .page(Access::User, "POST", &at("show"), post(show))
}

/// Leads to the shop, once the link is proved to be ours. It is a stranger's address: it learns
/// neither the page nor the link that led there, and nothing between may keep the answer.
async fn leave(
    State(app): State<App>,
    method: Method,
    Path(token): Path<String>,
) -> Result<Response> {
    let link = app.shop.read(&token)?.map_err(|refused| match refused {
        Refused::Broken => Error::bad_request(
            "bad-link",
            "This link was not made here, or was changed on the way. Nothing was opened.",
        ),
        Refused::Expired => Error::new(
            StatusCode::GONE,
            "link-expired",
            "This link has run out. Open the page again that showed it.",
        ),
    })?;
    let product = app.shop.catalogue.products.get(&link.product);
    let product = product.ok_or_else(|| {
        let detail = "The shop no longer sells this.";
        Error::new(StatusCode::GONE, "product-gone", detail)
    })?;
    if !app.shop.is_allowed(&product.link) {
        let detail = "This shop is no longer one that we lead to. Nothing was opened.";
        return Err(Error::new(
            StatusCode::FORBIDDEN,
            "shop-not-allowed",
            detail,
        ));
    }
    // Programs that look whether a link is alive follow nothing.
    if method == Method::GET {
        store::count(&app.db, app.clock.new_id(), &link, app.clock.now()).await?;
    }
    let headers = [
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, Redirect::to(product.link.as_str())).into_response())
}

async fn image(State(app): State<App>, Path(product): Path<String>) -> Result<Response> {
    let product = app.shop.catalogue.products.get(&product);
    let image = product.and_then(|product| product.image.as_ref());
    let image = image.ok_or_else(|| Error::not_found("picture"))?;
    let headers = [
        (header::CONTENT_TYPE, image.content_type),
        (header::CACHE_CONTROL, "public, max-age=3600"),
    ];
    Ok((headers, image.bytes.clone()).into_response())
}

async fn hide(here: Here, principal: Principal) -> Result<Redirect> {
    build::hide(&here.app, principal.user_id, &here.pack.id).await?;
    let gear = Urls::new(Some(&here.pack.id)).gear;
    Ok(Redirect::to(&format!("{gear}?did=hidden")))
}

async fn show(here: Here, principal: Principal) -> Result<Redirect> {
    build::show_again(&here.app, principal.user_id, &here.pack.id).await?;
    Ok(Redirect::to(&Urls::new(Some(&here.pack.id)).gear))
}
