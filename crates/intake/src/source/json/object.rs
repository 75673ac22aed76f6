//! One JSON value, read so that a key which stands twice in an object is not lost without a word.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// A value that another of its object replaces, since both have one name.
#[derive(Debug, PartialEq)]
pub(super) struct Replaced {
    /// The name, with those of the objects around it.
    pub(super) name: String,
    /// The value.
    pub(super) value: Value,
}

/// Reads a text that is one JSON value. Of values under one name the last counts.
pub(super) fn parse(text: &[u8]) -> Result<(Value, Vec<Replaced>), serde_json::Error> {
    let (mut replaced, mut path) = (Vec::new(), String::new());
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let value = Seed { replaced: &mut replaced, path: &mut path }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok((value, replaced))
}

struct Seed<'s> {
    replaced: &'s mut Vec<Replaced>,
    path: &'s mut String,
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Value, E> {
        Ok(Value::Bool(truth))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Ok(Number::from_f64(number).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = access.next_element_seed(Seed { replaced: self.replaced, path: self.path })? {
            elements.push(element);
        }
        Ok(Value::Array(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        let outer = self.path.len();
        while let Some(name) = access.next_key::<String>()? {
            if outer > 0 {
                self.path.push('.');
            }
            self.path.push_str(&name);
            let value = access.next_value_seed(Seed { replaced: self.replaced, path: self.path })?;
            if let Some(before) = object.insert(name, value) {
                self.replaced.push(Replaced { name: self.path.clone(), value: before });
            }
            self.path.truncate(outer);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_those_of_the_usual_reader() {
        for text in
            [r#"{"a":[1,-2,2.5,"x\u00e9",true,null,{"b":{}}],"c":18446744073709551615}"#, "[]", "1e300", "\"x\""]
        {
            let (value, replaced) = parse(text.as_bytes()).unwrap();
            assert_eq!((value, replaced), (serde_json::from_str(text).unwrap(), Vec::new()));
        }
        for text in ["", "{", "{}{}", "[1,]", "NaN", "\"\\ud83d\""] {
            assert!(parse(text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn what_stands_twice_is_told() {
        let (value, replaced) = parse(br#"{"a":1,"b":{"c":[2]},"a":3,"b":{"c":4,"c":5}}"#).unwrap();
        assert_eq!(value, serde_json::json!({"a": 3, "b": {"c": 5}}));
        let names: Vec<&str> = replaced.iter().map(|replaced| replaced.name.as_str()).collect();
        assert_eq!(names, ["a", "b.c", "b"]);
    }
}
