/** A poll asked in one line. */
import { describe, expect, it } from "vitest";
import { quoted } from "./quoted";

describe("a poll in words", () => {
  it.each([
    ['"What?" "tea" "coffee"', ["What?", "tea", "coffee"]],
    ["“What now?” “tea” “coffee or rum”", ["What now?", "tea", "coffee or rum"]],
    ["„Was?“ „Tee“", ["Was?", "Tee"]],
    ["What? tea", []],
    ["", []],
    ['"What?" "" " "', ["What?"]],
  ])("%s", (text, parts) => expect(quoted(text)).toEqual(parts));
});
