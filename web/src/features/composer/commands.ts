/**
 * What one can do by writing `/word`: the list, and what is one. How each is done is in
 * `perform`, which is loaded when somebody does.
 */

export interface Command {
  name: string;
  /** What stands after it. */
  takes: string;
  does: string;
}

export const COMMANDS: readonly Command[] = [
  { name: "dm", takes: "@person text", does: "Write to somebody directly" },
  { name: "help", takes: "", does: "Show what commands there are" },
  { name: "invite", takes: "@person …", does: "Put people into this channel" },
  { name: "leave", takes: "", does: "Leave this channel" },
  { name: "me", takes: "text", does: "Say what you do, in italics" },
  { name: "mute", takes: "", does: "Don't show this channel as unread" },
  { name: "remind", takes: "me what in 20 minutes", does: "Be reminded: in…, at…, tomorrow, on friday at…" },
  { name: "shrug", takes: "text", does: "Add ¯\\_(ツ)_/¯" },
  { name: "topic", takes: "text", does: "Set what is talked about here" },
  { name: "unmute", takes: "", does: "Show this channel as unread again" },
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
