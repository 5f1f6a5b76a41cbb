/** What stands beside what follows the direction of reading: styles speak of start and end. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { speak } from "../texts/language";
import { ROOT, sources, stylesheets } from "../texts/sources";
import { leftOf } from "./beside";
import { dirOf, rowKeys } from "./direction";

/** Its reason stands before a declaration that has to speak of a side: `physical: why`. */
const EXCUSE = /^\/\*\s*physical: \S/;
const EDGES = new Set(["margin", "padding", "inset", "border-width", "border-color", "border-style"]);

/** Declarations that would stand on the same side in every language. */
function physical(css: string): string[] {
  let excused = false;
  return [...css.matchAll(/\/\*[\s\S]*?\*\/|([\w-]+)\s*:\s*([^;{}]+);/g)].flatMap(([all, name, value]) => {
    if (name === undefined || value === undefined) {
      excused = EXCUSE.test(all);
      return [];
    }
    const found = !excused && isPhysical(name, value) ? [`${name}: ${value}`] : [];
    excused = false;
    return found;
  });
}

/** `calc(1px + 2px)` is one word. */
function flat(value: string): string {
  const inner = value.replace(/\([^()]*\)/g, "");
  return inner === value ? value : flat(inner);
}

function isPhysical(name: string, value: string): boolean {
  const words = flat(value).trim().split(/\s+/);
  if (/(^|-)(left|right)(-|$)/.test(name) || /\b(left|right)\b/.test(value)) return true;
  if (EDGES.has(name)) return words.length === 4 && words[1] !== words[3];
  if (name === "border-radius") return words.length > 1;
  if (name === "box-shadow") return /(?:^|,|inset)\s*-?[1-9]\S*/.test(value);
  if (name === "transform-origin") return /^\s*(0|100%)/.test(value);
  return (name === "transform" || name === "translate") && /translateX|translate3d|^\s*-?[1-9]/.test(value);
}

afterEach(() => speak("en", "ltr", null));

test("no style stands on the left or the right", () => {
  const all = stylesheets();
  expect(all.length).toBeGreaterThan(40);
  expect(all.flatMap(({ name, css }) => physical(css).map((it) => `${name}: ${it}`))).toEqual([]);
});

test.each([
  "margin-left: 4px;",
  "left: 0;",
  "border-top-right-radius: 4px;",
  "text-align: right;",
  "float: left;",
  "padding: 1px 2px 1px calc(2px + 1px);",
  "border-radius: 4px 0 0 4px;",
  "box-shadow: inset 3px 0 0 red;",
  "transform: translateX(-50%);",
  "background-position: right 4px center;",
  "/* physically speaking */ left: 0;",
  "/* physical: so it is */ top: 0; left: 0;",
])("finds %s", (css) => {
  expect(physical(`a { ${css} }`)).toHaveLength(1);
});

test.each([
  "margin-inline-start: 4px;",
  "inset: 0 4px 2px;",
  "padding: 1px 2px 3px 2px;",
  "text-align: start;",
  "box-shadow: 0 1px 2px red;",
  "clip-path: inset(50%);",
  "/* physical: shadows know no direction */ box-shadow: inset 3px 0 0 red;",
])("leaves %s alone", (css) => {
  expect(physical(`a { ${css} }`)).toEqual([]);
});

test("no code puts anything on the left or the right, but where boxes are put beside things", () => {
  const sides = /\b(?:margin|padding|border|inset)(?:Left|Right)\b|\.style\.(?:left|right)\b|style=\{\{[^}]*\b(?:left|right):/;
  const found = sources().filter(({ name, tree }) => name !== "ui/beside.ts" && sides.test(tree.text));
  expect(found.map(({ name }) => name)).toEqual([]);
});

test("icons that lead somewhere are turned around", () => {
  const base = readFileSync(join(ROOT, "ui/base.css"), "utf8");
  const leads = /^(?!ArrowDown|ArrowUp)(Arrow|Chevron|Corner|Send|LogOut|LogIn|Forward|Reply|Undo|Redo)(?!Down$|Up$)/;
  const icons = sources().flatMap(({ tree }) => {
    const [, list = ""] = /import \{([^}]*)\} from "lucide-react"/.exec(tree.text) ?? [];
    return list.split(",").map((it) => it.trim());
  });
  const leading = [...new Set(icons.filter((it) => leads.test(it)))];
  expect(leading).toContain("SendHorizontal");
  const classOf = (icon: string) => `.lucide-${icon.replace(/(?<!^)[A-Z]/g, "-$&").toLowerCase()}`;
  expect(leading.filter((it) => !base.includes(`${classOf(it)},`) && !base.includes(`${classOf(it)}\n`))).toEqual([]);
});

test("a box stands at its anchor's start, middle or end", () => {
  const at = { left: 100, right: 140 };
  expect([leftOf(at, 20, "start", false), leftOf(at, 20, "end", false), leftOf(at, 20, "middle", false)]).toEqual([100, 120, 110]);
  expect([leftOf(at, 20, "start", true), leftOf(at, 20, "end", true), leftOf(at, 20, "middle", true)]).toEqual([120, 100, 110]);
});

test("an empty field is as the app, a filled one as what is in it", () => {
  expect([dirOf(""), dirOf(undefined), dirOf("a")]).toEqual([undefined, undefined, "auto"]);
});

test("on is where one reads to", () => {
  expect(rowKeys().ArrowRight).toBe(1);
  speak("ar", "rtl", null);
  expect(rowKeys().ArrowRight).toBe(-1);
});
