//! Validates values against the schemas of the API's OpenAPI file: types, enumerations, properties, items and
//! references.

use serde_json::Value;

/// Returns all violations of the schema with this name in `value`, each with its path.
///
/// Null counts as absent: the API's own records have many nulls, and many keys that the schemas do not have.
pub fn schema_violations(name: &str, value: &Value) -> Vec<String> {
    let schemas: Value = serde_json::from_str(include_str!("../data/schemas.json")).unwrap();
    let schemas = &schemas["components"]["schemas"];
    let mut violations = vec![];
    check_schema(schemas, &schemas[name], value, name, &mut violations);
    violations
}

fn check_schema(schemas: &Value, schema: &Value, value: &Value, path: &str, violations: &mut Vec<String>) {
    if value.is_null() {
        return;
    }
    if let Some(name) = schema["$ref"].as_str() {
        let schema = &schemas[name.rsplit('/').next().unwrap()];
        return check_schema(schemas, schema, value, path, violations);
    }
    let fits = match schema["type"].as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        other => panic!("{path}: a schema of {other:?}"),
    };
    let listed = schema["enum"].as_array().is_none_or(|values| values.contains(value));
    if !fits || !listed {
        violations.push(format!("{path}: {value}"));
    }
    for (i, value) in value.as_array().into_iter().flatten().enumerate() {
        check_schema(schemas, &schema["items"], value, &format!("{path}[{i}]"), violations);
    }
    for (key, value) in value.as_object().into_iter().flatten() {
        let schema = schema["properties"].get(key).or(schema.get("additionalProperties"));
        if let Some(schema) = schema {
            check_schema(schemas, schema, value, &format!("{path}.{key}"), violations);
        }
    }
    for key in schema["required"].as_array().into_iter().flatten() {
        if value[key.as_str().unwrap()].is_null() {
            violations.push(format!("{path}: no {key}"));
        }
    }
}

/// Converts one radio type of records to upper case, as the enumeration of the schema does not have it in lower case.
pub fn with_uppercase_radio_type(value: &Value) -> Value {
    serde_json::from_str(&value.to_string().replace("\"radioType\":\"lte\"", "\"radioType\":\"LTE\"")).unwrap()
}

#[test]
fn wrong_types_unknown_values_and_missing_keys_are_found() {
    let cell = serde_json::json!({"cell": {"mcc": "440", "radioType": "5G", "mnc": null}, "online": 1, "more": []});
    let found = ["SessionStatus.cell.mcc: \"440\"", "SessionStatus.cell.radioType: \"5G\"", "SessionStatus.online: 1"];
    assert_eq!(schema_violations("SessionStatus", &cell), found);
    assert_eq!(
        schema_violations("GenerateTokenResponse", &serde_json::json!({})),
        ["GenerateTokenResponse: no \"token\""]
    );
}
