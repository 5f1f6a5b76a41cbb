/** What stands in quotes after `/poll`: the question, and its answers. */
export function quoted(text: string): string[] {
  const found = [...text.matchAll(/["“”„«»]([^"“”„«»]+)["“”„«»]/g)];
  return found.map((it) => (it[1] ?? "").trim()).filter(Boolean);
}
