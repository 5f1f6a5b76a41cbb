/** A labelled input with its hint and its error, tied together for screen readers. */
import { type ComponentProps, type ReactNode, useId, useState } from "react";
import { general } from "../texts/en/general";
import { cx } from "./classes";
import { dirOf } from "./direction";
import styles from "./Field.module.css";

/** Fields whose words have a direction of their own. */
const WRITTEN = new Set(["text", "search", "email"]);

interface About {
  label: string;
  /** Unseen where what stands beside says it already. */
  labelled?: "above" | "unseen" | undefined;
  hint?: ReactNode;
  error?: string | null | undefined;
}

export function Field(props: ComponentProps<"input"> & About) {
  const { label, hint, error, type = "text", className, ...rest } = props;
  const id = useId();
  const [shown, setShown] = useState(false);
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <span className={styles.box}>
        <input
          {...rest}
          id={id}
          type={type === "password" && shown ? "text" : type}
          dir={WRITTEN.has(type) ? dirOf(rest.value) : undefined}
          className={cx(styles.input, className)}
          aria-invalid={error ? true : undefined}
          aria-describedby={`${id}-about`}
        />
        {type === "password" && (
          <button type="button" className={styles.reveal} aria-pressed={shown} onClick={() => setShown(!shown)}>
            {shown ? general("hide") : general("show")}
            <span className="visually-hidden"> {label}</span>
          </button>
        )}
      </span>
    </Frame>
  );
}

export function TextArea(props: ComponentProps<"textarea"> & About) {
  const { label, hint, error, className, ...rest } = props;
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <textarea
        rows={3}
        {...rest}
        id={id}
        dir={dirOf(rest.value)}
        className={cx(styles.input, className)}
        aria-invalid={error ? true : undefined}
        aria-describedby={`${id}-about`}
      />
    </Frame>
  );
}

export function Select(props: ComponentProps<"select"> & About) {
  const { label, labelled, hint, error, className, children, ...rest } = props;
  const id = useId();
  return (
    <Frame id={id} label={label} labelled={labelled} hint={hint} error={error}>
      <select {...rest} id={id} className={cx(styles.input, className)} aria-describedby={`${id}-about`}>
        {children}
      </select>
    </Frame>
  );
}

function Frame({ id, label, labelled = "above", hint, error, children }: About & { id: string; children: ReactNode }) {
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={labelled === "unseen" ? "visually-hidden" : undefined}>
        {label}
      </label>
      {children}
      <div id={`${id}-about`} className={styles.about}>
        {error ? (
          <p className={styles.error} role="alert">
            {error}
          </p>
        ) : (
          hint && <p>{hint}</p>
        )}
      </div>
    </div>
  );
}
