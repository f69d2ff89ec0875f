//! The order of a list that its reader is at: nothing moves away from under the pointer or the focus.

use engine::FacetValueCount;
use leptos::prelude::*;

/// The order in which values stand. It is that of their counts, but while the reader is at the list it stays as it is.
#[derive(Clone, Copy, Default)]
pub struct HeldOrder {
    is_pointed: RwSignal<bool>,
    is_focused: RwSignal<bool>,
    keys: StoredValue<Vec<String>>,
}

impl HeldOrder {
    /// The pointer comes to the list, or leaves it.
    pub fn set_pointed(self, is_pointed: bool) {
        self.is_pointed.set(is_pointed);
    }

    /// The focus comes into the list, or leaves it.
    pub fn set_focused(self, is_focused: bool) {
        self.is_focused.set(is_focused);
    }

    /// Returns the first values by count; while the list is held those that stood there, where they stood.
    pub fn arrange<'a>(
        self,
        items: impl Iterator<Item = &'a FacetValueCount>,
        is_shown: impl Fn(usize, &FacetValueCount) -> bool,
    ) -> Vec<FacetValueCount> {
        let is_held = self.is_pointed.get() || self.is_focused.get();
        let before = if is_held { self.keys.get_value() } else { vec![] };
        let shown = arrange_by(items, &before, is_shown);
        self.keys.set_value(shown.iter().map(|item| item.key.clone()).collect());
        shown
    }
}

fn arrange_by<'a>(
    items: impl Iterator<Item = &'a FacetValueCount>,
    before: &[String],
    is_shown: impl Fn(usize, &FacetValueCount) -> bool,
) -> Vec<FacetValueCount> {
    let place = |item: &FacetValueCount| before.iter().position(|key| *key == item.key);
    let shown = items.enumerate().filter(|(at, item)| place(item).is_some() || is_shown(*at, item));
    let (mut held, mut others) = (vec![None; before.len()], vec![]);
    for (_, item) in shown {
        match place(item).and_then(|place| held.get_mut(place)) {
            Some(held) => *held = Some(item.clone()),
            None => others.push(item.clone()),
        }
    }
    held.into_iter().flatten().chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stay_where_they_stood() {
        let items = |text: &str| {
            let item = |key: &str| FacetValueCount {
                key: key.to_owned(),
                count: 1,
                amount: None,
                chosen: false,
                excluded: false,
            };
            text.split(' ').map(item).collect::<Vec<_>>()
        };
        for (now, before, limit, expected) in [
            ("c b a", "", 2, "c b"),
            ("c b a", "a b", 2, "a b c"),
            ("c a", "a b c", 2, "a c"),
            ("d c b a", "a b", 2, "a b d c"),
            ("b a", "a b", 9, "a b"),
        ] {
            let before: Vec<_> = before.split_whitespace().map(str::to_owned).collect();
            let arranged = arrange_by(items(now).iter(), &before, |at, _| at < limit);
            let keys: Vec<_> = arranged.iter().map(|item| item.key.as_str()).collect();
            assert_eq!(keys.join(" "), expected, "{now} after {before:?}");
        }
    }
}
