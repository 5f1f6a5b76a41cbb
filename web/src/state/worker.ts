/** The service worker that opens the page without a network, shows notifications and is woken by pushes (web/src/worker). */
const WORKER = "/sw.js";

let registering: Promise<ServiceWorkerRegistration> | null = null;

/** Registers the worker once; where it can't be had now, the next call tries again. */
export function worker(): Promise<ServiceWorkerRegistration> {
  registering ??= register().catch((error: unknown) => {
    registering = null;
    throw error;
  });
  return registering;
}

/** `ready` would wait for ever for a worker whose start failed. */
async function register(): Promise<ServiceWorkerRegistration> {
  const registration = await navigator.serviceWorker.register(WORKER);
  const coming = registration.installing ?? registration.waiting;
  if (registration.active || !coming) return registration;
  await new Promise<void>((done, fail) => {
    coming.addEventListener("statechange", () => {
      if (coming.state === "activated") done();
      if (coming.state === "redundant") fail(new Error(WORKER));
    });
  });
  return registration;
}

/** Registers it once the page has nothing more urgent to do, so that the next one opens without a network. */
export function keepWorker(): void {
  const register = () => void worker().catch(() => undefined);
  if ("requestIdleCallback" in window) requestIdleCallback(register);
  else setTimeout(register, 2_000);
}

/** What is registered already, if anything. */
export const registered = async (): Promise<ServiceWorkerRegistration | undefined> => navigator.serviceWorker?.getRegistration(WORKER);
