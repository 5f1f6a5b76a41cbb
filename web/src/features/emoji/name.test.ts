/** Names of emoji, and texts of nothing else. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { nameFrom } from "./name";
import { CODE, isEmojiOnly } from "./only";

describe("an emoji's name", () => {
  it.each([
    ["Party Parrot.gif", "party-parrot"],
    ["__ahoy__.PNG", "ahoy"],
    ["Ähre.webp", "a-hre"],
    ["漢字.png", ""],
    [`${"a".repeat(40)}.png`, "a".repeat(32)],
  ])("%s gives %s", (file, name) => expect(nameFrom(file)).toBe(name));

  it.each([":parrot:", "look :parrot:!", ":a1::b2:", "(:+1up:"])("is met in %s", (text) =>
    expect(CODE.test(text)).toBe(text !== "(:+1up:"),
  );
  it.each(["10:30:45", "http://host:80:x", ":Parrot:", "a:parrot:", ":parrot:s", ":p:"])("isn't met in %s", (text) =>
    expect(CODE.test(text)).toBe(false),
  );

  it("is none of the standard emoji's, by the server's list as by ours", () => {
    const names = JSON.parse(readFileSync("node_modules/emojibase-data/en/shortcodes/github.json", "utf8")) as Record<
      string,
      string | string[]
    >;
    const ours = [...new Set(Object.values(names).flat())].sort();
    expect(readFileSync("../crates/chat/src/validate/shortcodes.txt", "utf8")).toBe(`${ours.join("\n")}\n`);
  });
});

describe("a message of emoji alone is large", () => {
  it.each(["👍", "👍🏽 ❤️", "👩‍💻:parrot:", "🇩🇪\n1️⃣", ":parrot: :boat-2:"])("%s", (text) => expect(isEmojiOnly(text)).toBe(true));
  it.each(["", "a 👍", "12", ":parrot", "👍".repeat(30), "#", "😀".repeat(5_000)])("not %s", (text) =>
    expect(isEmojiOnly(text)).toBe(false),
  );
});
