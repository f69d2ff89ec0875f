//! Validates values against the schemas of the API's OpenAPI file: types, enumerations, properties, items and
//! references.

use boon::{Compiler, Draft, Schemas, ValidationError};
use serde_json::{Value, json};

const DOCUMENT_URL: &str = "mem:///soracom-api.json";

/// Returns all violations of the schema with this name in `value`, each with its path.
///
/// Null is as good as absent: the API's own records are full of it.
pub fn schema_violations(name: &str, value: &Value) -> Vec<String> {
    let mut compiler = Compiler::new();
    // The draft that OpenAPI 3.0 extends.
    compiler.set_default_draft(Draft::V4);
    compiler.add_resource(DOCUMENT_URL, serde_json::from_str(include_str!("../data/schemas.json")).unwrap()).unwrap();
    let mut schemas = Schemas::new();
    let schema = compiler.compile(&format!("{DOCUMENT_URL}#/components/schemas/{name}"), &mut schemas).unwrap();
    let mut violations = Vec::new();
    if let Err(error) = schemas.validate(&without_nulls(value), schema) {
        collect_violations(&error, &mut violations);
    }
    violations
}

/// An error that has causes only says which part of the value they are in.
fn collect_violations(error: &ValidationError, violations: &mut Vec<String>) {
    if error.causes.is_empty() {
        violations.push(format!("{}: {}", error.instance_location, error.kind));
    }
    for cause in &error.causes {
        collect_violations(cause, violations);
    }
}

fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let present = fields.iter().filter(|(_, value)| !value.is_null());
            Value::Object(present.map(|(key, value)| (key.clone(), without_nulls(value))).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(without_nulls).collect()),
        plain => plain.clone(),
    }
}

/// Converts one radio type of records to upper case, as the enumeration of the schema does not have it in lower case.
pub fn with_uppercase_radio_type(value: &Value) -> Value {
    serde_json::from_str(&value.to_string().replace("\"radioType\":\"lte\"", "\"radioType\":\"LTE\"")).unwrap()
}

#[test]
fn wrong_types_unknown_values_and_missing_keys_are_found() {
    let cell = json!({"cell": {"mcc": "440", "radioType": "5G", "mnc": null}, "online": 1, "more": []});
    let violations = [
        "/cell/mcc: want integer, but got string",
        "/cell/radioType: value must be one of '3G', 'GSM', 'LTE', 'LTE-M', 'NB-IoT'",
        "/online: want boolean, but got number",
    ];
    assert_eq!(schema_violations("SessionStatus", &cell), violations);
    let token = |token: Value| schema_violations("GenerateTokenResponse", &json!({ "token": token }));
    assert_eq!(token(json!("eyJ")), [""; 0]);
    assert_eq!(token(Value::Null), [": missing properties 'token'"]);
}
