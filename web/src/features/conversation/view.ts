/**
 * Which loaded messages stand in the page: a stretch by `seq`, at most {@link MOST} of them,
 * that grows towards where the reader goes and is cut behind them when they rest.
 */
import type { Message } from "../../api/types";
import { placeOf } from "../../state/parts";

export const MOST = 160;
/** A reader who never rests gets so many at most. */
const HARD_MOST = 2 * MOST;
const STEP = 40;
const FIRST = 60;

/** Both ends belong to it; `to` null: it follows the newest. */
export interface View {
  from: number;
  to: number | null;
}

type Messages = readonly Message[];

const firstOf = (messages: Messages) => messages[0]?.seq ?? 1;
const lastOf = (messages: Messages) => messages.at(-1)?.seq ?? 0;

/** The end of a conversation. */
export function atEnd(messages: Messages): View {
  return { from: Math.max(firstOf(messages), lastOf(messages) - FIRST + 1), to: null };
}

/** A message with what stands around it. */
export function around(messages: Messages, seq: number): View {
  return settled({ from: seq - FIRST / 2, to: seq + FIRST / 2 }, messages);
}

/** The stretch's messages. */
export function shown(view: View, messages: Messages): Messages {
  const { from, to } = settled(view, messages);
  const begin = Math.max(0, placeOf(messages, from));
  return messages.slice(begin, to === null ? undefined : placeOf(messages, to) + 1);
}

/** Within what is loaded. */
export function settled({ from, to }: View, messages: Messages): View {
  const [first, last] = [firstOf(messages), lastOf(messages)];
  // What it showed is gone: the conversation was loaded anew.
  if (from > last || (to !== null && to < first)) return atEnd(messages);
  return { from: Math.max(first, from), to: to !== null && to >= last ? null : to };
}

export function grownUp(view: View, messages: Messages): View {
  return cut(settled({ ...view, from: view.from - STEP }, messages), messages, "bottom", HARD_MOST);
}

export function grownDown(view: View, messages: Messages): View {
  return view.to === null ? view : cut(settled({ ...view, to: view.to + STEP }, messages), messages, "top", HARD_MOST);
}

/** Within what a reader gets who never rests, while later messages come to the end that is shown. */
export function bounded(view: View, messages: Messages): View {
  return cut(view, messages, "top", HARD_MOST);
}

/** Cut on the side away from the reader; the same object when it's short enough. */
export function cut(view: View, messages: Messages, side: "top" | "bottom", most = MOST): View {
  const to = view.to ?? lastOf(messages);
  if (to - view.from < most) return view;
  return side === "top" ? { ...view, from: to - most + 1 } : { from: view.from, to: view.from + most - 1 };
}
