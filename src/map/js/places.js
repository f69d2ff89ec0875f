// @ts-check
//! Finds a city by its name.

/** @typedef {[name: string, lon: number, lat: number, rank: number]} City */

/** @type {Promise<City[]> | undefined} */
let cities;

const loadCities = async () => (await fetch(new URL("cities.json", import.meta.url))).json();

/** @param {string} text */
const fold = (text) => text.normalize("NFKD").toLowerCase().replace(/[^\p{Letter}\p{Number}]/gu, "");

/**
 * Returns the latitude and longitude of the city of this name, else of the first whose name begins so: large ones come first.
 *
 * @param {string} name
 */
export async function findCity(name) {
  cities ??= loadCities();
  // Another time it may come.
  cities.catch(() => (cities = undefined));
  const [all, wanted] = [await cities, fold(name)];
  if (!wanted) return null;
  const city = all.find(([name]) => fold(name) === wanted) ?? all.find(([name]) => fold(name).startsWith(wanted));
  return city ? new Float64Array([city[2], city[1]]) : null;
}
