//! Figures come out of the API as they went in.

use axum::http::StatusCode;
use serde_json::json;
use stadion_pack::model::MetricType;
use stadion_pack::units::parse_unit;
use stadion_pack::value::Value;

use super::app;
use crate::db::testing::both;
use crate::domains::workouts::dto::{Figure, Scalar};

#[test]
fn whole_figures_stay_whole_in_every_usual_unit() {
    for symbol in [
        "/min", "km/h", "kJ", "kcal", "lb", "ft", "mi", "degF", "Cel", "mph",
    ] {
        let unit = parse_unit(symbol).expect(symbol);
        for n in 30..=250 {
            let steps = unit.dim.to_steps(unit.to_si(f64::from(n))).expect("fits");
            let value = Value::Number(unit.dim.from_steps(steps));
            let figure = Figure::stored(&MetricType::Quantity, &unit, &value);
            assert_eq!(figure.value, Scalar::Number(f64::from(n)), "{symbol}");
        }
    }
}

#[tokio::test]
async fn what_is_sent_is_what_is_answered() {
    both(|db| async move {
        let app = app(db).await;
        let (_, token) = app.register_confirmed("exact@example.org").await;
        let path = "/api/v1/workouts";
        for bpm in [47, 98, 124, 187] {
            let body = json!({
                "sport": "running.run",
                "metrics": { "distance": "6.2 mi", "duration": "31:07 min", "avg_heart_rate": bpm },
            });
            let answer = app.post(path, &token, body).await;
            assert_eq!(answer.status, StatusCode::CREATED, "{:?}", answer.json());
            let metrics = &answer.json()["metrics"];
            let heart = &metrics["core.avg_heart_rate"];
            assert_eq!(heart["value"].as_f64(), Some(f64::from(bpm)), "{metrics}");
        }
    })
    .await;
}
