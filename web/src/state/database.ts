/** The browser's database: what waits to be sent, and what was known last. */
import { type IDBPDatabase, openDB } from "idb";

export type Shelf = "outbox" | "uploads" | "kept";

let opened: Promise<IDBPDatabase | null> | null = null;

/** The database, or null where the browser keeps none (some private windows). */
export function database(): Promise<IDBPDatabase | null> {
  opened ??= openDB("workloop", 2, {
    upgrade(db, from) {
      if (from < 1) db.createObjectStore("outbox", { keyPath: "nonce" });
      if (from < 2) {
        db.createObjectStore("uploads", { keyPath: "key" });
        db.createObjectStore("kept");
      }
    },
    // A page of a newer version waits for this one to let go.
    blocking: (_from, _to, event) => (event.target as IDBDatabase).close(),
    terminated: () => {
      opened = null;
    },
  }).catch(() => null);
  return opened;
}

export async function keep(shelf: Shelf, row: object): Promise<void> {
  await (await database())?.put(shelf, row).catch(() => undefined);
}

export async function drop(shelf: Shelf, key: string): Promise<void> {
  await (await database())?.delete(shelf, key).catch(() => undefined);
}

export async function all<Row>(shelf: Shelf): Promise<Row[]> {
  return ((await (await database())?.getAll(shelf).catch(() => [])) ?? []) as Row[];
}
