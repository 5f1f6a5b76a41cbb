/** One form's attempt to reach the server: busy, refused (and at which field), or told to wait. */
import { useEffect, useRef, useState } from "react";
import { Refused } from "../api/request";
import { app as t } from "../texts/en/app";

export interface Attempt {
  busy: boolean;
  refused: Refused | null;
  /** What to show above the form; null when the fault belongs to a field. */
  message: string | null;
  /** Seconds until trying again makes sense. */
  wait: number;
  /** The fault of one field, if it is that one's. */
  at: (field: string) => string | null;
  run: (work: () => Promise<void>) => Promise<void>;
}

export function useAttempt(fields: readonly string[] = []): Attempt {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [wait, setWait] = useState(0);
  const running = useRef(false);

  useEffect(() => {
    if (wait <= 0) return;
    const timer = setTimeout(() => setWait(wait - 1), 1000);
    return () => clearTimeout(timer);
  }, [wait]);

  const run = async (work: () => Promise<void>) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setRefused(null);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setRefused(error);
      if (error.status === 429) setWait(Math.max(1, Math.ceil(error.retryAfter)));
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  const ofField = refused?.field != null && fields.includes(refused.field);
  const throttled = refused?.status === 429;
  const message = !refused || ofField ? null : throttled ? t("paused") : refused.detail;
  return { busy, refused, message, wait, run, at: (field) => (refused?.field === field ? refused.detail : null) };
}
