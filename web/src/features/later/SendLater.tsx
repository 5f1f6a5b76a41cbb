/** Beside Send: when it isn't to be sent now. */
import { CalendarClock, ChevronDown, Clock } from "lucide-react";
import { useState } from "react";
import { Menu } from "../../ui/Menu";
import styles from "./Later.module.css";
import { PickTime } from "./PickTime";
import { PRESETS } from "./times";

interface Props {
  disabled: boolean;
  /** Throws `Refused`. */
  onPick: (at: Date) => Promise<void>;
  onProblem: (why: string) => void;
}

export default function SendLater({ disabled, onPick, onProblem }: Props) {
  const [picking, setPicking] = useState(false);
  const items = PRESETS.map(({ label, at }) => ({
    label,
    icon: <Clock size={16} />,
    run: () => void onPick(at(new Date())).catch((error: Error) => onProblem(error.message)),
  }));
  const other = { label: "At another time…", icon: <CalendarClock size={16} />, run: () => setPicking(true) };
  return (
    <>
      <Menu
        label="Send later"
        tip
        className={styles.opener}
        button={<ChevronDown size={16} />}
        disabled={disabled}
        items={[...items, other]}
      />
      {picking && <PickTime title="Send later" act="Schedule" onPick={onPick} onClose={() => setPicking(false)} />}
    </>
  );
}
