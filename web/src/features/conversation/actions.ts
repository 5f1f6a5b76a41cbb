/** What one may do with a message: the same list for the toolbar, the sheet and the keys. */
import { Copy, Link2, type LucideIcon, MailOpen, MessageSquareText, Pencil, SmilePlus, Trash2 } from "lucide-react";
import type { Message } from "../../api/types";
import { markUnread } from "../../state/reading";
import { toast } from "../../ui/Toast";
import { decode } from "../composer/completion";

export interface Action {
  label: string;
  icon: LucideIcon;
  key: string;
  /** Only for fingers: the mouse has another way. */
  handOnly?: boolean;
  /** It takes something away for good. */
  danger?: boolean;
  run: () => void;
}

interface Ways {
  mine: boolean;
  /** In the channel: otherwise one only reads. */
  member: boolean;
  admin: boolean;
  react: () => void;
  edit: () => void;
  remove: () => void;
  thread: ((root: Message) => void) | undefined;
}

export function actionsOf(message: Message, { mine, member, admin, react, edit, remove, thread }: Ways): Action[] {
  const actions: Action[] = [];
  if (member) actions.push({ label: "React", icon: SmilePlus, key: "r", run: react });
  if (thread) actions.push({ label: "Reply in thread", icon: MessageSquareText, key: "t", run: () => thread(message) });
  if (mine && member) actions.push({ label: "Edit", icon: Pencil, key: "e", run: edit });
  if (member) actions.push({ label: "Mark unread", icon: MailOpen, key: "u", run: () => void setBack(message) });
  actions.push({ label: "Copy link", icon: Link2, key: "c", run: () => void copy(linkTo(message), "Link copied.") });
  if (message.text)
    actions.push({ label: "Copy text", icon: Copy, key: "", handOnly: true, run: () => void copy(decode(message.text), "Text copied.") });
  if (member && (mine || admin)) actions.push({ label: "Delete", icon: Trash2, key: "Delete", danger: true, run: remove });
  return actions;
}

async function setBack(message: Message): Promise<void> {
  await markUnread(message).then(
    () => toast("Marked unread from here."),
    (error: Error) => toast(error.message),
  );
}

/** The address that opens Workloop at this message. */
export function linkTo({ channel, thread, seq }: Message): string {
  return `${location.origin}/c/${channel}${thread ? `/t/${thread}` : ""}?at=${seq}`;
}

async function copy(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(done);
  } catch {
    // Over plain HTTP browsers keep the clipboard to themselves.
    toast(`The browser doesn't let pages copy here. To copy by hand: ${text}`);
  }
}
