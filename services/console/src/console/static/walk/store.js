// What the phone keeps: the round as it was last read, and whatever inspection has not acknowledged yet.
const opened = new Promise((resolve, reject) => {
  const request = indexedDB.open("watchbill-walk", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("days");
    request.result.createObjectStore("queue", { keyPath: "key" });
  };
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

// Resolves when the change is on the disk, not before: what the page shows as recorded must survive a flat battery.
async function within(store, mode, work) {
  const transaction = (await opened).transaction(store, mode, { durability: "strict" });
  return new Promise((resolve, reject) => {
    const request = work(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

export const keepDay = (contract, day) => within("days", "readwrite", (days) => days.put(day, contract));
export const dayOf = (contract) => within("days", "readonly", (days) => days.get(contract));

export const keep = (...entries) => within("queue", "readwrite", (queue) => entries.forEach((entry) => queue.put(entry)));
export const forget = (...keys) => within("queue", "readwrite", (queue) => keys.forEach((key) => queue.delete(key)));

// In the order in which they were captured: a photo after the result that it belongs to.
export async function queued(contract) {
  const entries = await within("queue", "readonly", (queue) => queue.getAll());
  return entries.filter((entry) => entry.contract === contract).sort((one, other) => one.order - other.order);
}
