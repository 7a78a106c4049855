//! The reference of a small API.

use super::*;

impl Samples<'_> {
    pub(crate) fn api() -> ApiReference {
        let document = serde_json::json!({
            "openapi": "3.1.0",
            "info": {"title": "Stadion API", "version": "1.0.0", "description": "Workouts, records and accounts."},
            "paths": {
                "/api/v1/workouts": {
                    "get": {"tags": ["workouts"], "summary": "List workouts, newest first", "parameters": [{"name": "after", "in": "query", "required": false, "schema": {"type": "string"}, "description": "Cursor of the page"}], "responses": {"200": {"description": "A page", "content": {"application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Workout"}}}}}}},
                    "post": {"tags": ["workouts"], "summary": "Record a workout", "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/NewWorkout"}}}}, "responses": {"201": {"description": "Recorded"}, "422": {"description": "A field cannot be accepted"}}}
                },
                "/api/v1/workouts/{id}": {"delete": {"tags": ["workouts"], "summary": "Delete a workout", "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string", "format": "uuid"}}], "responses": {"204": {"description": "Deleted"}}}},
                "/api/v1/me": {"get": {"tags": ["accounts"], "summary": "Who am I", "responses": {"200": {"description": "The caller"}}}}
            },
            "components": {"schemas": {
                "NewWorkout": {"type": "object", "required": ["sport", "start"], "properties": {"sport": {"type": "string", "description": "Qualified: running.run"}, "start": {"type": "string", "format": "date-time"}, "within": {"$ref": "#/components/schemas/NewWorkout"}}},
                "Workout": {"type": "object", "properties": {"id": {"type": "string", "format": "uuid"}, "note": {"type": ["string", "null"]}}},
                "Better": {"type": "string", "enum": ["higher", "lower"]}
            }}
        });
        ApiReference::from_openapi(&document, "https://stadion.example")
    }
}
