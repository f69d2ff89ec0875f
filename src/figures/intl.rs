//! The browser's formatters, made once for a language and a zone.

use crate::i18n::Language;
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use std::cell::RefCell;
use std::collections::BTreeMap;
use wasm_bindgen::JsValue;

struct Formats {
    number: Function,
    moment: Function,
    ago: Intl::RelativeTimeFormat,
    locales: Array,
    lengths: RefCell<BTreeMap<&'static str, Function>>,
    regions: Intl::DisplayNames,
    /// The names that were asked for: a table asks for the same few again and again.
    named: RefCell<BTreeMap<String, String>>,
}

thread_local! {
    static FORMATS: RefCell<Option<Formats>> = const { RefCell::new(None) };
}

/// Numbers, dates and places are written for this language from now on; dates in UTC or in the reader's zone.
pub fn use_locale(language: Language, utc: bool) {
    let locales = locales(language);
    let date = [("year", "numeric"), ("month", "short"), ("day", "2-digit")];
    let clock = [("hour", "2-digit"), ("minute", "2-digit"), ("hourCycle", "h23")];
    let zone: &[_] = if utc { &[("timeZone", "UTC")] } else { &[] };
    let formats = Formats {
        number: Intl::NumberFormat::new(&locales, &options(&[&[]])).format(),
        moment: Intl::DateTimeFormat::new(&locales, &options(&[&date, &clock, zone])).format(),
        ago: Intl::RelativeTimeFormat::new(&locales, &options(&[&[("style", "short"), ("numeric", "always")]])),
        locales: locales.clone(),
        lengths: RefCell::default(),
        regions: Intl::DisplayNames::new(&locales, &options(&[&[("type", "region"), ("fallback", "code")]])),
        named: RefCell::default(),
    };
    FORMATS.with(|cell| cell.replace(Some(formats)));
}

/// The reader's own variants of the language (`en-GB`), then the language itself.
fn locales(language: Language) -> Array {
    let wished = web_sys::window().map(|window| window.navigator().languages()).unwrap_or_default();
    let own = wished
        .iter()
        .filter_map(|tag| tag.as_string())
        .filter(|tag| Language::from_tag(tag) == Some(language))
        .chain([language.tag().to_owned()]);
    own.map(JsValue::from).collect()
}

fn options(groups: &[&[(&str, &str)]]) -> Object {
    let object = Object::new();
    for (key, value) in groups.iter().copied().flatten() {
        // A fresh object takes every key.
        Reflect::set(&object, &JsValue::from(*key), &JsValue::from(*value)).ok();
    }
    object
}

fn with<T>(format: impl FnOnce(&Formats) -> Option<T>) -> Option<T> {
    FORMATS.with_borrow(|formats| formats.as_ref().and_then(format))
}

fn call(function: &Function, value: &JsValue) -> Option<String> {
    function.call1(&JsValue::UNDEFINED, value).ok()?.as_string()
}

#[expect(clippy::cast_precision_loss, reason = "ages are far below 2^53")]
pub(super) fn ago(count: i64, unit: &'static str) -> String {
    with(|formats| Some(formats.ago.format(-(count as f64), unit).into())).unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^53")]
pub(super) fn length(count: i64, unit: &'static str) -> String {
    let format = |formats: &Formats| {
        let mut lengths = formats.lengths.borrow_mut();
        let format = lengths.entry(unit).or_insert_with(|| {
            let style = [("style", "unit"), ("unit", unit), ("unitDisplay", "short")];
            Intl::NumberFormat::new(&formats.locales, &options(&[&style])).format()
        });
        call(format, &JsValue::from(count as f64))
    };
    with(format).unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
pub(super) fn number(n: u64) -> String {
    with(|formats| call(&formats.number, &JsValue::from(n as f64))).unwrap_or_else(|| n.to_string())
}

pub(super) fn moment(date: &Date) -> Option<String> {
    with(|formats| call(&formats.moment, date))
}

pub(super) fn region(iso: &str) -> Option<String> {
    with(|formats| {
        if let Some(name) = formats.named.borrow().get(iso) {
            return Some(name.clone());
        }
        let name = formats.regions.of(iso).map(String::from)?;
        formats.named.borrow_mut().insert(iso.to_owned(), name.clone());
        Some(name)
    })
}
