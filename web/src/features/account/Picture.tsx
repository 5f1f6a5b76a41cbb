/** Choosing, changing and taking away a picture. */
import { type ReactNode, useRef } from "react";
import { uploadPicture } from "../../state/picture";
import { general } from "../../texts/en/general";
import { Banner } from "../../ui/Banner";
import { Button } from "../../ui/Button";
import { useAttempt } from "../attempt";
import styles from "./Picture.module.css";

interface Props {
  label: string;
  /** What the button says. */
  add: string;
  change: string;
  shown: ReactNode;
  has: boolean;
  /** Keeps the file, or nothing, as the picture. Throws `Refused`. */
  keep: (file: string | null) => Promise<void>;
}

export function Picture({ label, add, change, shown, has, keep }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const attempt = useAttempt();
  return (
    <div className={styles.picture}>
      {shown}
      <input
        ref={input}
        type="file"
        hidden
        accept="image/png,image/jpeg,image/webp,image/gif"
        aria-label={label}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) void attempt.run(async () => keep(await uploadPicture(file)));
        }}
      />
      <Button busy={attempt.busy} onClick={() => input.current?.click()}>
        {has ? change : add}
      </Button>
      {has && (
        <Button look="quiet" disabled={attempt.busy} onClick={() => void attempt.run(() => keep(null))}>
          {general("remove")}
        </Button>
      )}
      {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
    </div>
  );
}
