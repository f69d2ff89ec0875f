// @ts-check
// What is seen before the page runs: the landing in the reader's language and theme, as `PageSettings` chooses them.
(() => {
  const root = document.documentElement;
  /** @param {string} key */
  const remembered = (key) => {
    try {
      return localStorage.getItem(`simscope.${key}`) ?? "";
    } catch {
      return "";
    }
  };
  /** @param {string} tag */
  const languageOf = (tag) => ["en", "ja"].find((language) => tag.toLowerCase().split("-")[0] === language);
  root.lang = [remembered("language"), ...navigator.languages].map(languageOf).find(Boolean) ?? "en";
  const theme = remembered("theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;

  /** @param {string} text */
  const decode = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      // A link that is no link of ours opens nothing.
      return "";
    }
  };

  // A file that is dropped too early would take the place of the page.
  for (const type of ["dragover", "drop"]) addEventListener(type, (event) => event.preventDefault());

  /** @type {(name: string, text: string) => void} */
  const show = (name, text) => {
    for (const line of document.querySelectorAll(`.first .${name}`)) {
      line.removeAttribute("hidden");
      (line.querySelector("code") ?? line).append(text);
    }
  };
  // Someone sent a link: what it shows needs a fleet.
  const query = decode(/^#v\d+\?(?:.*&)?q=([^&]+)/.exec(location.hash)?.[1] ?? "");
  document.addEventListener("readystatechange", () => {
    if (query && document.readyState === "interactive") show("linked", query);
  });
  // Whatever keeps the page from running; once it runs, these lines are gone.
  addEventListener("error", (event) => show("broken", event.message ?? "a file of the page did not come"), true);
  addEventListener("unhandledrejection", ({ reason }) => show("broken", String(reason)));
})();
