/** Every text is asked for, can be read, and stands in every language with the same values. */
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
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
