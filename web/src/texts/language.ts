/** Which language is spoken, and how it writes numbers and chooses plurals. */
import type { Rules } from "./message";

/** By area and key. */
export type Catalogue = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;

export const language = {
  /** As `lang` says it. */
  code: "en",
  direction: "ltr" as "ltr" | "rtl",
  /** null: English, which comes with the code. */
  catalogue: null as Catalogue | null,
};

let number = new Intl.NumberFormat("en");
let plural = new Intl.PluralRules("en");

export const rules: Rules = { number: (value) => number.format(value), plural: (value) => plural.select(value) };

/** What people wrote, kept from turning a sentence that runs the other way. */
export const isolated = (text: string): string => (language.direction === "rtl" ? `\u2068${text}\u2069` : text);

export function speak(code: string, direction: "ltr" | "rtl", catalogue: Catalogue | null): void {
  Object.assign(language, { code, direction, catalogue });
  number = new Intl.NumberFormat(code);
  plural = new Intl.PluralRules(code);
}
