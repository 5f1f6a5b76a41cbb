/** Making an invite: for which role, for how long, for how many, and a guest's channels; a link
 * to hand on, or one for each address that the server writes to. */
import { type FormEvent, useState } from "react";
import { request } from "../../api/request";
import { useWorld } from "../../state/world";
import { admin as t } from "../../texts/en/admin";
import { Banner } from "../../ui/Banner";
import { Button } from "../../ui/Button";
import { Field, Select, TextArea } from "../../ui/Field";
import { useAttempt } from "../attempt";
import { useLoad } from "../load";
import { byTitle } from "../places";
import { MadeLink } from "../tour/InviteLink";
import { when } from "../when";
import { emailsIn } from "./emails";
import styles from "./NewInvite.module.css";

const DAY_HOURS = 24;

interface Made {
  url: string;
  invite: { expires_at: number };
}

export function NewInvite({ workspace, onMade }: { workspace: string; onMade: () => void }) {
  const [role, setRole] = useState("member");
  const [days, setDays] = useState("7");
  const [uses, setUses] = useState("");
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [made, setMade] = useState<Made | null>(null);
  const [written, setWritten] = useState("");
  const [sent, setSent] = useState(0);
  const sendsMail = useLoad<{ mail: boolean }>("/status").answer?.mail ?? false;
  const emails = emailsIn(written);
  const attempt = useAttempt(["hours", "max_uses", "channels", "emails"]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void attempt.run(async () => {
      const wanted = {
        role,
        hours: Math.round(Number(days) * DAY_HOURS),
        ...(role === "guest" ? { channels: chosen } : {}),
      };
      setSent(0);
      if (emails.length > 0) {
        const { rows } = await request<{ rows: unknown[] }>("POST", `/workspaces/${workspace}/invites/mail`, { ...wanted, emails });
        setSent(rows.length);
        setWritten("");
      } else {
        const most = uses ? { max_uses: Number(uses) } : {};
        setMade(await request<Made>("POST", `/workspaces/${workspace}/invites`, { ...wanted, ...most }));
      }
      onMade();
    });
  };
  return (
    <form onSubmit={submit}>
      {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
      <Select label={t("joinsAs")} value={role} onChange={(event) => setRole(event.target.value)}>
        <option value="member">{t("member")}</option>
        <option value="guest">{t("guestExplained")}</option>
        <option value="admin">{t("administrator")}</option>
      </Select>
      {role === "guest" && <Channels chosen={chosen} onChange={setChosen} problem={attempt.at("channels")} />}
      <Field
        label={t("days")}
        type="number"
        min={1}
        max={30}
        required
        value={days}
        error={attempt.at("hours")}
        onChange={(event) => setDays(event.target.value)}
      />
      {sendsMail && (
        <TextArea
          label={t("sendTo")}
          hint={t("sendToHint")}
          value={written}
          error={attempt.at("emails")}
          onChange={(event) => setWritten(event.target.value)}
        />
      )}
      {emails.length === 0 && (
        <Field
          label={t("howMany")}
          type="number"
          min={1}
          hint={t("howManyHint")}
          value={uses}
          error={attempt.at("max_uses")}
          onChange={(event) => setUses(event.target.value)}
        />
      )}
      {sent > 0 && <Banner>{t("invitesSent", { count: sent })}</Banner>}
      {made && <MadeLink url={made.url} hint={t("linkHint", { ends: when(made.invite.expires_at) })} />}
      <Button
        type="submit"
        look={made && emails.length === 0 ? "plain" : "primary"}
        busy={attempt.busy}
        disabled={role === "guest" && chosen.length === 0}
      >
        {emails.length > 0 ? t("sendInvites", { count: emails.length }) : made ? t("createAnother") : t("createInvite")}
      </Button>
    </form>
  );
}

interface Choice {
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
  problem: string | null;
}

function Channels({ chosen, onChange, problem }: Choice) {
  const rooms = useWorld(byTitle).filter((it) => it.channel.name);
  return (
    <fieldset className={styles.channels}>
      <legend>{t("channels")}</legend>
      {problem && <p role="alert">{problem}</p>}
      {rooms.map(({ channel: { id, name } }) => (
        <label key={id}>
          <input
            type="checkbox"
            checked={chosen.includes(id)}
            onChange={(event) => onChange(event.target.checked ? [...chosen, id] : chosen.filter((it) => it !== id))}
          />
          <span dir="auto">{name}</span>
        </label>
      ))}
    </fieldset>
  );
}
