//! The API's reference, read out of its OpenAPI document.

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value;

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];
/// A schema that contains itself ends here.
const DEEPEST: usize = 6;

#[derive(Clone, Debug, Default, Serialize)]
pub struct ApiReference {
    pub title: String,
    pub version: String,
    pub description: String,
    pub groups: Vec<ApiGroup>,
    pub schemas: Vec<ApiSchema>,
}

/// The operations of one tag.
#[derive(Clone, Debug, Serialize)]
pub struct ApiGroup {
    pub name: String,
    pub id: String,
    pub operations: Vec<ApiOperation>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ApiOperation {
    pub id: String,
    /// In capitals.
    pub method: String,
    pub path: String,
    pub summary: String,
    pub description: String,
    pub parameters: Vec<ApiParameter>,
    /// The name of the body's schema, when it has one.
    pub body: Option<String>,
    pub responses: Vec<ApiResponse>,
    /// A command to copy.
    pub curl: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct ApiParameter {
    pub name: String,
    /// `path`, `query`, `header`; empty for a schema's property.
    pub place: String,
    pub kind: String,
    pub is_required: bool,
    pub description: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct ApiResponse {
    pub status: String,
    pub description: String,
    pub kind: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ApiSchema {
    pub name: String,
    pub description: String,
    pub properties: Vec<ApiParameter>,
    /// Values of an enumeration.
    pub values: Vec<String>,
}

impl ApiReference {
    /// Reads an OpenAPI 3 document; `server` is put before the paths of examples.
    pub fn from_openapi(document: &Value, server: &str) -> Self {
        let mut groups: IndexMap<String, Vec<ApiOperation>> = IndexMap::new();
        for (path, item) in members(&document["paths"]) {
            let shared = item["parameters"].as_array().map_or(&[][..], Vec::as_slice);
            for method in METHODS {
                let Some(operation) = item.get(method) else {
                    continue;
                };
                let tag = operation["tags"][0].as_str().unwrap_or("API").to_owned();
                let operation = read_operation(document, server, method, path, operation, shared);
                groups.entry(tag).or_default().push(operation);
            }
        }
        let group = |(name, operations): (String, _)| ApiGroup {
            id: slug(&name),
            name,
            operations,
        };
        Self {
            title: text(&document["info"]["title"]),
            version: text(&document["info"]["version"]),
            description: text(&document["info"]["description"]),
            groups: groups.into_iter().map(group).collect(),
            schemas: members(&document["components"]["schemas"])
                .map(read_schema)
                .collect(),
        }
    }
}

fn read_operation(
    document: &Value,
    server: &str,
    method: &str,
    path: &str,
    operation: &Value,
    shared: &[Value],
) -> ApiOperation {
    let own = operation["parameters"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    let body = operation
        .pointer("/requestBody/content")
        .and_then(first_member);
    let response = |(status, response): (&String, &Value)| ApiResponse {
        status: status.clone(),
        description: text(&response["description"]),
        kind: response
            .get("content")
            .and_then(first_member)
            .map(|(_, media)| kind(&media["schema"])),
    };
    ApiOperation {
        id: slug(&format!("{method} {path}")),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&operation["summary"]),
        description: text(&operation["description"]),
        parameters: shared.iter().chain(own).map(read_parameter).collect(),
        body: body.map(|(_, media)| kind(&media["schema"])),
        responses: members(&operation["responses"]).map(response).collect(),
        curl: curl(document, server, method, path, body),
    }
}

fn read_parameter(parameter: &Value) -> ApiParameter {
    ApiParameter {
        name: text(&parameter["name"]),
        place: text(&parameter["in"]),
        kind: kind(&parameter["schema"]),
        is_required: parameter["required"].as_bool().unwrap_or(false),
        description: text(&parameter["description"]),
    }
}

fn read_schema((name, schema): (&String, &Value)) -> ApiSchema {
    let required: Vec<&str> = schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let property = |(name, property): (&String, &Value)| ApiParameter {
        name: name.clone(),
        place: String::new(),
        kind: kind(property),
        is_required: required.contains(&name.as_str()),
        description: text(&property["description"]),
    };
    ApiSchema {
        name: name.clone(),
        description: text(&schema["description"]),
        properties: members(&schema["properties"]).map(property).collect(),
        values: schema["enum"]
            .as_array()
            .into_iter()
            .flatten()
            .map(plain)
            .collect(),
    }
}

/// A type in words: `Workout`, `array of Workout`, `string (date-time)`, `integer or null`.
fn kind(schema: &Value) -> String {
    if let Some(name) = reference(schema) {
        return name.to_owned();
    }
    for several in ["oneOf", "anyOf", "allOf"] {
        if let Some(options) = schema[several].as_array() {
            return options.iter().map(kind).collect::<Vec<_>>().join(" or ");
        }
    }
    let name = match &schema["type"] {
        Value::String(name) => name.clone(),
        Value::Array(names) => names.iter().map(plain).collect::<Vec<_>>().join(" or "),
        _ => "any".to_owned(),
    };
    match schema["format"].as_str() {
        _ if name == "array" => format!("array of {}", kind(&schema["items"])),
        Some(format) => format!("{name} ({format})"),
        None => name,
    }
}

fn curl(
    document: &Value,
    server: &str,
    method: &str,
    path: &str,
    body: Option<(&String, &Value)>,
) -> String {
    let mut lines = vec![format!(
        "curl -X {} '{server}{path}'",
        method.to_uppercase()
    )];
    lines.push("-H 'Authorization: Bearer TOKEN'".to_owned());
    match body {
        Some((media, content)) if media.contains("json") => {
            let example = content.get("example").cloned();
            let example = example.unwrap_or_else(|| example_of(document, &content["schema"], 0));
            lines.push(format!("-H 'Content-Type: {media}'"));
            lines.push(format!(
                "-d '{}'",
                example.to_string().replace('\'', "'\\''")
            ));
        }
        Some((media, _)) if media.starts_with("multipart/") => {
            lines.push("-F 'file=@workout.fit'".to_owned());
        }
        _ => {}
    }
    lines.join(" \\\n  ")
}

/// A value that the schema takes: its own example, else one made from its type.
fn example_of(document: &Value, schema: &Value, depth: usize) -> Value {
    if let Some(example) = schema.get("example").or_else(|| schema["examples"].get(0)) {
        return example.clone();
    }
    if depth > DEEPEST {
        return Value::Null;
    }
    if let Some(name) = reference(schema) {
        return example_of(
            document,
            &document["components"]["schemas"][name],
            depth + 1,
        );
    }
    if let Some(option) = ["oneOf", "anyOf", "allOf"]
        .iter()
        .find_map(|key| schema[*key].get(0))
    {
        return example_of(document, option, depth + 1);
    }
    let kind = schema["type"]
        .as_str()
        .or_else(|| schema["type"][0].as_str());
    match (kind, schema["format"].as_str()) {
        _ if schema["enum"].get(0).is_some() => schema["enum"][0].clone(),
        (Some("string"), Some("date-time")) => "2026-11-19T06:48:00Z".into(),
        (Some("string"), Some("date")) => "2026-11-19".into(),
        (Some("string"), Some("uuid")) => "0199a8f2-7c3e-7d41-9b60-1f2e3d4c5b6a".into(),
        (Some("string"), _) => "text".into(),
        (Some("integer" | "number"), _) => 1.into(),
        (Some("boolean"), _) => true.into(),
        (Some("array"), _) => vec![example_of(document, &schema["items"], depth + 1)].into(),
        (Some("object"), _) => members(&schema["properties"])
            .map(|(name, property)| (name.clone(), example_of(document, property, depth + 1)))
            .collect(),
        _ => Value::Null,
    }
}

fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn first_member(value: &Value) -> Option<(&String, &Value)> {
    members(value).next()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn slug(text: &str) -> String {
    let dashed: String = text
        .chars()
        .map(|c| {
            if c.is_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect();
    dashed
        .split('-')
        .filter(|piece| !piece.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}
