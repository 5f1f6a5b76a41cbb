/** No text that people see stands in the code: it comes from the catalogue. */
import ts from "typescript";
import { expect, test } from "vitest";
import { lineOf, parse, sources, walk } from "./sources";

/** The product's name, and what is printed on keys. */
const NAMES = new Set(["Workloop", "Ctrl K", "Ctrl /", "Esc"]);
/** Attributes and properties that are shown or read out. */
const SHOWN = new Set(
  "label title placeholder hint note lead foot act add change text tell what alt aria-label aria-description data-tip".split(" "),
);
/** Functions that show what they're given. */
const SHOW = new Set(["toast", "setProblem", "setText"]);
const SENTENCE = /^[A-Z][\s\S]* [\s\S]*[.!?…]$/;

type Literal = ts.StringLiteral | ts.NoSubstitutionTemplateLiteral | ts.TemplateExpression | ts.JsxText;

function wordsOf(node: Literal): string {
  if (ts.isTemplateExpression(node)) return [node.head, ...node.templateSpans.map((it) => it.literal)].map((it) => it.text).join("…");
  return node.text.trim();
}

/** Where the value of an expression ends up: past branches and brackets. */
function placeOf(node: ts.Node): ts.Node {
  const up = node.parent;
  const passes =
    ts.isParenthesizedExpression(up) ||
    (ts.isConditionalExpression(up) && up.condition !== node) ||
    (ts.isBinaryExpression(up) && ["&&", "||", "??", "+"].includes(up.operatorToken.getText()));
  return passes ? placeOf(up) : up;
}

function isShown(node: Literal): boolean {
  if (ts.isJsxText(node)) return true;
  if (SENTENCE.test(wordsOf(node))) return true;
  const place = placeOf(node);
  if (ts.isJsxExpression(place)) return !ts.isJsxAttribute(place.parent) || SHOWN.has(place.parent.name.getText());
  if (ts.isJsxAttribute(place) || ts.isPropertyAssignment(place)) return SHOWN.has(place.name.getText()) && place.name !== node;
  if (ts.isNewExpression(place) && place.expression.getText() === "Refused") return place.arguments?.[1] === node;
  return ts.isCallExpression(place) && SHOW.has(place.expression.getText()) && place.arguments.includes(node as ts.Expression);
}

function visible(tree: ts.SourceFile): string[] {
  const found: string[] = [];
  walk(tree, (node) => {
    const literal =
      ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node) || ts.isJsxText(node);
    if (!literal || !/\p{L}{2}/u.test(wordsOf(node)) || NAMES.has(wordsOf(node))) return;
    if (isShown(node)) found.push(`${tree.fileName}:${lineOf(node)}: ${wordsOf(node)}`);
  });
  return found;
}

test("no text stands in the code", () => {
  const ours = sources().filter(({ name }) => !name.startsWith("texts/"));
  expect(ours.length).toBeGreaterThan(150);
  expect(ours.flatMap(({ tree }) => visible(tree))).toEqual([]);
});

test.each([
  "<p>Hello you</p>",
  '<p>{late ? "too late" : null}</p>',
  '<Field label="Name" />',
  "<Field label={`Name`} />",
  '<Menu items={[{ label: "Leave" }]} />',
  'toast("done")',
  'new Refused("code", "not now")',
  'const why = "This can\'t be done now."',
])("finds what %s shows", (text) => {
  expect(visible(parse("case.tsx", text))).toHaveLength(1);
});

test.each(['<p className="wide">{t("name")}</p>', '<a href="/signin">{t("name")}</a>', 'is(kind === "private")', "<kbd>Ctrl K</kbd>"])(
  "leaves %s alone",
  (text) => {
    expect(visible(parse("case.tsx", text))).toEqual([]);
  },
);
