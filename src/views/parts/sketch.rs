//! Elements that change with every view, hundreds at once: they are compared with what was drawn before, and only what
//! differs is told to the browser. A signal for each of their texts took three times as long.

use super::live;
use leptos::html::ElementType;
use leptos::prelude::*;
use std::borrow::Cow;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Text};

type Word = Cow<'static, str>;

/// An element as it should be.
#[derive(Clone, PartialEq, Debug)]
pub struct Sketch {
    tag: &'static str,
    attributes: Vec<(&'static str, Option<Word>)>,
    /// A property of its style; set as a property, since the page's policy forbids the attribute.
    style: Option<(&'static str, String)>,
    text: Option<Word>,
    children: Vec<Sketch>,
}

impl Sketch {
    /// An element without anything.
    pub fn new(tag: &'static str) -> Self {
        Self { tag, attributes: Vec::new(), style: None, text: None, children: Vec::new() }
    }

    /// With an attribute.
    pub fn with(self, name: &'static str, value: impl Into<Word>) -> Self {
        self.maybe(name, Some(value))
    }

    /// With an attribute, or explicitly without.
    pub fn maybe(mut self, name: &'static str, value: Option<impl Into<Word>>) -> Self {
        self.attributes.push((name, value.map(Into::into)));
        self
    }

    /// With a property of its style.
    pub fn styled(mut self, property: &'static str, value: String) -> Self {
        self.style = Some((property, value));
        self
    }

    /// With a text.
    pub fn text(mut self, text: impl Into<Word>) -> Self {
        self.text = Some(text.into());
        self
    }

    /// With elements in it.
    pub fn holding(mut self, children: impl IntoIterator<Item = Sketch>) -> Self {
        self.children.extend(children);
        self
    }
}

/// An element as it is.
struct Drawn {
    element: Element,
    /// What its text stands in. Changed in place, it costs a browser much less than a new one.
    text: Option<Text>,
    sketch: Sketch,
    children: Vec<Drawn>,
}

/// Keeps the children of an element as they should be.
pub fn draw<E>(host: NodeRef<E>, children: impl Fn() -> Vec<Sketch> + Send + Sync + 'static)
where
    E: ElementType + 'static,
    E::Output: JsCast + Clone + 'static,
{
    draw_in(Arc::new(move || host.get().map(JsCast::unchecked_into)), Box::new(children));
}

fn draw_in(host: Arc<dyn Fn() -> Option<Element> + Send + Sync>, children: Box<dyn Fn() -> Vec<Sketch> + Send + Sync>) {
    let drawn = StoredValue::new_local(Vec::<Drawn>::new());
    let wanted = StoredValue::new(Vec::new());
    let place = Arc::clone(&host);
    let changed = live(move || {
        if place().is_some() {
            wanted.set_value(children());
        }
    });
    Effect::new(move |_| {
        changed.get();
        if let Some(host) = host() {
            let wanted = wanted.try_update_value(std::mem::take).unwrap_or_default();
            drawn.update_value(|drawn| patch(&host, drawn, wanted));
        }
    });
}

fn patch(host: &Element, drawn: &mut Vec<Drawn>, wanted: Vec<Sketch>) {
    drawn.drain(wanted.len().min(drawn.len())..).for_each(|surplus| surplus.element.remove());
    for (place, sketch) in wanted.into_iter().enumerate() {
        match drawn.get_mut(place) {
            Some(old) if old.fits(&sketch) => old.become_like(sketch),
            Some(old) => {
                if let Some(new) = Drawn::new(sketch) {
                    old.element.replace_with_with_node_1(&new.element).ok();
                    *old = new;
                }
            }
            None => {
                if let Some(new) = Drawn::new(sketch) {
                    host.append_child(&new.element).ok();
                    drawn.push(new);
                }
            }
        }
    }
}

impl Drawn {
    fn new(sketch: Sketch) -> Option<Self> {
        // Only a name that is none is refused; ours are written in this program.
        let element = document().create_element(sketch.tag).ok()?;
        let bare = Sketch {
            attributes: sketch.attributes.iter().map(|(name, _)| (*name, None)).collect(),
            ..Sketch::new(sketch.tag)
        };
        let text = sketch.text.as_ref().map(|_| document().create_text_node(""));
        if let Some(text) = &text {
            element.append_child(text).ok();
        }
        let mut drawn = Self { element, text, sketch: bare, children: Vec::new() };
        drawn.become_like(sketch);
        Some(drawn)
    }

    /// Whether the same code drew it, so that attributes stand in the same places.
    fn fits(&self, sketch: &Sketch) -> bool {
        let names = |sketch: &Sketch| sketch.attributes.len();
        self.sketch.tag == sketch.tag
            && names(&self.sketch) == names(sketch)
            && self.text.is_some() == sketch.text.is_some()
    }

    fn become_like(&mut self, mut sketch: Sketch) {
        for ((name, old), (_, new)) in self.sketch.attributes.iter().zip(&sketch.attributes) {
            match new {
                _ if old == new => {}
                Some(value) => drop(self.element.set_attribute(name, value)),
                None => drop(self.element.remove_attribute(name)),
            }
        }
        if let Some((property, value)) = sketch.style.as_ref().filter(|_| self.sketch.style != sketch.style)
            && let Some(element) = self.element.dyn_ref::<web_sys::HtmlElement>()
        {
            element.style().set_property(property, value).ok();
        }
        if let (Some(text), Some(word)) =
            (&self.text, sketch.text.as_deref().filter(|_| self.sketch.text != sketch.text))
        {
            text.set_data(word);
        }
        let children = std::mem::take(&mut sketch.children);
        patch(&self.element, &mut self.children, children);
        self.sketch = sketch;
    }
}
