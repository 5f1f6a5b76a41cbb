/** Which of a few kinds a list shows: one of them is pressed. */
import styles from "./Choices.module.css";

interface Choice<Value> {
  value: Value;
  text: string;
}

export function Choices<Value extends string | null>(props: {
  label: string;
  choices: readonly Choice<Value>[];
  chosen: Value;
  onChoose: (value: Value) => void;
}) {
  const { label, choices, chosen, onChoose } = props;
  return (
    <div role="group" aria-label={label} className={styles.choices}>
      {choices.map(({ value, text }) => (
        <button key={value} type="button" className={styles.choice} aria-pressed={value === chosen} onClick={() => onChoose(value)}>
          {text}
        </button>
      ))}
    </div>
  );
}
