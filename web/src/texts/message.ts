/**
 * Texts in the syntax of ICU MessageFormat, as far as we need it: `{name}`, `{count, number}`,
 * `{count, plural, one{# file} other{# files}}`, `{kind, select, …}`, and marked words
 * `<b>…</b>`. A value is put in as it is: nothing in it is read as syntax.
 */

/** `sign`: what stands before a value and belongs to it, as in `#{channel}`. */
export type Part =
  | string
  | { hole: string; sign: string }
  | { count: true }
  | { choice: "plural" | "select"; of: string; cases: Cases }
  | Marked;
export type Marked = { mark: string; inside: readonly Part[] };
type Cases = Readonly<Record<string, readonly Part[]>>;

const HOLE = /^\{\s*(\w+)\s*(?:,\s*(number|plural|select)\s*(,?)\s*)?/;
const parsed = new Map<string, readonly Part[]>();

/** A text's parts; throws for one that can't be read, which a test finds out first. */
export function parse(text: string): readonly Part[] {
  let parts = parsed.get(text);
  if (!parts) {
    const reader = new Reader(text);
    parts = reader.parts(false);
    if (reader.rest) throw new Error(`not understood: ${reader.rest}`);
    parsed.set(text, parts);
  }
  return parts;
}

class Reader {
  constructor(public rest: string) {}

  private take(count: number): string {
    const taken = this.rest.slice(0, count);
    this.rest = this.rest.slice(count);
    return taken;
  }

  private expect(sign: string): void {
    if (!this.rest.startsWith(sign)) throw new Error(`${sign} is missing before: ${this.rest}`);
    this.take(sign.length);
  }

  parts(counting: boolean): Part[] {
    const parts: Part[] = [];
    while (this.rest && !this.rest.startsWith("}") && !this.rest.startsWith("</")) {
      const mark = /^<(\w+)>/.exec(this.rest);
      const plain = counting ? /^[^{}<#]+|^<(?![\w/])/.exec(this.rest) : /^[^{}<]+|^<(?![\w/])/.exec(this.rest);
      if (mark) {
        this.take(mark[0].length);
        parts.push({ mark: mark[1] ?? "", inside: this.parts(counting) });
        this.expect(`</${mark[1]}>`);
      } else if (plain) parts.push(this.take(plain[0].length));
      else if (this.rest.startsWith("#")) {
        this.take(1);
        parts.push({ count: true });
      } else parts.push(this.hole(counting, parts));
    }
    return parts;
  }

  private hole(counting: boolean, before: Part[]): Part {
    const head = HOLE.exec(this.rest);
    if (!head) throw new Error(`not understood: ${this.rest}`);
    this.take(head[0].length);
    const [, name = "", kind] = head;
    if (kind !== "plural" && kind !== "select") {
      this.expect("}");
      return { hole: name, sign: signBefore(before) };
    }
    const cases: Record<string, readonly Part[]> = {};
    for (let label = /^(=?\w+)\s*\{/.exec(this.rest); label; label = /^(=?\w+)\s*\{/.exec(this.rest)) {
      this.take(label[0].length);
      cases[label[1] ?? ""] = this.parts(counting || kind === "plural");
      this.expect("}");
      this.rest = this.rest.trimStart();
    }
    if (!cases.other) throw new Error(`${name} has no "other"`);
    this.expect("}");
    return { choice: kind, of: name, cases };
  }
}

/** Takes it off the words before. */
function signBefore(before: Part[]): string {
  const words = before.at(-1);
  const sign = typeof words === "string" ? (/[#@/]+$/.exec(words)?.[0] ?? "") : "";
  if (sign) before.splice(-1, 1, ...[(words as string).slice(0, -sign.length)].filter(Boolean));
  return sign;
}

/** How one locale writes numbers and which form of a plural it takes. */
export interface Rules {
  number: (value: number) => string;
  plural: (value: number) => string;
}

type Give<Out> = { hole: (value: unknown, sign: string) => Out; mark: (name: string, inside: Out[]) => Out; text: (text: string) => Out };

/** The parts with their values, in order. */
export function fill<Out>(
  parts: readonly Part[],
  values: Readonly<Record<string, unknown>>,
  rules: Rules,
  give: Give<Out>,
  count = 0,
): Out[] {
  return parts.flatMap((part): Out[] => {
    if (typeof part === "string") return [give.text(part)];
    if ("count" in part) return [give.text(rules.number(count))];
    if ("mark" in part) return [give.mark(part.mark, fill(part.inside, values, rules, give, count))];
    if ("hole" in part) {
      const value = values[part.hole];
      return [typeof value === "number" ? give.text(part.sign + rules.number(value)) : give.hole(value, part.sign)];
    }
    const { choice, of, cases } = part;
    const value = values[of];
    const taken = choice === "plural" ? (cases[`=${value}`] ?? cases[rules.plural(Number(value))]) : cases[String(value)];
    return fill(taken ?? cases.other ?? [], values, rules, give, choice === "plural" ? Number(value) : count);
  });
}
