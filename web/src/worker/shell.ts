/**
 * The page itself, kept so that it opens without a network; what one had read is in the page's
 * own store. All that one build is made of is kept together, when its worker is installed.
 * The network is asked first wherever a name could stand for something newer, so a page is never
 * older than a server that can be reached. The API and files are never answered from here.
 */

/** What this build is made of, and the script that its page begins with: see vite.config.ts. */
declare const SHELL: { files: readonly string[]; entry: string };
const { files, entry } = SHELL;

const SHELLS = "shell ";
const MINE = SHELLS + entry;
/** Beside the hashed names, which stand for one content for ever. */
const HASHED = "/assets/";
const PAGE = "/";
/** Where a server or a bad network doesn't answer for so long, what is kept is shown. */
const PATIENCE_MS = 5_000;
/** What proxies say for a server that isn't there. */
const UNREACHABLE = new Set([502, 503, 504]);
const OTHERS = /^\/(api|media|healthz|readyz|metrics)(\/|$)/;

/** Keeps this build and forgets all others; fails, to be tried again, where the server is of another. */
export async function keepShell(): Promise<void> {
  const mine = await caches.open(MINE);
  if (!entry || (await mine.match(PAGE))) return;
  const page = await fetch(PAGE, { cache: "no-store" });
  const text = await page.clone().text();
  if (!page.ok || !text.includes(entry)) throw new Error("this server's page is another");
  await mine.addAll(files);
  await mine.put(PAGE, page);
  const others = (await caches.keys()).filter((it) => it.startsWith(SHELLS) && it !== MINE);
  await Promise.all(others.map((it) => caches.delete(it)));
}

/** What a request of a page is answered with; null leaves it to the browser. */
export function answer(request: Request, preloaded?: Promise<Response | undefined>): Promise<Response> | null {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || OTHERS.test(pathname)) return null;
  if (pathname.startsWith(HASHED)) return keptFirst(request);
  if (request.mode === "navigate") return networkFirst(request, PAGE, preloaded);
  return files.includes(pathname) ? networkFirst(request, pathname) : null;
}

async function keptFirst(request: Request): Promise<Response> {
  return (await kept(request)) ?? fetch(request);
}

/** From this build, or from the one before while this one isn't kept. */
async function kept(what: Request | string): Promise<Response | undefined> {
  const mine = await caches.open(MINE);
  return (await mine.match(what)) ?? (await caches.match(what));
}

async function networkFirst(request: Request, name: string, preloaded?: Promise<Response | undefined>): Promise<Response> {
  const last = await kept(name);
  const asked = Promise.resolve(preloaded).then((it) => it ?? fetch(request));
  if (!last) return asked;
  const late = new Promise<Response>((resolve) => setTimeout(resolve, PATIENCE_MS, last));
  const fresh = asked.then(
    (it) => (UNREACHABLE.has(it.status) ? last : it),
    () => last,
  );
  return Promise.race([fresh, late]);
}
