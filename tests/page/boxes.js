// Returns what is wrong with the boxes of all elements that can be used: those that overlap, are cut off, or lie where no
// scrolling leads.
const USABLE = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
const isSeen = (one) =>
  one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && !one.closest(".unseen, .skip, [inert]");
const nameOf = (one) => {
  const text = (one.textContent || one.ariaLabel || "").trim().slice(0, 20);
  return `${one.tagName.toLowerCase()} ${one.dataset.test ?? one.id} ${one.className} "${text}"`;
};
const faults = new Set();
const seen = [];
for (const one of document.querySelectorAll(USABLE)) {
  const box = one.getBoundingClientRect();
  if (!isSeen(one) || !box.width || !box.height) continue;
  const part = { left: box.left, right: box.right, top: box.top, bottom: box.bottom };
  const scrolls = { X: false, Y: false };
  for (let up = one.parentElement; up && up !== document.documentElement; up = up.parentElement) {
    const [style, edge] = [getComputedStyle(up), up.getBoundingClientRect()];
    for (const [axis, low, high] of [["X", "left", "right"], ["Y", "top", "bottom"]]) {
      const overflow = style[`overflow${axis}`];
      if (overflow === "visible") continue;
      const isScroller = overflow === "auto" || overflow === "scroll";
      const isOver = box[low] < edge[low] - 1 || box[high] > edge[high] + 1;
      // Rows come and go at the edges of the table.
      if (isOver && !isScroller && !scrolls[axis] && !up.matches(".rows")) faults.add(`cut: ${nameOf(one)} by ${nameOf(up)}`);
      scrolls[axis] ||= isScroller;
      part[low] = Math.max(part[low], edge[low]);
      part[high] = Math.min(part[high], edge[high]);
    }
    if (style.position === "fixed") break;
  }
  const height = Math.max(document.scrollingElement.scrollHeight, innerHeight);
  const isBeside = !scrolls.X && (box.left < -1 || box.right > innerWidth + 1);
  const isBelow = !scrolls.Y && (box.top + scrollY < -1 || box.bottom + scrollY > height + 1);
  if (isBeside || isBelow) faults.add(`outside: ${nameOf(one)}`);
  if (part.right - part.left > 1 && part.bottom - part.top > 1) seen.push([one, part]);
}
/** What an element lies on: something that is open, or that stays while the rest is scrolled. */
const baseOf = ([one]) => {
  for (let up = one; up; up = up.parentElement) {
    if (up.matches("dialog[open], .drawer, .panel, .suggestions") || getComputedStyle(up).position === "sticky") return up;
  }
  return document.body;
};
for (const [i, first] of seen.entries()) {
  for (const second of seen.slice(i + 1)) {
    const [[a, p], [b, q]] = [first, second];
    // What is open lies over the page, and the map under its tools.
    if (a.contains(b) || b.contains(a) || baseOf(first) !== baseOf(second) || a.closest(".canvas") || b.closest(".canvas")) continue;
    const x = Math.min(p.right, q.right) - Math.max(p.left, q.left);
    const y = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
    if (x > 1 && y > 1) faults.add(`overlap: ${nameOf(a)} and ${nameOf(b)} by ${Math.round(x)} x ${Math.round(y)}`);
  }
}
return { faults: [...faults], seen: seen.length };
