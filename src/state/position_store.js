// @ts-check
// One blob that this browser keeps for later visits: the positions of cells, where the reader allows it.
const NAME = "simscope";
const STORE = "positions";

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * Makes a request of the store in a transaction of its own.
 *
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} makeRequest
 * @returns {Promise<T>}
 */
async function within(mode, makeRequest) {
  const database = await open();
  try {
    const request = makeRequest(database.transaction(STORE, mode).objectStore(STORE));
    return await new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } finally {
    database.close();
  }
}

/** @param {Blob} blob */
export const put = (blob) => within("readwrite", (store) => store.put(blob, "all"));
export const get = () => within("readonly", (store) => store.get("all"));
/** @returns {Promise<unknown>} */
export const forget = () => new Promise((resolve) => {
  const request = indexedDB.deleteDatabase(NAME);
  request.onsuccess = request.onerror = request.onblocked = resolve;
});
