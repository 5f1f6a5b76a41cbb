/** Texts with values, plurals and marked words. */
import { createElement } from "react";
import { afterEach, expect, test } from "vitest";
import { area } from "./area";
import { bare, listed, speak } from "./language";
import { parse } from "./message";

const t = area("test", {
  plain: "It's done.",
  hello: "Hello {name}",
  files: "{count, plural, =0{no file} one{# file} other{# files}} of {name}",
  kind: "{kind, select, private{hidden} other{open}}",
  bold: "See <b>#{channel}</b> now",
  nested: "{count, plural, one{<b>one</b>} other{<b>#</b> of {name}}}",
});

afterEach(() => speak("en", "ltr", null));

test("values, plurals and choices are filled in", () => {
  expect(t("plain")).toBe("It's done.");
  expect(t("hello", { name: "Ada" })).toBe("Hello Ada");
  expect([0, 1, 1234].map((count) => t("files", { count, name: "Ada" }))).toEqual([
    "no file of Ada",
    "1 file of Ada",
    "1,234 files of Ada",
  ]);
  expect([t("kind", { kind: "private" }), t("kind", { kind: "public" })]).toEqual(["hidden", "open"]);
});

test("nothing in a value is read as syntax", () => {
  const name = "{count} <b>x</b> # \\u0041";
  expect(t("hello", { name })).toBe(`Hello ${name}`);
  const b = (inside: unknown) => createElement("b", null, inside as string);
  const shown = t.rich("bold", { channel: "<b>a</b>", b }) as { props: { children: unknown[] } };
  expect(JSON.stringify(shown)).toContain("<b>a</b>");
  expect(shown.props.children).toHaveLength(3);
});

test("plurals take the forms of the language", () => {
  const files = "{count, plural, zero{صفر} one{واحد} two{اثنان} few{# قليل} many{# كثير} other{# غير}}";
  speak("ar", "ltr", { test: { files } });
  expect([0, 1, 2, 3, 11, 100].map((count) => t("files", { count, name: "" }).replace(/[\d٠-٩]+/g, "n"))).toEqual([
    "صفر",
    "واحد",
    "اثنان",
    "n قليل",
    "n كثير",
    "n غير",
  ]);
});

test("where one reads from right to left, what people wrote is kept apart", () => {
  speak("ar", "rtl", { test: { hello: "مرحبا {name}" } });
  expect(t("hello", { name: "Ada" })).toBe("مرحبا \u2068Ada\u2069");
  expect(listed(["Ada", "Bela"])).toContain("\u2068Ada\u2069");
});

test("a sign stays with the name that it stands before", () => {
  speak("ar", "rtl", { test: { hello: "في #{name} ومع @{name}" } });
  expect(t("hello", { name: "a" })).toBe("في \u2068#a\u2069 ومع \u2068@a\u2069");
});

test("where one reads from left to right, only what runs the other way is kept apart", () => {
  expect(t("hello", { name: "דנה" })).toBe("Hello \u2068דנה\u2069");
  expect(t("hello", { name: "Ada 1" })).toBe("Hello Ada 1");
  expect(listed(["Ada", "دينا"])).toBe("Ada and \u2068دينا\u2069");
});

test("what leaves the page has no marks of direction", () => {
  expect(bare(t("hello", { name: "דנה" }))).toBe("Hello דנה");
});

test("a text that is missing in a language is shown in English", () => {
  speak("de", "ltr", { test: {} });
  expect(t("hello", { name: "Ada" })).toBe("Hello Ada");
});

test.each(["{", "{name", "<b>open", "{n, plural, one{x}}", "a } b", "<b>x</i>"])("%s is refused", (text) => {
  expect(() => parse(text)).toThrow();
});
