/** What falls onto a conversation. */
import { expect, test } from "vitest";
import { sorted } from "./drop";

test("folders are counted and left out, files come along", () => {
  const [one, two] = [new File(["1"], "one.txt"), new File(["2"], "two.txt")];
  const items = [
    { file: one, folder: false },
    { file: new File([], "papers"), folder: true },
    { file: null, folder: false },
    { file: two, folder: false },
  ];
  expect(sorted(items)).toEqual({ files: [one, two], folders: 1 });
});
