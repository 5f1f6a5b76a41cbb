/** Every reason the server gives has a text. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { refusals } from "./en/refusals";
import { speak } from "./language";
import { refusalText } from "./refusal";

const CRATES = join(import.meta.dirname, "../../../crates");

function rust(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? rust(path) : name.endsWith(".rs") ? [readFileSync(path, "utf8")] : [];
  });
}

/** Codes in the sources of rules and of the HTTP floor. */
function codes(): string[] {
  const texts = [...rust(join(CRATES, "chat/src")), ...rust(join(CRATES, "server/src/http"))];
  const patterns = [
    /Conflict\(\s*"([a-z_]+)",\s*"/g,
    /StatusCode::[A-Z_]+,\s*"([a-z_]+)",/g,
    /Self::\w+(?:\([^)]*\)|\s*\{[^}]*\})? => "([a-z_]+)",/g,
  ];
  return [...new Set(texts.flatMap((text) => patterns.flatMap((it) => [...text.matchAll(it)].map((match) => match[1] ?? ""))))].sort();
}

afterEach(() => speak("en", "ltr", null));

test("every code of the server has a text", () => {
  const all = codes();
  for (const one of ["forbidden", "handle_taken", "invalid", "internal", "too_many_uploads"]) expect(all).toContain(one);
  expect(all.filter((code) => !Object.hasOwn(refusals.english, code))).toEqual([]);
});

test("in English the server's own words are shown", () => {
  expect(refusalText("name_taken", "a channel has that name: choose another")).toBe("a channel has that name: choose another");
  expect(refusalText("name_taken", undefined)).toMatch(/^The server couldn't/);
});

test("in another language the code's text is, and for a code that is new the server's words", () => {
  speak("de", "ltr", { refusals: { name_taken: "So heißt schon ein Kanal." } });
  expect(refusalText("name_taken", "a channel has that name")).toBe("So heißt schon ein Kanal.");
  expect(refusalText("brand_new", "something new")).toBe("something new");
});
