//! Elements that change with every view, hundreds at once: they are compared with what was drawn before, and only what
//! differs is told to the browser. A signal for each of their texts took three times as long.

use super::derive_signal;
use leptos::html::ElementType;
use leptos::prelude::*;
use std::borrow::Cow;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Text};

type CowStr = Cow<'static, str>;

/// An element as it should be.
#[derive(Clone, PartialEq, Debug)]
pub struct VNode {
    tag: &'static str,
    attributes: Vec<(&'static str, Option<CowStr>)>,
    /// A property of its style; set as a property, since the page's policy forbids the attribute.
    style: Option<(&'static str, String)>,
    text: Option<CowStr>,
    children: Vec<VNode>,
}

impl VNode {
    /// An element without anything.
    pub fn new(tag: &'static str) -> Self {
        Self { tag, attributes: Vec::new(), style: None, text: None, children: Vec::new() }
    }

    /// With an attribute.
    pub fn with_attribute(self, name: &'static str, value: impl Into<CowStr>) -> Self {
        self.with_optional_attribute(name, Some(value))
    }

    /// With an attribute, or explicitly without.
    pub fn with_optional_attribute(mut self, name: &'static str, value: Option<impl Into<CowStr>>) -> Self {
        self.attributes.push((name, value.map(Into::into)));
        self
    }

    /// With a property of its style.
    pub fn with_style(mut self, property: &'static str, value: String) -> Self {
        self.style = Some((property, value));
        self
    }

    /// With a text.
    pub fn with_text(mut self, text: impl Into<CowStr>) -> Self {
        self.text = Some(text.into());
        self
    }

    /// With elements in it.
    pub fn with_children(mut self, children: impl IntoIterator<Item = VNode>) -> Self {
        self.children.extend(children);
        self
    }
}

/// An element as it is.
struct MountedNode {
    element: Element,
    /// What its text stands in. Changed in place, it costs a browser much less than a new one.
    text_node: Option<Text>,
    vnode: VNode,
    children: Vec<MountedNode>,
}

/// Keeps the children of an element as they should be.
pub fn render_children<E>(host: NodeRef<E>, children: impl Fn() -> Vec<VNode> + Send + Sync + 'static)
where
    E: ElementType + 'static,
    E::Output: JsCast + Clone + 'static,
{
    render_into(Arc::new(move || host.get().map(JsCast::unchecked_into)), Box::new(children));
}

fn render_into(
    host: Arc<dyn Fn() -> Option<Element> + Send + Sync>,
    children: Box<dyn Fn() -> Vec<VNode> + Send + Sync>,
) {
    let drawn = StoredValue::new_local(Vec::<MountedNode>::new());
    let wanted = StoredValue::new(Vec::new());
    let place = Arc::clone(&host);
    let changed = derive_signal(move || {
        if place().is_some() {
            wanted.set_value(children());
        }
    });
    Effect::new(move |_| {
        changed.get();
        if let Some(host) = host() {
            let wanted = wanted.try_update_value(std::mem::take).unwrap_or_default();
            drawn.update_value(|drawn| patch_children(&host, drawn, wanted));
        }
    });
}

fn patch_children(host: &Element, drawn: &mut Vec<MountedNode>, wanted: Vec<VNode>) {
    drawn.drain(wanted.len().min(drawn.len())..).for_each(|surplus| surplus.element.remove());
    for (place, sketch) in wanted.into_iter().enumerate() {
        match drawn.get_mut(place) {
            Some(old) if old.is_compatible_with(&sketch) => old.patch_to(sketch),
            Some(old) => {
                if let Some(new) = MountedNode::new(sketch) {
                    old.element.replace_with_with_node_1(&new.element).ok();
                    *old = new;
                }
            }
            None => {
                if let Some(new) = MountedNode::new(sketch) {
                    host.append_child(&new.element).ok();
                    drawn.push(new);
                }
            }
        }
    }
}

impl MountedNode {
    fn new(sketch: VNode) -> Option<Self> {
        // Only a name that is none is refused; ours are written in this program.
        let element = document().create_element(sketch.tag).ok()?;
        let bare = VNode {
            attributes: sketch.attributes.iter().map(|(name, _)| (*name, None)).collect(),
            ..VNode::new(sketch.tag)
        };
        let text = sketch.text.as_ref().map(|_| document().create_text_node(""));
        if let Some(text) = &text {
            element.append_child(text).ok();
        }
        let mut drawn = Self { element, text_node: text, vnode: bare, children: Vec::new() };
        drawn.patch_to(sketch);
        Some(drawn)
    }

    /// Whether the same code drew it, so that attributes stand in the same places.
    fn is_compatible_with(&self, sketch: &VNode) -> bool {
        let names = |sketch: &VNode| sketch.attributes.len();
        self.vnode.tag == sketch.tag
            && names(&self.vnode) == names(sketch)
            && self.text_node.is_some() == sketch.text.is_some()
    }

    fn patch_to(&mut self, mut sketch: VNode) {
        for ((name, old), (_, new)) in self.vnode.attributes.iter().zip(&sketch.attributes) {
            match new {
                _ if old == new => {}
                Some(value) => drop(self.element.set_attribute(name, value)),
                None => drop(self.element.remove_attribute(name)),
            }
        }
        if let Some((property, value)) = sketch.style.as_ref().filter(|_| self.vnode.style != sketch.style)
            && let Some(element) = self.element.dyn_ref::<web_sys::HtmlElement>()
        {
            element.style().set_property(property, value).ok();
        }
        if let (Some(text), Some(word)) =
            (&self.text_node, sketch.text.as_deref().filter(|_| self.vnode.text != sketch.text))
        {
            text.set_data(word);
        }
        let children = std::mem::take(&mut sketch.children);
        patch_children(&self.element, &mut self.children, children);
        self.vnode = sketch;
    }
}
