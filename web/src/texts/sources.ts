/** Reads our own sources for the tests of texts and styles; nothing of the app imports it. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

export interface Source {
  name: string;
  tree: ts.SourceFile;
}

export const ROOT = join(import.meta.dirname, "..");

/** Everything the app is made of, below `web/src`, without tests and what is generated. */
export function sources(): Source[] {
  return filesIn(ROOT)
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$|schema\.ts$/.test(name))
    .map((name) => ({ name: name.slice(ROOT.length + 1), text: readFileSync(name, "utf8") }))
    .map(({ name, text }) => ({ name, tree: parse(name, text) }));
}

/** Every stylesheet below `web/src`. */
export function stylesheets(): { name: string; css: string }[] {
  return filesIn(ROOT)
    .filter((name) => name.endsWith(".css"))
    .map((name) => ({ name: name.slice(ROOT.length + 1), css: readFileSync(name, "utf8") }));
}

export const parse = (name: string, text: string): ts.SourceFile => ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);

export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  node.forEachChild((child) => walk(child, visit));
}

export function lineOf(node: ts.Node): number {
  const tree = node.getSourceFile();
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}
