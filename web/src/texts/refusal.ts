/** What to say of a refusal: the server's own words in English, the code's text elsewhere. */
import { general } from "./en/general";
import { language } from "./language";

/** The server says more than a code can, but only in English; a code that is new to us has its words too. */
export function refusalText(code: string | undefined, said: string | undefined): string {
  return language.catalogue?.refusals?.[code ?? ""] ?? said ?? general("unavailable");
}
