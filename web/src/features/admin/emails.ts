/** The e-mail addresses in what was typed or pasted: one a line, or with commas between, with
 * names before them or not. What is no address stays, for the server to name. */
export const emailsIn = (text: string): string[] =>
  text.split(/[,;\n]/).flatMap((piece) => /<([^<>]*)>/.exec(piece)?.[1]?.trim() || piece.split(/\s+/).filter(Boolean));
