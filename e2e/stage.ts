/** The stage of every spec: a server of its own, and people with browsers of their own. */
import { type BrowserContextOptions, test as base, expect } from "@playwright/test";
import { Person } from "./person.ts";
import { type Server, start } from "./server.ts";

interface Stage {
  /** What the server is told beyond what it needs. */
  settings: Record<string, string>;
  /** Nobody has set it up. */
  server: Server;
  /** Opens a browser for somebody who has no account yet. */
  stranger: (name: string, options?: BrowserContextOptions) => Promise<Person>;
  /** Opens a browser for somebody who joins Ada's workspace. */
  member: (name: string, options?: BrowserContextOptions) => Promise<Person>;
  /** The owner, whose workspace is Harbour. */
  ada: Person;
}

export const test = base.extend<Stage>({
  settings: {},
  server: async ({ settings }, use, info) => {
    const server = await start(settings);
    await use(server);
    if (info.status !== info.expectedStatus) await info.attach("server log", { body: server.log, contentType: "text/plain" });
    await server.end();
  },
  stranger: async ({ browser, server, serviceWorkers }, use, info) => {
    const contexts: { close: () => Promise<void> }[] = [];
    const mistakes: string[] = [];
    await use(async (name, options) => {
      const context = await browser.newContext({ ...info.project.use, serviceWorkers, ...options });
      contexts.push(context);
      const page = await context.newPage();
      page.on("pageerror", (error) => mistakes.push(`${name}: ${error.message}`));
      page.on("console", (line) => {
        if (/Content Security Policy/.test(line.text())) mistakes.push(`${name}: ${line.text()}`);
      });
      return new Person(name, context, page, server.url);
    });
    for (const context of contexts) await context.close();
    expect(mistakes, "errors on the pages").toEqual([]);
  },
  ada: async ({ server, stranger }, use) => {
    const ada = await stranger("Ada");
    await ada.api.setUp(server.code, "Ada", "Harbour");
    await use(ada);
  },
  member: async ({ ada, stranger }, use) => {
    await use(async (name, options) => {
      const person = await stranger(name, options);
      await person.api.accept(await ada.api.invite(), name);
      return person;
    });
  },
});

export { expect };
