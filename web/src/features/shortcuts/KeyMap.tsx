/** The map of keys: what each does, and where. */
import { shortcuts as t } from "../../texts/en/shortcuts";
import { language } from "../../texts/language";
import { Dialog } from "../../ui/Dialog";
import styles from "./Shortcuts.module.css";

const MAP = {
  everywhere: [
    ["Ctrl K", "jump"],
    ["Ctrl Shift F", "search"],
    ["Alt ↑ / ↓", "conversations"],
    ["Alt Shift ↑ / ↓", "unread"],
    ["Alt Shift A", "activity"],
    ["F6 / Shift F6", "parts"],
    ["Shift Esc", "allRead"],
    ["Esc", "close"],
    ["keyMap", "map"],
  ],
  onMessage: [
    ["keyWalk", "walk"],
    ["t", "thread"],
    ["r", "react"],
    ["e", "edit"],
    ["c", "copyLink"],
    ["f", "forward"],
    ["s", "save"],
    ["p", "pin"],
    ["u", "markUnread"],
    ["m", "remind"],
    ["Del", "delete"],
  ],
  writing: [
    ["Enter", "send"],
    ["Shift Enter", "newLine"],
    ["keyEmpty", "editLast"],
    ["@ # :", "complete"],
    ["/", "commands"],
  ],
  picture: [
    ["← →", "pictures"],
    ["+ / - / 0", "zoom"],
    ["keyLarger", "move"],
  ],
} as const;

type Keys = (typeof MAP)[keyof typeof MAP][number][0];

/** Keys as they're printed on them; those that take a word are texts. */
function nameOf(key: Keys, apple: boolean): string {
  // On and back change sides with the direction of reading.
  if (key === "← →") return language.direction === "rtl" ? "→ ←" : key;
  const name = key === "keyMap" || key === "keyWalk" || key === "keyEmpty" || key === "keyLarger" ? t(key) : key;
  return apple ? name.replace("Ctrl", "⌘").replace("Alt", "⌥") : name;
}

export default function KeyMap({ onClose }: { onClose: () => void }) {
  const apple = /Mac|iP(hone|ad)/.test(navigator.userAgent);
  return (
    <Dialog title={t("title")} wide onClose={onClose}>
      <div className={styles.map}>
        {(Object.keys(MAP) as (keyof typeof MAP)[]).map((where) => (
          <section key={where}>
            <h3>{t(where)}</h3>
            <dl>
              {MAP[where].map(([key, action]) => (
                <div key={key} className={styles.row}>
                  <dt>{t(action)}</dt>
                  <dd>
                    <kbd>{nameOf(key, apple)}</kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
