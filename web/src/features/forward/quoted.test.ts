/** A forwarded message as it is written. */
import { describe, expect, it } from "vitest";
import type { Message } from "../../api/types";
import { MOST, quoted } from "./quoted";

const about = { author: "Ada *A*", where: "in #harbour", link: "https://chat.example/c/C1?at=5" };
const said = (text: string, files: string[] = []) => ({ text, files: files.map((name) => ({ name })) }) as unknown as Message;

describe("a message said again", () => {
  it("stands under the comment, with who said it and the way there", () => {
    expect(quoted(said("one\n\ntwo"), " look ", about)).toBe(
      "look\n\n> one\n>\n> two\n>\n> — Ada \\*A\\*, [in #harbour](https://chat.example/c/C1?at=5)",
    );
  });

  it("calls nobody", () => {
    expect(quoted(said("<@U00000000000000000000000001> <!channel>"), "", about)).toMatch(/^> @somebody @channel\n/);
  });

  it("names its files and leaves them where they are", () => {
    expect(quoted(said("", ["map_1.png"]), "", about)).toMatch(/^> 📎 map\\_1\.png\n>\n> — /);
    expect(quoted(said("see", ["a.txt"]), "", about)).toMatch(/^> see\n>\n> 📎 a\.txt\n/);
  });

  it("begins only, when it's long", () => {
    expect(quoted(said("a".repeat(16_000)), "", about).length).toBeLessThan(MOST + 200);
  });
});
