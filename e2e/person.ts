/** Somebody with a browser of their own, and what people do with Workloop in it. The labels
 * of the interface stand here, once. */
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

  /** The conversation itself, without what stands beside it. */
  conversation(): Locator {
    return this.page.getByRole("region", { name: /^#/ });
  }

  /** Where one writes in the conversation. */
  composer(): Locator {
    return this.page.getByRole("textbox", { name: /^Message / });
  }

  /** The thread beside the conversation. */
  thread(): Locator {
    return this.page.getByRole("complementary", { name: "Thread" });
  }

  /** A message, by a part of its text. */
  message(text: string, within: Locator = this.conversation()): Locator {
    return within.getByRole("listitem").filter({ hasText: text });
  }

  /** Writes and presses Enter. */
  async say(text: string): Promise<void> {
    await this.composer().fill(text);
    await this.composer().press("Enter");
  }

  /** Waits until a message is there, once, and is not only one's own hope. */
  async sees(text: string, within?: Locator): Promise<void> {
    await expect(this.message(text, within)).toHaveCount(1);
    await expect(this.message(text, within)).toBeVisible();
    await expect(this.message(text, within).getByText("Sending…")).toHaveCount(0);
  }

  /** Presses one of a message's buttons. */
  private async choose(text: string, button: string): Promise<void> {
    await this.message(text).hover();
    await this.message(text).getByRole("button", { name: button, exact: true }).click();
  }

  /** Chooses from a message's menu. */
  async chooseMore(text: string, action: string): Promise<void> {
    await this.choose(text, "More actions");
    await this.message(text).getByRole("menuitem", { name: action }).click();
  }

  async openThread(text: string): Promise<void> {
    await this.choose(text, "Reply in thread");
    await expect(this.thread()).toBeVisible();
  }

  async reply(text: string): Promise<void> {
    const box = this.thread().getByRole("textbox", { name: "Reply in thread" });
    await box.fill(text);
    await box.press("Enter");
  }

  async react(text: string, emoji: string): Promise<void> {
    await this.choose(text, "React");
    await this.page.getByRole("group", { name: "React with" }).getByRole("button", { name: emoji }).click();
  }

  /** A reaction under a message. */
  reaction(text: string, emoji: string): Locator {
    return this.message(text).getByRole("button", { name: new RegExp(`^${emoji} `) });
  }

  async edit(text: string, to: string): Promise<void> {
    await this.choose(text, "Edit");
    const box = this.page.getByRole("textbox", { name: "Edit message" });
    await box.fill(to);
    await box.press("Enter");
  }

  async delete(text: string): Promise<void> {
    await this.chooseMore(text, "Delete");
  }

  /** Attaches files to what one is writing. */
  async attach(...files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
    await this.conversation().locator('input[type="file"]').setInputFiles(files);
  }

  /** Picks one from this machine's disk, however large. */
  async attachFrom(path: string): Promise<void> {
    await this.conversation().locator('input[type="file"]').setInputFiles(path);
  }

  /** What one is about to send along. */
  tray(): Locator {
    return this.page.getByRole("list", { name: "Files to send" });
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
