/** Every text is asked for, can be read, and stands in every language with the same values. */
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { chosen, LANGUAGES } from "./languages";
import { type Part, parse } from "./message";
import { ROOT, sources, walk } from "./sources";
import type { Texts } from "./types";

type Files = Record<string, Record<string, unknown>>;

const english = areas(import.meta.glob("./en/*.ts", { eager: true }) as Files);
const all = sources();
const MODULES = {
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: ["vite/client"],
  skipLibCheck: true,
};

function areas(files: Files): Map<string, Texts> {
  return new Map(
    Object.entries(files).map(([path, file]) => {
      const name = /(\w+)\.ts$/.exec(path)?.[1] ?? "";
      const area = file[name] as { english: Texts } | undefined;
      if (!area) throw new Error(`${path} must export ${name}`);
      return [name, area.english];
    }),
  );
}

/** What a text asks for: values, and marked words with the slash. */
function asked(parts: readonly Part[]): string[] {
  const names = parts.flatMap((part): string[] => {
    if (typeof part === "string" || "count" in part) return [];
    if ("hole" in part) return [part.hole];
    if ("mark" in part) return [`<${part.mark}>`, ...asked(part.inside)];
    return [part.of, ...Object.values(part.cases).flatMap(asked)];
  });
  return [...new Set(names)].sort();
}

/** Every plural of a text, with the branches it has. */
function plurals(parts: readonly Part[]): string[][] {
  return parts.flatMap((part): string[][] => {
    if (typeof part === "string" || "count" in part || "hole" in part) return [];
    if ("mark" in part) return plurals(part.inside);
    const within = Object.values(part.cases).flatMap(plurals);
    return part.choice === "plural" ? [Object.keys(part.cases), ...within] : within;
  });
}

/** The keys of every choice among words, which the code gives. */
function selects(parts: readonly Part[]): string[] {
  return parts.flatMap((part): string[] => {
    if (typeof part === "string" || "count" in part || "hole" in part) return [];
    if ("mark" in part) return selects(part.inside);
    const within = Object.values(part.cases).flatMap(selects);
    return part.choice === "select" ? [`${part.of}: ${Object.keys(part.cases).sort()}`, ...within] : within;
  });
}

/** The forms that whole numbers take in a language, as far as people count things here. */
const formsOf = (code: string) => [...new Set(Array.from({ length: 1_001 }, (_, it) => new Intl.PluralRules(code).select(it)))];

/** `t` → `account`, for `import { account as t } from "…/texts/en/account"`. */
function imported(tree: ts.SourceFile): Map<string, string> {
  const names = new Map<string, string>();
  for (const it of tree.statements) {
    if (!ts.isImportDeclaration(it) || !ts.isStringLiteral(it.moduleSpecifier) || !it.moduleSpecifier.text.includes("/en/")) continue;
    const bindings = it.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) continue;
    for (const one of bindings.elements) names.set(one.name.text, (one.propertyName ?? one.name).text);
  }
  return names;
}

/** The keys that are asked for, by their types: one that is put together counts for all it may be. */
function used(): Set<string> {
  const program = ts.createProgram([join(ROOT, "main.tsx")], { jsx: ts.JsxEmit.ReactJSX, strict: true, ...MODULES });
  const checker = program.getTypeChecker();
  const found = new Set<string>();
  for (const tree of program.getSourceFiles().filter((it) => !it.isDeclarationFile)) {
    const names = imported(tree);
    if (names.size === 0) continue;
    walk(tree, (node) => {
      if (!ts.isCallExpression(node)) return;
      const of = ts.isPropertyAccessExpression(node.expression) ? node.expression.expression : node.expression;
      const area = names.get(of.getText());
      const [key] = node.arguments;
      if (!area || !key) return;
      const type = checker.getTypeAtLocation(key);
      for (const one of type.isUnion() ? type.types : [type]) if (one.isStringLiteral()) found.add(`${area}.${one.value}`);
    });
  }
  return found;
}

test("an area is exported under its file's name, and says the same name itself", () => {
  for (const { name, tree } of all.filter((it) => it.name.startsWith("texts/en/"))) {
    const area = /(\w+)\.ts$/.exec(name)?.[1];
    expect(tree.text, name).toContain(`export const ${area} = area("${area}", {`);
  }
});

test("every text can be read", () => {
  for (const [area, texts] of english)
    for (const [key, text] of Object.entries(texts)) expect(() => parse(text), `${area}.${key}`).not.toThrow();
});

test("every text is asked for", { timeout: 60_000 }, () => {
  const found = used();
  // Refusals are asked for by what the server answers; another test holds them against its codes.
  const names = [...english]
    .filter(([area]) => area !== "refusals")
    .flatMap(([area, texts]) => Object.keys(texts).map((key) => `${area}.${key}`));
  expect(names.filter((name) => !found.has(name))).toEqual([]);
});

test("no text is asked for while files are loaded, before the language stands", () => {
  const early: string[] = [];
  for (const source of all) {
    const names = imported(source.tree);
    const visit = (node: ts.Node): void => {
      if (ts.isFunctionLike(node)) return;
      if (ts.isCallExpression(node) && names.has(node.expression.getText())) early.push(`${source.name}: ${node.getText()}`);
      node.forEachChild(visit);
    };
    visit(source.tree);
  }
  expect(early).toEqual([]);
});

test("what a text asks for is found out", () => {
  expect(asked(parse("{a} <b>{n, plural, one{# of {c}} other{none}}</b>"))).toEqual(["<b>", "a", "c", "n"].sort());
});

describe.each(Object.entries(LANGUAGES).filter(([, { load }]) => load))("%s", (code, { load }) => {
  const texts = async () => new Map<string, Texts>(Object.entries((await load?.())?.default ?? {}));
  const each = async (check: (text: string, original: string, name: string) => void) => {
    for (const [area, there] of await texts())
      for (const [key, text] of Object.entries(there)) check(text, english.get(area)?.[key] ?? "", `${area}.${key}`);
  };

  test("has every text and no other", async () => {
    const keys = (all: ReadonlyMap<string, Texts>) =>
      [...all].flatMap(([area, it]) => Object.keys(it).map((key) => `${area}.${key}`)).sort();
    expect(keys(await texts())).toEqual(keys(english));
    await each((text, _, name) => expect(text.trim(), name).not.toBe(""));
  });

  test("asks for the same values, marks and choices as English", async () => {
    await each((text, original, name) => {
      expect(asked(parse(text)), name).toEqual(asked(parse(original)));
      expect(selects(parse(text)), name).toEqual(selects(parse(original)));
    });
  });

  test("has the forms of its plurals, all of them", async () => {
    const forms = formsOf(code);
    const known = new Intl.PluralRules(code).resolvedOptions().pluralCategories as string[];
    await each((text, _, name) => {
      for (const cases of plurals(parse(text))) {
        const named = cases.filter((it) => !it.startsWith("="));
        expect(
          forms.filter((it) => !named.includes(it)),
          name,
        ).toEqual([]);
        expect(
          named.filter((it) => !known.includes(it)),
          name,
        ).toEqual([]);
      }
    });
  });

  test("leaves no sentence in English", async () => {
    const words = (text: string) => text.match(/\p{L}+/gu) ?? [];
    await each((text, original, name) => {
      if (words(original.replace(/\{[^}]*\}|[/@<]\S+/g, "")).length > 2) expect(text, name).not.toBe(original);
    });
  });
});

test("the browser's first language that there is, is spoken; one that was chosen, before all", () => {
  expect(chosen("system", ["fr-FR", "de-AT", "en"])).toEqual({ code: "de", locale: "de-AT" });
  expect(chosen("system", ["fr"])).toEqual({ code: "en", locale: "en" });
  expect(chosen("system", ["en-GB", "de"])).toEqual({ code: "en", locale: "en-GB" });
  expect(chosen("de", ["en-GB", "en"])).toEqual({ code: "de", locale: "de" });
  expect(chosen("de", ["en-GB", "de-CH"])).toEqual({ code: "de", locale: "de-CH" });
});
