//! From a count to a colour: classes of equal width on a log scale, from 1 to the highest count.

/** The colour of a count of at least 1, where `most` is the highest. */
export function colourOf(count, most, colours) {
  const share = most > 1 ? Math.log(count) / Math.log(most) : 1;
  return colours[Math.min(Math.floor(share * colours.length), colours.length - 1)];
}

/**
 * The legend: the lowest count of each class, for as many classes as there are colours.
 *
 * @returns {{ from: number, colour: string }[]} without classes that no whole number falls into
 */
export function legend(most, colours) {
  const from = colours.map((_, index) => Math.max(1, Math.ceil(most ** (index / colours.length) - 1e-9)));
  return colours
    .map((colour, index) => ({ from: from[index], colour }))
    .filter(({ from: low }, index) => low <= most && low !== from[index + 1] && colourOf(low, most, colours) === colours[index]);
}
