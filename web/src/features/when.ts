/** Times on the wire (microseconds) in the reader's words. */
const format = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

export function when(microseconds: number): string {
  return format.format(microseconds / 1000);
}
