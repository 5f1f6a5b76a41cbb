/** A full page of settings: a way back, a title, links to its parts, one column. */
import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { general } from "../texts/en/general";
import styles from "./Page.module.css";

export function Page(props: { title: string; parts: readonly { href: string; label: string; current: boolean }[]; children: ReactNode }) {
  return (
    <div className={styles.page}>
      <nav aria-label={props.title} className={styles.nav}>
        <Link href="/" className={styles.link}>
          <ArrowLeft size={16} /> {general("backToApp")}
        </Link>
        <h1>{props.title}</h1>
        <div className={styles.parts}>
          {props.parts.map(({ href, label, current }) => (
            <Link key={href} href={href} className={styles.link} aria-current={current ? "page" : undefined}>
              {label}
            </Link>
          ))}
        </div>
      </nav>
      <main className={styles.main}>{props.children}</main>
    </div>
  );
}

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** A row of a settings list: what it is, and what can be done with it. */
export function Row({ lead, title, note, children }: { lead?: ReactNode; title: ReactNode; note?: ReactNode; children?: ReactNode }) {
  return (
    <li className={styles.row}>
      {lead}
      <div className={styles.words}>
        <p className={styles.title}>{title}</p>
        {note && <p className={styles.note}>{note}</p>}
      </div>
      {children}
    </li>
  );
}
