/**
 * One area's texts: English comes with the code that shows it, other languages all at once.
 * The language stands before anything is shown; when it changes, the page is drawn anew.
 */
import { createElement, Fragment, type ReactNode } from "react";
import { isolated, language, rules } from "./language";
import { fill, parse } from "./message";
import type { Area, Texts } from "./types";

export function area<const English extends Texts>(name: string, english: English): Area<English> {
  const textOf = (key: string) => language.catalogue?.[name]?.[key] ?? english[key] ?? key;
  const say = (key: string, values: Readonly<Record<string, unknown>> = {}): string => {
    const text = textOf(key);
    return /[{<]/.test(text) ? fill(parse(text), values, rules, PLAIN).join("") : text;
  };
  const rich = (key: string, values: Readonly<Record<string, unknown>>): ReactNode => {
    const mark = (of: string, inside: ReactNode[]) => (values[of] as (inside: ReactNode) => ReactNode)(together(inside));
    return together(fill(parse(textOf(key)), values, rules, { text: (text): ReactNode => text, hole, mark }));
  };
  return Object.assign(say, { english, rich }) as unknown as Area<English>;
}

const hole = (value: unknown, sign: string) => (typeof value === "string" ? isolated(sign + value) : together([sign, value as ReactNode]));

const PLAIN = {
  text: (text: string) => text,
  hole: (value: unknown, sign: string) => isolated(sign + String(value)),
  mark: (_: string, inside: string[]) => inside.join(""),
};

const together = (parts: readonly ReactNode[]) => createElement(Fragment, null, ...parts);
