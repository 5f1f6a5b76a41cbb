/** What notifications say when no page is there to say it: pages leave it for the worker. */
import { push as t } from "./en/push";
import { language } from "./language";

/** Sentences in the person's language, with `{author}`, `{place}` and `{about}` in them. */
export interface Words {
  lang: string;
  dir: "ltr" | "rtl";
  message: string;
  reminder: string;
  remember: string;
  inPlace: string;
  inThread: string;
  file: string;
}

/** In the language spoken now. */
export const pushWords = (): Words => ({
  lang: document.documentElement.lang,
  dir: language.direction,
  message: t("message"),
  reminder: t("reminder"),
  remember: t("remember", { about: "{about}" }),
  inPlace: t("inPlace", { author: "{author}", place: "{place}" }),
  inThread: t("inThread", { author: "{author}", place: "{place}" }),
  file: t("file"),
});
