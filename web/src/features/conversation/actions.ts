/** What one may do with a message: the same list for the toolbar, the sheet and the keys. */
import {
  AlarmClock,
  Bookmark,
  BookmarkX,
  Copy,
  Forward,
  Link2,
  type LucideIcon,
  MailOpen,
  MessageSquareText,
  Pencil,
  Pin,
  PinOff,
  SmilePlus,
  Trash2,
} from "lucide-react";
import type { Message } from "../../api/types";
import { removeSoon } from "../../state/deleting";
import { pin } from "../../state/pins";
import { markUnread } from "../../state/reading";
import { save, unsave } from "../../state/saves";
import type { World } from "../../state/world";
import { conversation as t } from "../../texts/en/conversation";
import { general } from "../../texts/en/general";
import { toast } from "../../ui/Toast";
import { addressOf } from "../addresses";
import { decode } from "../composer/completion";

export interface Action {
  label: string;
  icon: LucideIcon;
  key: string;
  /** Only for fingers: the mouse has another way. */
  handOnly?: boolean;
  /** At hand above the message; the others are in the menu. */
  first?: boolean;
  /** It takes something away for good. */
  danger?: boolean;
  run: () => void;
}

interface Ways {
  mine: boolean;
  /** In the channel: otherwise one only reads. */
  member: boolean;
  admin: boolean;
  /** May pin here. */
  pins: boolean;
  /** On one's own list. */
  saved: boolean;
  react: () => void;
  edit: () => void;
  forward: () => void;
  remind: () => void;
  thread: ((root: Message) => void) | undefined;
}

export function actionsOf(message: Message, { mine, member, admin, pins, saved, react, edit, forward, remind, thread }: Ways): Action[] {
  const actions: Action[] = [];
  if (member) actions.push({ label: t("react"), icon: SmilePlus, key: "r", first: true, run: react });
  if (thread) actions.push({ label: t("replyInThread"), icon: MessageSquareText, key: "t", first: true, run: () => thread(message) });
  if (mine && member && !message.poll) actions.push({ label: general("edit"), icon: Pencil, key: "e", first: true, run: edit });
  const keep = { label: saved ? t("unsave") : t("saveForLater"), icon: saved ? BookmarkX : Bookmark };
  actions.push({ ...keep, key: "s", first: true, run: () => void setSaved(message, !saved) });
  actions.push({ label: t("forward"), icon: Forward, key: "f", run: forward });
  if (pins) {
    const on = !message.pinned_at;
    actions.push({ label: on ? t("pin") : t("unpin"), icon: on ? Pin : PinOff, key: "p", run: () => void setPin(message, on) });
  }
  if (member) actions.push({ label: t("markUnread"), icon: MailOpen, key: "u", run: () => void setBack(message) });
  actions.push({ label: t("remindMe"), icon: AlarmClock, key: "m", run: remind });
  actions.push({ label: t("copyLink"), icon: Link2, key: "c", run: () => void copy(linkTo(message), t("linkCopied")) });
  if (message.text)
    actions.push({
      label: t("copyText"),
      icon: Copy,
      key: "",
      handOnly: true,
      run: () => void copy(decode(message.text), general("textCopied")),
    });
  if (member && (mine || admin))
    actions.push({
      label: general("delete"),
      icon: Trash2,
      key: general("delete"),
      danger: true,
      run: () => removeSoon(message, notDeleted),
    });
  return actions;
}

/** Whether one may pin in a channel: guests do in direct messages only. */
export function mayPin(world: World, channel: string): boolean {
  const about = world.places.get(channel)?.channel;
  if (!about || about.archived) return false;
  return world.role !== "guest" || about.kind === "dm" || about.kind === "group";
}

async function setPin(message: Message, on: boolean): Promise<void> {
  await pin(message, on).then(
    () => toast(on ? t("pinned") : t("unpinned")),
    (error: Error) => toast(error.message),
  );
}

async function setSaved(message: Message, on: boolean): Promise<void> {
  await (on ? save(message) : unsave(message.id)).then(
    () => toast(on ? t("savedNow") : t("unsaved")),
    (error: Error) => toast(error.message),
  );
}

const notDeleted = (error: Error) => toast(t("stillThere", { why: error.message }));

async function setBack(message: Message): Promise<void> {
  await markUnread(message).then(
    () => toast(t("markedUnread")),
    (error: Error) => toast(error.message),
  );
}

/** The address that opens Workloop at this message. */
export function linkTo(message: Message): string {
  return `${location.origin}${addressOf(message)}`;
}

/** Copies, and says so. */
export async function copy(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(done);
  } catch {
    // Over plain HTTP browsers keep the clipboard to themselves.
    toast(t("copyByHand", { text }));
  }
}
