//! THE registry: a plain list of slices.

pub mod achievements;
pub mod app;
pub mod calibrate;
pub mod cases;
pub mod clouds;
pub mod demo;
pub mod devices;
pub mod gear;
pub mod identity;
pub mod imports;
pub mod inspect;
pub mod live;
pub mod migrate;
pub mod notify;
pub mod places;
pub mod profile;
pub mod releases;
pub mod segments;
pub mod sharing;
pub mod shelf;
pub mod sports;
#[cfg(test)]
pub(crate) mod testing;
pub mod workouts;

use axum::Router;
use axum::middleware::from_fn_with_state;
use stadion_activity::profile as fit_profile;
use stadion_pack::KindSet;
use utoipa::OpenApi;

use crate::App;
use crate::domains::migrate::Holding;
use crate::events::Reaction;
use crate::userdata::UserData;
use crate::web::Routes;
use crate::web::auth::BoxFuture;

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
    let slices: &[fn(Routes) -> Routes] = &[
        identity::routes,
        identity::views::routes,
        sports::routes::routes,
        workouts::routes::routes,
        workouts::views::routes,
        imports::routes::routes,
        imports::views::routes,
        live::routes,
        devices::routes,
        clouds::hooks::routes,
        clouds::views::routes,
        devices::views::routes,
        achievements::routes::routes,
        achievements::page_routes,
        gear::routes::routes,
        calibrate::routes::routes,
        releases::routes::routes,
        segments::routes::routes,
        profile::routes::routes,
        profile::views::routes,
        places::routes::routes,
        places::views::routes,
        sharing::routes::routes,
        sharing::views::routes,
        gear::views::routes,
        shelf::routes::routes,
        shelf::views::routes,
        notify::routes::routes,
        notify::views::routes,
        app::routes,
        inspect::routes,
    ];
    slices
        .iter()
        .fold(Routes::new(Api::openapi()), |routes, slice| slice(routes))
}

/// The slices' layers around all routes.
pub fn around(router: Router<App>, app: &App) -> Router<App> {
    let router = router.layer(from_fn_with_state(
        app.clone(),
        identity::views::count_passages,
    ));
    if app.config.worked_on.is_empty() {
        return router;
    }
    router.layer(from_fn_with_state(app.clone(), cases::enter))
}

/// The slices' figures that are states, read when they are asked for.
pub fn figures(app: &App) -> BoxFuture<'_, ()> {
    Box::pin(async move {
        identity::figures(app).await;
        shelf::figures(app).await;
        sports::figures(app);
    })
}

/// In the order in which they run: values before what is told from them, notices last.
pub fn reactions() -> Vec<Box<dyn Reaction>> {
    vec![
        Box::new(workouts::react::Workouts),
        Box::<achievements::react::AchievementReaction>::default(),
        Box::new(segments::react::People),
        Box::new(gear::react::WearReaction),
        Box::new(releases::FirstEffect),
        Box::new(devices::Came),
        Box::new(notify::react::Notices),
    ]
}

/// What slices keep of people under the ids of packs.
pub fn holdings() -> Vec<Box<dyn Holding>> {
    vec![
        Box::new(workouts::holding::WorkoutHolding),
        Box::new(achievements::holding::BadgeHolding),
        Box::new(gear::holding::GearHolding),
        Box::new(profile::holding::ProfileHolding),
        Box::new(notify::holding::NoticeHolding),
        Box::new(segments::holding::SpanHolding),
    ]
}

/// What packs may hold: the language's own kinds, then those of the slices.
pub fn kinds() -> KindSet {
    KindSet::language()
        .with::<gear::spec::Gear>()
        .with::<achievements::spec::Achievements>()
        .with::<app::spec::AppPages>()
        .with::<profile::spec::AgeGroups>()
        .with::<segments::spec::Segments>()
        .icons(crate::icons::names())
        .fit(fit_profile::sports(), fit_profile::sub_sports())
}

/// Everything kept of a user. Erased from the last to the first: the account itself goes last.
pub fn user_data() -> Vec<Box<dyn UserData>> {
    vec![
        Box::new(identity::IdentityData),
        Box::new(profile::ProfileData),
        Box::new(gear::data::GearData),
        Box::new(shelf::data::ShelfData),
        Box::new(notify::data::NoticeData),
        Box::new(places::data::PlaceData),
        Box::new(workouts::data::WorkoutData),
        Box::new(sharing::data::LinkData),
        Box::new(imports::data::ImportData),
        Box::new(live::data::LiveData),
        Box::new(devices::DeviceData),
        Box::new(clouds::CloudData),
        Box::new(demo::data::DemoData),
        Box::new(releases::ReleaseData),
    ]
}
