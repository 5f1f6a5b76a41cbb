/** Keywords by the cases that the server is tested with too. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { splitting } from "./keywords";

/** The server's tests read them too. */
const path = new URL("../../../crates/chat/src/keywords.json", import.meta.url);
const cases = JSON.parse(readFileSync(path, "utf8")) as [string, string, boolean][];

describe("keywords in a text", () => {
  test.each(cases)("%j has %j: %j", (text, keyword, isThere) => {
    expect(splitting([keyword])(text).length > 1).toBe(isThere);
  });

  test("are cut out as they stand there", () => {
    const split = splitting(["tide", "high tide", "strasse", "Köln"]);
    expect(split("The HIGH  Tide in der Straße: tide.")).toEqual(["The ", "HIGH  Tide", " in der ", "Straße", ": ", "tide", "."]);
    expect(split("Ko\u0308ln")).toEqual(["", "K\u00f6ln", ""]);
    expect(split("calm")).toEqual(["calm"]);
  });
});
