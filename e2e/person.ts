/** Somebody with a browser of their own, and what people do with Workloop in it. The labels
 * of the interface stand here, once. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { type BrowserContext, type Locator, type Page, expect } from "@playwright/test";
import { Api, PASSWORD, account } from "./api.ts";

export class Person {
  readonly api: Api;

  constructor(
    readonly name: string,
    readonly context: BrowserContext,
    readonly page: Page,
    readonly url: string,
  ) {
    this.api = new Api(context.request, url);
  }

  /** Opens Workloop, or an address in it. */
  async open(path = "/"): Promise<void> {
    await this.page.goto(this.url + path);
  }

  /** Opens a channel by its id. */
  async enter(channel: string): Promise<void> {
    await this.open(`/c/${channel}`);
    await expect(this.composer()).toBeVisible();
  }

  /** Where one writes in the conversation. */
  composer(): Locator {
    return this.conversation().getByRole("textbox", { name: /^Message / });
  }

  /** The conversation itself, without what stands beside it. */
  conversation(): Locator {
    return this.page.getByRole("main");
  }

  /** What stands beside the conversation: a thread, say. */
  pane(): Locator {
    return this.page.getByRole("complementary", { name: /Thread/ });
  }

  /** A message, by a part of its text. */
  message(text: string, within: Locator = this.conversation()): Locator {
    return within.getByRole("article").filter({ hasText: text });
  }

  /** Writes and presses Enter. */
  async say(text: string): Promise<void> {
    await this.composer().fill(text);
    await this.composer().press("Enter");
  }

  /** Waits until a message is there. */
  async sees(text: string): Promise<void> {
    await expect(this.message(text)).toBeVisible();
  }

  /** Waits until a message of one's own is stored, not only shown. */
  async seesStored(text: string): Promise<void> {
    await expect(this.message(text)).toHaveCount(1);
    await expect(this.message(text).getByText(/Waiting to send|Sending/)).toHaveCount(0);
  }

  /** Chooses from what a message offers. */
  private async choose(text: string, action: RegExp, within?: Locator): Promise<void> {
    const message = this.message(text, within);
    await message.hover();
    await message.getByRole("button", { name: action }).first().click();
  }

  async openThread(text: string): Promise<void> {
    await this.choose(text, /thread|repl(y|ies)/i);
    await expect(this.pane()).toBeVisible();
  }

  async reply(text: string): Promise<void> {
    const box = this.pane().getByRole("textbox");
    await box.fill(text);
    await box.press("Enter");
  }

  async react(text: string): Promise<void> {
    await this.choose(text, /^(React|Add reaction|👍)/i);
    const choice = this.page.getByRole("button", { name: /👍|thumbs.?up/i });
    await choice.first().click();
  }

  async edit(text: string, to: string): Promise<void> {
    await this.choose(text, /^Edit/);
    const box = this.conversation().getByRole("textbox", { name: /Edit/ });
    await box.fill(to);
    await box.press("Enter");
  }

  async delete(text: string): Promise<void> {
    await this.choose(text, /^Delete/);
    await this.page.getByRole("dialog").getByRole("button", { name: /^Delete/ }).click();
  }

  /** Attaches a file to what one is writing. */
  async attach(file: string): Promise<void> {
    await this.conversation()
      .locator('input[type="file"]')
      .setInputFiles({ name: basename(file), mimeType: "image/png", buffer: readFileSync(file) });
  }

  /** Goes offline, or comes back. */
  async setOffline(offline: boolean): Promise<void> {
    await this.context.setOffline(offline);
  }

  // The screens before the conversation.

  async setUp(code: string, workspace: string): Promise<void> {
    await this.open(`/setup?code=${code}`);
    await expect(this.page.getByLabel("Set-up code")).toHaveValue(code);
    await this.introduce();
    await this.press("Continue");
    await this.page.getByLabel("Workspace name").fill(workspace);
    await this.press("Create workspace");
  }

  /** Fills in name, address and password. */
  async introduce(): Promise<void> {
    await this.page.getByLabel("Your name").fill(this.name);
    await this.signs(PASSWORD);
  }

  /** Fills in address and password. */
  async signs(password: string): Promise<void> {
    await this.page.getByLabel("Email address").fill(account(this.name).email);
    await this.page.getByLabel("Password", { exact: true }).fill(password);
  }

  async press(button: string): Promise<void> {
    await this.page.getByRole("button", { name: button, exact: true }).click();
  }

  heading(name: string | RegExp): Locator {
    return this.page.getByRole("heading", { name });
  }
}
