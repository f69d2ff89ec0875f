//! The browser's formatters, made once for a language and a zone.

use crate::i18n::Language;
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use std::cell::RefCell;
use wasm_bindgen::JsValue;

struct IntlFormatters {
    number: Function,
    date_time: Function,
    relative_time: Intl::RelativeTimeFormat,
    locales: Array,
    unit_formats: RefCell<Vec<(&'static str, Function)>>,
    region_display: Intl::DisplayNames,
    /// The names in each language of the page.
    region_displays: [Intl::DisplayNames; 2],
    /// The names that were asked for: a table asks for the same few again and again.
    region_names: RefCell<Vec<(String, String)>>,
}

thread_local! {
    static FORMATS: RefCell<Option<IntlFormatters>> = const { RefCell::new(None) };
}

/// Numbers, dates and places are written for this language from now on; dates in UTC or in the reader's zone.
pub fn use_locale(language: Language, utc: bool) {
    let locales = preferred_locales(language);
    let date = [("year", "numeric"), ("month", "short"), ("day", "numeric")];
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
        region_displays: Language::ALL.map(|language| {
            let locales = Array::of1(&JsValue::from(language.tag()));
            Intl::DisplayNames::new(&locales, &build_options(&[&[("type", "region"), ("fallback", "none")]]))
        }),
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
        if !lengths.iter().any(|(of, _)| *of == unit) {
            let style = [("style", "unit"), ("unit", unit), ("unitDisplay", "short")];
            lengths.push((unit, Intl::NumberFormat::new(&formats.locales, &build_options(&[&style])).format()));
        }
        let (_, format) = lengths.iter().find(|(of, _)| *of == unit)?;
        call_formatter(format, &JsValue::from(count as f64))
    };
    with_formatters(format).unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
pub(super) fn format_integer(n: u64) -> String {
    with_formatters(|formats| call_formatter(&formats.number, &JsValue::from(n as f64)))
        .unwrap_or_else(|| n.to_string())
}

/// A number with as much of its fraction as the language writes: three digits at most.
pub(super) fn format_decimal(number: f64) -> String {
    with_formatters(|formats| call_formatter(&formats.number, &JsValue::from(number)))
        .unwrap_or_else(|| fleet::format_number(number))
}

pub(super) fn format_date_time(date: &Date) -> Option<String> {
    with_formatters(|formats| call_formatter(&formats.date_time, date))
}

/// The names of a country in each language of the page.
pub(super) fn region_names(iso: &str) -> Vec<String> {
    let names = |formats: &IntlFormatters| {
        Some(formats.region_displays.iter().filter_map(|display| display.of(iso).map(String::from)).collect())
    };
    with_formatters(names).unwrap_or_default()
}

pub(super) fn region_name(iso: &str) -> Option<String> {
    with_formatters(|formats| {
        if let Some((_, name)) = formats.region_names.borrow().iter().find(|(of, _)| of == iso) {
            return Some(name.clone());
        }
        let name = formats.region_display.of(iso).map(String::from)?;
        formats.region_names.borrow_mut().push((iso.to_owned(), name.clone()));
        Some(name)
    })
}
