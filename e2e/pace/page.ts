/** Measures in the page itself, so that the way from the test to the browser isn't counted. */
import type { CDPSession, Page } from "@playwright/test";

/** What one kind of deed took, each time. */
export interface Taken {
  /** From the deed to the paint that shows it, in milliseconds. */
  paint: number[];
  /** What the page's main thread was busy for each, in milliseconds, on average. */
  busy: number;
}

/** The time that the main thread has been busy, in milliseconds. */
async function busy(devtools: CDPSession): Promise<number> {
  const { metrics } = await devtools.send("Performance.getMetrics");
  return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0) * 1000;
}

/** Does something a number of times and takes down what each took. */
export async function taken(devtools: CDPSession, times: number, deed: (time: number) => Promise<number>): Promise<Taken> {
  const before = await busy(devtools);
  const paint: number[] = [];
  for (let time = 0; time < times; time++) paint.push(await deed(time));
  return { paint, busy: ((await busy(devtools)) - before) / times };
}

/** Opens a channel from the sidebar. Resolves to the time until its last message was painted. */
export function enter(page: Page, channel: string, last: string): Promise<number> {
  return page.evaluate(
    ([channel, last]) =>
      new Promise<number>((done) => {
        const shown = () =>
          [...document.querySelectorAll("main [role=listitem]")].at(-1)?.textContent?.includes(last) ?? false;
        const begun = performance.now();
        document.querySelector<HTMLElement>(`a[href$="/c/${channel}"]`)?.click();
        const look = () => {
          if (!shown()) return requestAnimationFrame(look);
          // What runs after a frame's callbacks runs after its paint.
          const painted = new MessageChannel();
          painted.port1.onmessage = () => done(performance.now() - begun);
          return painted.port2.postMessage(null);
        };
        requestAnimationFrame(look);
      }),
    [channel, last] as const,
  );
}

/** Presses a key where the focus is. Resolves to the time until it was painted. */
export async function press(page: Page, key: string): Promise<number> {
  await page.evaluate(() => {
    (window as unknown as { pressed: Promise<number> }).pressed = new Promise<number>((done) => {
      addEventListener(
        "keydown",
        ({ timeStamp }) =>
          requestAnimationFrame(() => {
            const painted = new MessageChannel();
            painted.port1.onmessage = () => done(performance.now() - timeStamp);
            painted.port2.postMessage(null);
          }),
        { capture: true, once: true },
      );
    });
  });
  await page.keyboard.press(key);
  return page.evaluate(() => (window as unknown as { pressed: Promise<number> }).pressed);
}

/** The value below which so much of them is. */
export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
