/**
 * What one can do by writing `/word`: the list, and what is one. How each is done is in
 * `perform`, which is loaded when somebody does.
 */
import { commandlist as t } from "../../texts/en/commandlist";

export interface Command {
  name: "dm" | "dnd" | "help" | "invite" | "leave" | "me" | "mute" | "poll" | "remind" | "shrug" | "status" | "topic" | "unmute";
  /** What stands after it. */
  takes?: "takesPersonText" | "takesPoll" | "takesPeople" | "takesText" | "takesReminder" | "takesStatus" | "takesEnd";
}

export const takesOf = ({ takes }: Command): string => (takes ? t(takes) : "");
export const doesOf = ({ name }: Command): string => t(name);

export const COMMANDS: readonly Command[] = [
  { name: "dm", takes: "takesPersonText" },
  { name: "dnd", takes: "takesEnd" },
  { name: "help" },
  { name: "invite", takes: "takesPeople" },
  { name: "leave" },
  { name: "me", takes: "takesText" },
  { name: "mute" },
  { name: "poll", takes: "takesPoll" },
  { name: "remind", takes: "takesReminder" },
  { name: "shrug", takes: "takesText" },
  { name: "status", takes: "takesStatus" },
  { name: "topic", takes: "takesText" },
  { name: "unmute" },
];

export interface Called {
  name: string;
  rest: string;
}

/** Which command a text is; null when it's to be said. A path like `/etc/hosts` is no command. */
export function called(text: string): Called | null {
  const [, name, rest = ""] = /^\s*\/([a-z]+)(?:\s+([\s\S]*))?$/i.exec(text) ?? [];
  return name ? { name: name.toLowerCase(), rest: rest.trim() } : null;
}

/** What is said when it isn't a command: `//` is for a slash. */
export const said = (text: string): string => text.replace(/^(\s*)\/\//, "$1/");

/** Those that begin like what is written; none once one is written whole. */
export function commandsFor(before: string): readonly Command[] {
  const typed = /^\/([a-z]*)$/i.exec(before)?.[1]?.toLowerCase();
  if (typed === undefined || COMMANDS.some((it) => it.name === typed)) return [];
  return COMMANDS.filter((it) => it.name.startsWith(typed));
}
