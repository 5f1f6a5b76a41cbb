/** Markdown's marks by keys: bold, italic, strike, code. */

interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

/** The marks that a key asks for. */
export function shortcut({ key, ctrlKey, metaKey, shiftKey, altKey }: Pressed): string | null {
  if (!(ctrlKey || metaKey) || altKey) return null;
  return { b: "**", i: "_", X: "~~", C: "`" }[shiftKey ? key.toUpperCase() : key] ?? null;
}

type Insert = (field: HTMLTextAreaElement, text: string) => void;

/** Puts marks around what is selected, or takes them away if they're there. */
export function wrap(field: HTMLTextAreaElement, marks: string, insert: Insert): void {
  const { value, selectionStart: from, selectionEnd: to } = field;
  const { text, caret } = wrapped(value.slice(from, to), marks, value.slice(0, from).endsWith(marks) && value.slice(to).startsWith(marks));
  if (caret.outside) field.setSelectionRange(from - marks.length, to + marks.length);
  insert(field, text);
  const begin = from + caret.shift;
  field.setSelectionRange(begin, begin + caret.length);
}

/** What stands instead of the selection, and what is selected then. */
export function wrapped(selected: string, marks: string, marked: boolean) {
  const size = marks.length;
  if (marked) return { text: selected, caret: { outside: true, shift: -size, length: selected.length } };
  if (marks === "`" && selected.includes("\n")) {
    return { text: `\`\`\`\n${selected}\n\`\`\``, caret: { outside: false, shift: 4, length: selected.length } };
  }
  return { text: `${marks}${selected}${marks}`, caret: { outside: false, shift: size, length: selected.length } };
}
