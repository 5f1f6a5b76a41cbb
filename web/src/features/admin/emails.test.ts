/** Addresses as people paste them. */
import { expect, it } from "vitest";
import { emailsIn } from "./emails";

it("finds them however they are written, and keeps what is none", () => {
  expect(emailsIn("")).toEqual([]);
  expect(emailsIn(" \n, ;\n")).toEqual([]);
  expect(emailsIn("a@e.example, b@e.example;c@e.example\nd@e.example e@e.example")).toEqual(
    ["a", "b", "c", "d", "e"].map((name) => `${name}@e.example`),
  );
  expect(emailsIn('"Ada L." <ada@e.example>, Bela <bela@e.example>')).toEqual(["ada@e.example", "bela@e.example"]);
  expect(emailsIn("ada@e.example\nbela")).toEqual(["ada@e.example", "bela"]);
});
