/** Which language is spoken, and how it writes numbers, dates and lists and chooses plurals. */
import type { Rules } from "./message";

/** By area and key. */
export type Catalogue = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;

export const language = {
  /** For `Intl`: the catalogue's language, with the region that the browser prefers for it. */
  locale: "en",
  direction: "ltr" as "ltr" | "rtl",
  /** null: English, which comes with the code. */
  catalogue: null as Catalogue | null,
};

const listeners = new Set<() => void>();
/** Counts the languages spoken so far. */
let spoken = 0;

/** Something made for the language when it's first asked for, and made anew for the next language. */
export function inLanguage<Made>(make: (locale: string) => Made): () => Made {
  let at = -1;
  let made: Made;
  return () => {
    if (at !== spoken) made = make(language.locale);
    at = spoken;
    return made;
  };
}

const numbers = inLanguage((it) => new Intl.NumberFormat(it));
const plurals = inLanguage((it) => new Intl.PluralRules(it));
const lists = inLanguage((it) => new Intl.ListFormat(it));
const collator = inLanguage((it) => new Intl.Collator(it));

export const number = (value: number): string => numbers().format(value);

export const rules: Rules = { number, plural: (value) => plurals().select(value) };

/** `Ada, Bela and Cleo`. */
export const listed = (names: readonly string[]): string => lists().format(names.map(isolated));

/** For sorting names. */
export const byName = (a: string, b: string): number => collator().compare(a, b);

const FROM_RIGHT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** What people wrote, kept from turning a sentence that runs the other way. */
export const isolated = (text: string): string => (language.direction === "rtl" || FROM_RIGHT.test(text) ? `\u2068${text}\u2069` : text);

/** Without what {@link isolated} put around words: for what leaves the page, as a file's name or a message. */
export const bare = (text: string): string => text.replace(/[\u2066-\u2069]/g, "");

export function speak(locale: string, direction: "ltr" | "rtl", catalogue: Catalogue | null): void {
  Object.assign(language, { locale, direction, catalogue });
  spoken += 1;
  for (const listener of listeners) listener();
}

/** For `useSyncExternalStore`. */
export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const whichLanguage = (): number => spoken;
