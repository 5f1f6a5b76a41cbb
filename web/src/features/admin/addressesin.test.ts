/** Addresses as people paste them. */
import { expect, it } from "vitest";
import { addressesIn } from "./addressesin";

it("finds them however they are written, and keeps what is none", () => {
  expect(addressesIn("")).toEqual([]);
  expect(addressesIn(" \n, ;\n")).toEqual([]);
  expect(addressesIn("a@e.example, b@e.example;c@e.example\nd@e.example e@e.example")).toEqual(
    ["a", "b", "c", "d", "e"].map((name) => `${name}@e.example`),
  );
  expect(addressesIn('"Ada L." <ada@e.example>, Bela <bela@e.example>')).toEqual(["ada@e.example", "bela@e.example"]);
  expect(addressesIn("ada@e.example\nbela")).toEqual(["ada@e.example", "bela"]);
});
