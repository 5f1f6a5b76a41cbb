/** Whether this browser is woken while Workloop isn't open, and what it says then. */
import { useState } from "react";
import { Refused } from "../../api/request";
import { chosenWaking, isAble, setWaking, Unwakeable, type Waking } from "../../state/push";
import { push as t } from "../../texts/en/push";
import { pushWords } from "../../texts/pushwords";
import { Banner } from "../../ui/Banner";
import { Select } from "../../ui/Field";
import { Section } from "../../ui/Page";

export function PushSettings() {
  const [chosen, setChosen] = useState<Waking>(chosenWaking);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const choose = async (waking: Waking) => {
    setBusy(true);
    setProblem("");
    try {
      await setWaking(waking, pushWords());
    } catch (error) {
      if (!(error instanceof Unwakeable || error instanceof Refused)) throw error;
      setProblem(error instanceof Unwakeable ? t(error.why) : error.detail);
    } finally {
      setBusy(false);
      setChosen(chosenWaking());
    }
  };
  return (
    <Section title={t("title")}>
      {problem && <Banner tone="danger">{problem}</Banner>}
      {isAble() ? (
        <form>
          <Select
            label={t("wake")}
            hint={t("hint")}
            value={chosen}
            disabled={busy}
            onChange={(event) => void choose(event.target.value as Waking)}
          >
            <option value="off">{t("off")}</option>
            <option value="bare">{t("bare")}</option>
            <option value="text">{t("text")}</option>
          </Select>
        </form>
      ) : (
        <p>{t("unable")}</p>
      )}
    </Section>
  );
}
