//! The browser's formatters, made once for a language and a zone.

use crate::i18n::Language;
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use std::cell::RefCell;
use std::collections::BTreeMap;
use wasm_bindgen::JsValue;

struct IntlFormatters {
    number: Function,
    date_time: Function,
    relative_time: Intl::RelativeTimeFormat,
    locales: Array,
    unit_formats: RefCell<BTreeMap<&'static str, Function>>,
    region_display: Intl::DisplayNames,
    /// The names that were asked for: a table asks for the same few again and again.
    region_names: RefCell<BTreeMap<String, String>>,
}

thread_local! {
    static FORMATS: RefCell<Option<IntlFormatters>> = const { RefCell::new(None) };
}

/// Numbers, dates and places are written for this language from now on; dates in UTC or in the reader's zone.
pub fn use_locale(language: Language, utc: bool) {
    let locales = preferred_locales(language);
    let date = [("year", "numeric"), ("month", "short"), ("day", "2-digit")];
    let clock = [("hour", "2-digit"), ("minute", "2-digit"), ("hourCycle", "h23")];
    let zone: &[_] = if utc { &[("timeZone", "UTC")] } else { &[] };
    let formats = IntlFormatters {
        number: Intl::NumberFormat::new(&locales, &build_options(&[&[]])).format(),
        date_time: Intl::DateTimeFormat::new(&locales, &build_options(&[&date, &clock, zone])).format(),
        relative_time: Intl::RelativeTimeFormat::new(
            &locales,
            &build_options(&[&[("style", "short"), ("numeric", "always")]]),
        ),
        locales: locales.clone(),
        unit_formats: RefCell::default(),
        region_display: Intl::DisplayNames::new(
            &locales,
            &build_options(&[&[("type", "region"), ("fallback", "code")]]),
        ),
        region_names: RefCell::default(),
    };
    FORMATS.with(|cell| cell.replace(Some(formats)));
}

/// The reader's own variants of the language (`en-GB`), then the language itself.
fn preferred_locales(language: Language) -> Array {
    let wished = web_sys::window().map(|window| window.navigator().languages()).unwrap_or_default();
    let own = wished
        .iter()
        .filter_map(|tag| tag.as_string())
        .filter(|tag| Language::from_tag(tag) == Some(language))
        .chain([language.tag().to_owned()]);
    own.map(JsValue::from).collect()
}

fn build_options(groups: &[&[(&str, &str)]]) -> Object {
    let object = Object::new();
    for (key, value) in groups.iter().copied().flatten() {
        // A fresh object takes every key.
        Reflect::set(&object, &JsValue::from(*key), &JsValue::from(*value)).ok();
    }
    object
}

fn with_formatters<T>(format: impl FnOnce(&IntlFormatters) -> Option<T>) -> Option<T> {
    FORMATS.with_borrow(|formats| formats.as_ref().and_then(format))
}

fn call_formatter(function: &Function, value: &JsValue) -> Option<String> {
    function.call1(&JsValue::UNDEFINED, value).ok()?.as_string()
}

#[expect(clippy::cast_precision_loss, reason = "ages are far below 2^53")]
pub(super) fn format_relative_time(count: i64, unit: &'static str) -> String {
    with_formatters(|formats| Some(formats.relative_time.format(-(count as f64), unit).into())).unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^53")]
pub(super) fn format_unit(count: i64, unit: &'static str) -> String {
    let format = |formats: &IntlFormatters| {
        let mut lengths = formats.unit_formats.borrow_mut();
        let format = lengths.entry(unit).or_insert_with(|| {
            let style = [("style", "unit"), ("unit", unit), ("unitDisplay", "short")];
            Intl::NumberFormat::new(&formats.locales, &build_options(&[&style])).format()
        });
        call_formatter(format, &JsValue::from(count as f64))
    };
    with_formatters(format).unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
pub(super) fn format_integer(n: u64) -> String {
    with_formatters(|formats| call_formatter(&formats.number, &JsValue::from(n as f64)))
        .unwrap_or_else(|| n.to_string())
}

pub(super) fn format_date_time(date: &Date) -> Option<String> {
    with_formatters(|formats| call_formatter(&formats.date_time, date))
}

pub(super) fn region_name(iso: &str) -> Option<String> {
    with_formatters(|formats| {
        if let Some(name) = formats.region_names.borrow().get(iso) {
            return Some(name.clone());
        }
        let name = formats.region_display.of(iso).map(String::from)?;
        formats.region_names.borrow_mut().insert(iso.to_owned(), name.clone());
        Some(name)
    })
}
