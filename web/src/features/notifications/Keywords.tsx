/** One's own words and phrases to hear of: a list on all devices, nobody else's business. */
import { X } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { request } from "../../api/request";
import type { Account } from "../../api/types";
import { putAccount } from "../../state/live";
import { changed, useWorld, world } from "../../state/world";
import { notifications as t } from "../../texts/en/notifications";
import { Banner } from "../../ui/Banner";
import { Button, IconButton } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { Section } from "../../ui/Page";
import { useAttempt } from "../attempt";
import styles from "./Keywords.module.css";

/** The server's limits. */
const MOST = 25;
const MOST_CHARS = 60;

const NONE: readonly string[] = [];

export function Keywords() {
  const keywords = useWorld((it) => it.account?.keywords ?? NONE);
  const [word, setWord] = useState("");
  const form = useRef<HTMLFormElement>(null);
  const attempt = useAttempt(["keywords"]);
  const keep = (next: readonly string[]) =>
    attempt.run(async () => {
      putAccount(world, await request<Account>("PATCH", "/account", { keywords: next }));
      changed();
      setWord("");
      form.current?.querySelector("input")?.focus();
    });
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (word.trim()) void keep([...keywords, word]);
  };
  return (
    <Section title={t("keywords")}>
      <p className={styles.intro}>{t("keywordsHint")}</p>
      {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
      <form ref={form} className={styles.form} onSubmit={add}>
        <Field
          label={t("keyword")}
          hint={keywords.length < MOST ? t("keywordHint", { most: MOST_CHARS }) : t("allKeywords", { count: MOST })}
          maxLength={MOST_CHARS}
          value={word}
          error={attempt.at("keywords")}
          onChange={(event) => setWord(event.target.value)}
        />
        <Button type="submit" busy={attempt.busy} disabled={keywords.length >= MOST}>
          {t("addKeyword")}
        </Button>
      </form>
      {keywords.length === 0 ? (
        <p className={styles.none}>{t("noKeywords")}</p>
      ) : (
        <ul className={styles.list} aria-label={t("keywords")}>
          {keywords.map((keyword) => (
            <li key={keyword} className={styles.keyword}>
              <span dir="auto">{keyword}</span>
              <IconButton
                label={t("removeKeyword", { keyword })}
                icon={<X size={14} />}
                onClick={() => void keep(keywords.filter((it) => it !== keyword))}
              />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
