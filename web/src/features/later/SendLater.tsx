/** Beside Send: when it isn't to be sent now. */
import { CalendarClock, ChevronDown, Clock } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { later as t } from "../../texts/en/later";
import { Menu } from "../../ui/Menu";
import styles from "./Later.module.css";
import { labelOf, PRESETS } from "./times";

const PickTime = lazy(() => import("./PickTime").then((it) => ({ default: it.PickTime })));

interface Props {
  disabled: boolean;
  /** Throws `Refused`. */
  onPick: (at: Date) => Promise<void>;
  onProblem: (why: string) => void;
}

export default function SendLater({ disabled, onPick, onProblem }: Props) {
  const [picking, setPicking] = useState(false);
  const items = PRESETS.map((it) => ({
    label: labelOf(it),
    icon: <Clock size={16} />,
    run: () => void onPick(it.at(new Date())).catch((error: Error) => onProblem(error.message)),
  }));
  const other = { label: t("atAnotherTime"), icon: <CalendarClock size={16} />, run: () => setPicking(true) };
  return (
    <>
      <Menu
        label={t("sendLater")}
        tip
        className={styles.opener}
        button={<ChevronDown size={16} />}
        disabled={disabled}
        items={[...items, other]}
      />
      <Suspense>
        {picking && <PickTime title={t("sendLater")} act={t("schedule")} onPick={onPick} onClose={() => setPicking(false)} />}
      </Suspense>
    </>
  );
}
