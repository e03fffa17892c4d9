// What this tablet keeps until the server has it, in IndexedDB: operations, unfinished drafts, uploads
// (photos, signatures), and the sheets that were taken along.

const STORES = { operations: "id", drafts: "key", uploads: "id", sheets: "audit" };

class LocalStore {
  constructor() {
    this.available = true;
    this.opened = this.open();
  }

  open() {
    return new Promise((resolve) => {
      const give_up = () => {
        this.available = false;
        resolve(null);
      };
      let request;
      try {
        request = indexedDB.open("heng", 2);
      } catch (refusedByBrowser) {
        give_up();
        return;
      }
      request.onupgradeneeded = () => {
        for (const [name, keyPath] of Object.entries(STORES)) {
          if (request.result.objectStoreNames.contains(name)) continue;
          const objects = request.result.createObjectStore(name, { keyPath });
          if (keyPath !== "audit") objects.createIndex("audit", "audit");
        }
      };
      request.onerror = give_up;
      request.onsuccess = () => {
        request.result.onversionchange = () => request.result.close();
        resolve(request.result);
      };
    });
  }

  // Resolves to the request's result, or to undefined where the browser keeps nothing.
  async run(name, mode, act) {
    const base = await this.opened;
    if (!base) return undefined;
    return new Promise((resolve) => {
      const give_up = () => {
        this.available = false;
        resolve(undefined);
      };
      try {
        const transaction = base.transaction(name, mode);
        const request = act(transaction.objectStore(name));
        // Only a completed transaction is kept: one that finds no room is undone after its request succeeded.
        transaction.oncomplete = () => resolve(request.result);
        transaction.onabort = give_up;
      } catch (closed) {
        give_up();
      }
    });
  }

  put(name, record) {
    return this.run(name, "readwrite", (objects) => objects.put(record));
  }

  remove(name, key) {
    return this.run(name, "readwrite", (objects) => objects.delete(key));
  }

  async all(name) {
    return (await this.run(name, "readonly", (objects) => objects.getAll())) || [];
  }

  async ofAudit(name, audit) {
    return (await this.run(name, "readonly", (objects) => objects.index("audit").getAll(audit))) || [];
  }
}

// The tablet's own name in the history of operations.
function clientId() {
  try {
    const known = localStorage.getItem("heng-client");
    if (known) return known;
    const fresh = freshId();
    localStorage.setItem("heng-client", fresh);
    return fresh;
  } catch (storageForbidden) {
    return freshId();
  }
}
