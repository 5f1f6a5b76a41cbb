/** Settings: the hours in which one may be notified, on all devices. */
import { type FormEvent, useState } from "react";
import type { Hours } from "../../api/types";
import { myZone, notices, setNotices } from "../../state/notices";
import { useWorld, world } from "../../state/world";
import { notices as t } from "../../texts/en/notices";
import { inLanguage } from "../../texts/language";
import { Banner } from "../../ui/Banner";
import { Button } from "../../ui/Button";
import { Field, Select } from "../../ui/Field";
import { Section } from "../../ui/Page";
import { toast } from "../../ui/Toast";
import { useAttempt } from "../attempt";
import styles from "./Notices.module.css";

const ALL = [1, 2, 3, 4, 5, 6, 7];
const WEEKDAYS = [1, 2, 3, 4, 5];
/** What is offered to who chose nothing yet. */
const USUAL: Hours = { days: WEEKDAYS, from: 8 * 60, to: 18 * 60 };
const MIDNIGHT = 24 * 60;

type When = "always" | "everyDay" | "weekdays" | "ownDays";

const same = (one: readonly number[], other: readonly number[]) => one.join() === other.join();

function whenOf(hours: Hours | null): When {
  if (!hours) return "always";
  if (same(hours.days, ALL)) return "everyDay";
  return same(hours.days, WEEKDAYS) ? "weekdays" : "ownDays";
}

const nameOfDay = inLanguage((it) => new Intl.DateTimeFormat(it, { weekday: "short", timeZone: "UTC" }));
/** 1 January 2024 was a Monday. */
const dayName = (day: number) => nameOfDay().format(Date.UTC(2024, 0, day));

const clock = (minutes: number) => [Math.floor(minutes / 60) % 24, minutes % 60].map((it) => String(it).padStart(2, "0")).join(":");

function minutesOf(text: string): number | null {
  const [hour, minute] = text.split(":").map(Number);
  return hour === undefined || minute === undefined || Number.isNaN(hour + minute) ? null : hour * 60 + minute;
}

export function HoursSettings() {
  const stored = useWorld((it) => notices(it).hours ?? null);
  // Another device's choice begins the form anew.
  return <Form key={JSON.stringify(stored)} stored={stored} />;
}

function Form({ stored }: { stored: Hours | null }) {
  const [when, setWhen] = useState<When>(() => whenOf(stored));
  const [days, setDays] = useState(stored?.days ?? USUAL.days);
  const [from, setFrom] = useState(clock((stored ?? USUAL).from));
  const [to, setTo] = useState(clock((stored ?? USUAL).to));
  const attempt = useAttempt();
  // Before that, it would be kept beside what isn't known.
  const known = useWorld((it) => it.account !== null);
  const chosen = when === "everyDay" ? ALL : when === "weekdays" ? WEEKDAYS : days;
  const [begin, midnightOrEnd] = [minutesOf(from), minutesOf(to)];
  const end = midnightOrEnd === 0 ? MIDNIGHT : midnightOrEnd;
  const isSame = begin !== null && end !== null && begin === end;
  const noDay = when === "ownDays" && chosen.length === 0;
  const hours = when === "always" || begin === null || end === null ? null : { days: chosen, from: begin, to: end };
  const isComplete = when === "always" || (hours !== null && !isSame && !noDay);
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!isComplete) return;
    void attempt.run(async () => {
      await setNotices({ hours });
      toast(t("saved"));
    });
  };
  const flip = (day: number) => setDays(ALL.filter((it) => (it === day ? !days.includes(it) : days.includes(it))));
  return (
    <Section title={t("hours")}>
      <form className={styles.settings} onSubmit={save}>
        {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
        <Select
          label={t("when")}
          hint={t("hoursHint", { zone: myZone(world) })}
          value={when}
          onChange={(event) => setWhen(event.target.value as When)}
        >
          <option value="always">{t("always")}</option>
          <option value="everyDay">{t("everyDay")}</option>
          <option value="weekdays">{t("weekdays")}</option>
          <option value="ownDays">{t("ownDays")}</option>
        </Select>
        {when === "ownDays" && (
          <fieldset className={styles.days}>
            <legend>{t("days")}</legend>
            {ALL.map((day) => (
              <label key={day} className={styles.day}>
                <input type="checkbox" checked={days.includes(day)} onChange={() => flip(day)} />
                {dayName(day)}
              </label>
            ))}
          </fieldset>
        )}
        {noDay && (
          <p className={styles.problem} role="alert">
            {t("noDay")}
          </p>
        )}
        {when !== "always" && (
          <div className={styles.times}>
            <Field label={t("from")} type="time" required value={from} onChange={(event) => setFrom(event.target.value)} />
            <Field
              label={t("to")}
              type="time"
              required
              value={to}
              error={isSame ? t("sameTime") : null}
              hint={begin !== null && end !== null && end < begin ? t("nextDay") : null}
              onChange={(event) => setTo(event.target.value)}
            />
          </div>
        )}
        <Button type="submit" busy={attempt.busy} disabled={!known || !isComplete}>
          {t("save")}
        </Button>
      </form>
    </Section>
  );
}
