/** On or off, taking effect at once. */
import { useId } from "react";
import styles from "./Switch.module.css";

export function Switch(props: {
  label: string;
  hint?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
}) {
  const id = useId();
  return (
    <div className={styles.row}>
      <div>
        <label htmlFor={id}>{props.label}</label>
        {props.hint && <p id={`${id}-hint`}>{props.hint}</p>}
      </div>
      <button
        id={id}
        type="button"
        role="switch"
        className={styles.switch}
        aria-checked={props.checked}
        aria-describedby={props.hint ? `${id}-hint` : undefined}
        disabled={props.disabled}
        onClick={() => props.onChange(!props.checked)}
      >
        <span />
      </button>
    </div>
  );
}
