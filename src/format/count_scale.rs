//! The classes of counts that the map, its legend, the bars and the pivot table are coloured by.

/// Number of classes at most, and of their colours, from few to many: `--scale-1` and so on of the style.
const COLOR_COUNT: usize = 6;

/// Where classes begin: 1, 3, 10, 30 and so on, or where those would be more than there are colours 1, 10, 100.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CountScale {
    minimums: [u32; COLOR_COUNT],
    class_count: usize,
}

/// A class: its number, which is that of its colour, and its lowest and highest count; the last one has no highest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CountClass {
    /// From 1 to 6.
    pub color: u8,
    /// The lowest count.
    pub from: u32,
    /// The highest count.
    pub to: Option<u32>,
}

impl CountScale {
    /// Returns the scale of counts up to a highest one.
    ///
    /// ```
    /// use simscope::CountScale;
    ///
    /// let scale = CountScale::new(2_761);
    /// assert_eq!([0, 1, 9, 10, 999, 1_000, 5_000].map(|count| scale.color_of(count)), [0, 1, 1, 2, 5, 6, 6]);
    /// ```
    pub fn new(highest: u32) -> Self {
        let halves = (0..10).flat_map(|power| [10_u32.pow(power), 10_u32.pow(power).saturating_mul(3)]);
        let halves: Vec<u32> = halves.take_while(|from| *from <= highest).collect();
        let mut minimums: Vec<u32> =
            if halves.len() > COLOR_COUNT + 1 { halves.into_iter().step_by(2).collect() } else { halves };
        // One more than there are colours: the two lowest are one.
        while minimums.len() > COLOR_COUNT {
            minimums.remove(1);
        }
        let mut scale = Self { minimums: [0; COLOR_COUNT], class_count: minimums.len() };
        for (slot, from) in scale.minimums.iter_mut().zip(minimums) {
            *slot = from;
        }
        scale
    }

    /// Returns the colour of a count, from 1; 0 for a count of 0.
    pub fn color_of(self, count: u32) -> u8 {
        match self.minimums().iter().rposition(|from| *from <= count) {
            Some(class) if count > 0 => self.color_of_class(class),
            _ => 0,
        }
    }

    /// Returns the classes, the lowest counts first.
    pub fn classes(self) -> impl Iterator<Item = CountClass> {
        (0..self.class_count).map(move |class| CountClass {
            color: self.color_of_class(class),
            from: self.minimums[class],
            to: self.minimums().get(class + 1).map(|next| next - 1),
        })
    }

    fn minimums(&self) -> &[u32] {
        &self.minimums[..self.class_count]
    }

    /// Few classes are as far apart as the colours let them be; a class alone has the last colour.
    #[expect(clippy::cast_possible_truncation, reason = "there are six colours")]
    fn color_of_class(self, class: usize) -> u8 {
        let gaps = self.class_count.saturating_sub(1);
        let above = (class * (COLOR_COUNT - 1)).checked_div(gaps).unwrap_or(COLOR_COUNT - 1);
        above as u8 + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn minimums(highest: u32) -> Vec<u32> {
        CountScale::new(highest).classes().map(|class| class.from).collect()
    }

    #[test]
    fn classes_begin_at_round_numbers() {
        assert_eq!(minimums(0), Vec::<u32>::new());
        assert_eq!(minimums(1), [1]);
        assert_eq!(minimums(12), [1, 3, 10]);
        assert_eq!(minimums(999), [1, 3, 10, 30, 100, 300]);
        assert_eq!(minimums(2_761), [1, 10, 30, 100, 300, 1_000]);
        assert_eq!(minimums(3_000), [1, 10, 100, 1_000]);
        assert_eq!(minimums(300_000), [1, 10, 100, 1_000, 10_000, 100_000]);
        assert_eq!(minimums(u32::MAX).len(), 6);
    }

    #[test]
    fn few_classes_are_far_apart() {
        let colors = |highest| CountScale::new(highest).classes().map(|class| class.color).collect::<Vec<_>>();
        assert_eq!((colors(1), colors(3), colors(12)), (vec![6], vec![1, 6], vec![1, 3, 6]));
    }

    proptest! {
        #[test]
        fn every_count_is_in_the_class_of_its_colour(highest in 1..3_000_000_u32, count in 0..4_000_000_u32) {
            let scale = CountScale::new(highest);
            let holds = |class: &CountClass| class.from <= count && class.to.is_none_or(|to| count <= to);
            let class = scale.classes().find(holds).map_or(0, |class| class.color);
            prop_assert_eq!(scale.color_of(count), class);
            prop_assert!(scale.classes().collect::<Vec<_>>().windows(2).all(|two| two[0].color < two[1].color));
        }
    }
}
