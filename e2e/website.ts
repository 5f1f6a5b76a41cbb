/** A website of the test's own, where the servers of a test are: pages, a picture, and what isn't there. */
import { type Server as Listener, createServer } from "node:http";
import type { AddressInfo } from "node:net";

export class Website {
  /** The paths that were asked for. */
  readonly asked: string[] = [];

  private constructor(
    private readonly listener: Listener,
    readonly origin: string,
  ) {}

  static async open(picture: Buffer): Promise<Website> {
    const listener = createServer();
    await new Promise<void>((done) => listener.listen(0, "127.0.0.1", done));
    const { port } = listener.address() as AddressInfo;
    const site = new Website(listener, `http://127.0.0.1:${port}`);
    listener.on("request", (request, response) => {
      const path = request.url ?? "";
      site.asked.push(path);
      if (path.startsWith("/tides")) {
        response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(TIDES);
      } else if (path === "/plain") {
        response.writeHead(200, { "content-type": "text/html" }).end("<title>A page with a name and nothing else</title>");
      } else if (path === "/pier.png") {
        response.writeHead(200, { "content-type": "image/png" }).end(picture);
      } else {
        response.writeHead(404, { "content-type": "text/html" }).end("<title>Away</title>");
      }
    });
    return site;
  }

  close(): void {
    this.listener.closeAllConnections();
    this.listener.close();
  }
}

const TIDES = `<!doctype html><title>No</title>
  <meta property="og:site_name" content="Harbour News">
  <meta property="og:title" content="When the water comes &amp; <b>goes</b>">
  <meta property="og:description" content="The tides of the week at the old pier, with the times of the ferries that wait for them, and what the wind does to both when it comes from the north.">
  <meta property="og:image" content="/pier.png">`;
