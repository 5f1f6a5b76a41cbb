/** An SMTP server that keeps what it's given. */
import { SMTPServer } from "smtp-server";
import { freePort } from "./programs.ts";

export class Postman {
  private readonly mails: string[] = [];

  private constructor(
    readonly url: string,
    private readonly server: SMTPServer,
  ) {}

  static async start(): Promise<Postman> {
    const port = await freePort();
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      onData(stream, _session, done) {
        let text = "";
        stream.on("data", (chunk: Buffer) => {
          text += chunk.toString();
        });
        stream.on("end", () => {
          // RFC 2045 §6.7: lines are broken by a `=` at their end, and letters are hidden.
          const plain = text.replaceAll("=\r\n", "").replace(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
          postman.mails.push(plain);
          done();
        });
      },
    });
    const postman = new Postman(`smtp://127.0.0.1:${port}`, server);
    await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
    return postman;
  }

  /** The mail to an address, by what is in it; waits for it. */
  async has(to: string, what: RegExp): Promise<RegExpExecArray> {
    const end = Date.now() + 10_000;
    while (Date.now() < end) {
      for (const mail of this.mails) {
        const found = mail.includes(`To: ${to}`) ? what.exec(mail) : null;
        if (found) return found;
      }
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`no mail to ${to} with ${what}:\n${this.mails.join("\n")}`);
  }

  end(): Promise<void> {
    return new Promise((done) => this.server.close(() => done()));
  }
}
