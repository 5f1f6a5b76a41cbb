/** Which way words run: those of the app as its language does, people's own as they are written. */
import { language } from "../texts/language";

/** For a field: as what is in it is written; while it's empty, as its placeholder is. */
export const dirOf = (text: unknown): "auto" | undefined => (text ? "auto" : undefined);

/** The keys that lead on and back in a row of things, where the language is read. */
export const rowKeys = (): Readonly<Record<string, number>> =>
  language.direction === "rtl" ? { ArrowLeft: 1, ArrowRight: -1 } : { ArrowLeft: -1, ArrowRight: 1 };
