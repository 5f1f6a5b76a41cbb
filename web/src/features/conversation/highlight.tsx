/**
 * Colours code: lowlight's tree becomes React elements, never HTML. Each language's grammar
 * is a file of its own, fetched when it's first seen.
 */
import { createLowlight } from "lowlight";
import type { ReactNode } from "react";
import style from "./Highlight.module.css";

const lowlight = createLowlight();
type Grammar = Parameters<typeof lowlight.register>[1];
type Load = () => Promise<{ default: Grammar }>;

const GRAMMARS: Record<string, Load> = {
  bash: () => import("highlight.js/lib/languages/bash"),
  c: () => import("highlight.js/lib/languages/c"),
  cpp: () => import("highlight.js/lib/languages/cpp"),
  csharp: () => import("highlight.js/lib/languages/csharp"),
  css: () => import("highlight.js/lib/languages/css"),
  diff: () => import("highlight.js/lib/languages/diff"),
  dockerfile: () => import("highlight.js/lib/languages/dockerfile"),
  go: () => import("highlight.js/lib/languages/go"),
  ini: () => import("highlight.js/lib/languages/ini"),
  java: () => import("highlight.js/lib/languages/java"),
  javascript: () => import("highlight.js/lib/languages/javascript"),
  json: () => import("highlight.js/lib/languages/json"),
  kotlin: () => import("highlight.js/lib/languages/kotlin"),
  markdown: () => import("highlight.js/lib/languages/markdown"),
  php: () => import("highlight.js/lib/languages/php"),
  python: () => import("highlight.js/lib/languages/python"),
  ruby: () => import("highlight.js/lib/languages/ruby"),
  rust: () => import("highlight.js/lib/languages/rust"),
  sql: () => import("highlight.js/lib/languages/sql"),
  swift: () => import("highlight.js/lib/languages/swift"),
  typescript: () => import("highlight.js/lib/languages/typescript"),
  xml: () => import("highlight.js/lib/languages/xml"),
  yaml: () => import("highlight.js/lib/languages/yaml"),
};

const ALIASES: Record<string, string> = {
  "c++": "cpp",
  cs: "csharp",
  docker: "dockerfile",
  html: "xml",
  js: "javascript",
  jsx: "javascript",
  kt: "kotlin",
  md: "markdown",
  py: "python",
  rb: "ruby",
  rs: "rust",
  sh: "bash",
  shell: "bash",
  toml: "ini",
  ts: "typescript",
  tsx: "typescript",
  yml: "yaml",
  zsh: "bash",
};

/** Coloured code; null for a language that we don't know. */
export async function highlight(text: string, language: string): Promise<ReactNode | null> {
  const asked = language.toLowerCase();
  const name = ALIASES[asked] ?? asked;
  const grammar = Object.hasOwn(GRAMMARS, name) ? GRAMMARS[name] : undefined;
  if (!grammar) return null;
  if (!lowlight.registered(name)) lowlight.register(name, (await grammar()).default);
  return nodes(lowlight.highlight(name, text).children as Node[]);
}

interface Node {
  type: string;
  value?: string;
  properties?: { className?: string[] };
  children?: Node[];
}

/** What a grammar's words look like; others stay plain. */
const LOOKS: Record<string, string | undefined> = {
  "hljs-keyword": style.keyword,
  "hljs-built_in": style.keyword,
  "hljs-type": style.type,
  "hljs-title": style.type,
  "hljs-section": style.type,
  "hljs-name": style.keyword,
  "hljs-attr": style.type,
  "hljs-attribute": style.type,
  "hljs-string": style.string,
  "hljs-regexp": style.string,
  "hljs-addition": style.string,
  "hljs-number": style.number,
  "hljs-literal": style.number,
  "hljs-symbol": style.number,
  "hljs-comment": style.comment,
  "hljs-quote": style.comment,
  "hljs-meta": style.comment,
  "hljs-deletion": style.removed,
};

const nodes = (tree: readonly Node[]): ReactNode[] => tree.map(node);

function node({ type, value, properties, children = [] }: Node, key: number): ReactNode {
  if (type === "text") return value;
  const look = properties?.className?.map((it) => LOOKS[it]).find(Boolean);
  return (
    <span key={key} className={look}>
      {nodes(children)}
    </span>
  );
}
