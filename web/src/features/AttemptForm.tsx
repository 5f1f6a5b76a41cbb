/** The form of one attempt: what went wrong, the fields, and a button that says when it has to wait. */
import type { FormEvent, ReactNode } from "react";
import { general } from "../texts/en/general";
import { Banner } from "../ui/Banner";
import { Button } from "../ui/Button";
import type { Attempt } from "./attempt";

interface Props {
  attempt: Attempt;
  /** What to show above the fields, when it isn't the attempt's own word. */
  message?: string | null;
  /** What the button says. */
  submit: string;
  /** Whether the button is as wide as the form. */
  wide?: boolean;
  onSubmit: () => Promise<void>;
  children: ReactNode;
  /** What stands below the button. */
  below?: ReactNode;
}

export function AttemptForm({ attempt, message = attempt.message, submit, wide = false, onSubmit, children, below }: Props) {
  const send = (event: FormEvent) => {
    event.preventDefault();
    void attempt.run(onSubmit);
  };
  return (
    <form onSubmit={send}>
      {message && <Banner tone="danger">{message}</Banner>}
      {children}
      <Button type="submit" look="primary" wide={wide} busy={attempt.busy} disabled={attempt.wait > 0}>
        {attempt.wait > 0 ? general("tryAgainIn", { seconds: attempt.wait }) : submit}
      </Button>
      {below}
    </form>
  );
}
