/** What a push becomes on the screen. */

import { expect, test } from "vitest";
import type { Words } from "../texts/pushwords";
import { isLookedAt, isTold, noticeOf, PLAIN, read, type Said, unread } from "./notice";

const words: Words = {
  ...PLAIN,
  message: "New message",
  reminder: "A reminder",
  remember: "Reminder: {about}",
  inPlace: "{author} in {place}",
  inThread: "{author} in a thread in {place}",
  file: "sent a file",
};
const bare: Said = { v: 1, tag: "C1", about: "M3", url: "/c/C1?at=3", reminder: false };
const whole: Said = { ...bare, workspace: "Pier", channel: "harbour", author: "Bela", text: "ahoy", files: 0, count: 1, thread: false };
const carried = { url: "/c/C1?at=3", about: "M3", seq: 3, count: 1 };

test("a message says who, where and what, and carries what open pages take it off by", () => {
  expect(noticeOf(whole, words)).toEqual({ title: "Bela in #harbour", body: "ahoy", tag: "C1", carried });
  const thread = { ...whole, url: "/c/C1/t/M1?at=2", tag: "C1/M1", thread: true, count: 3 };
  expect(noticeOf(thread, words)).toMatchObject({
    title: "Bela in a thread in #harbour",
    body: "ahoy (+2)",
    carried: { url: "/c/C1/t/M1?at=2", about: "M3", seq: 2, count: 3 },
  });
  expect(noticeOf({ ...whole, channel: "" }, words).title).toBe("Bela");
  expect(noticeOf({ ...whole, text: "", files: 2 }, words).body).toBe("sent a file");
});

test("a reminder says that it is one, and is taken off by its own id", () => {
  const reminder = { ...whole, reminder: true, tag: "P1", about: "P1" };
  expect(noticeOf(reminder, words)).toMatchObject({ title: "Reminder: Bela in #harbour", carried: { url: "/c/C1?at=3", about: "P1" } });
  expect(read(JSON.stringify({ ...reminder, url: "/c/C1" }))).not.toBeNull();
});

test("what people are called isn't read as a pattern", () => {
  expect(noticeOf({ ...whole, author: "{place}$&" }, words).title).toBe("{place}$& in #harbour");
});

test("without the text it only says that something is there", () => {
  expect(noticeOf(bare, words)).toMatchObject({ title: "New message", body: "" });
  expect(noticeOf({ ...bare, reminder: true }, words).title).toBe("A reminder");
});

test("what can't be read is shown as something", () => {
  expect(read(JSON.stringify(whole))).toEqual(whole);
  for (const url of ["https://elsewhere.example/", "//elsewhere.example/c/C1", "/c/C1?at=3#x", ""])
    expect(read(JSON.stringify({ ...whole, url }))).toBeNull();
  for (const text of ["", "null", "{}"]) expect(read(text)).toBeNull();
  expect(unread(words)).toMatchObject({ title: "New message", carried: null });
});

test("only a focused window that shows the conversation looks at it", () => {
  const at = (url: string, focused = true) => [{ url: `https://chat.example${url}`, focused }];
  expect(isLookedAt("/c/C1?at=3", at("/c/C1"))).toBe(true);
  expect(isLookedAt("/c/C1?at=3", at("/c/C1", false))).toBe(false);
  expect(isLookedAt("/c/C1/t/M1?at=3", at("/c/C1"))).toBe(false);
  expect(isLookedAt("/c/C1?at=3", at("/c/C2"))).toBe(false);
});

test("what an open page has told isn't told again", () => {
  expect(isTold(whole, carried)).toBe(true);
  expect(isTold(whole, { ...carried, about: "M4", seq: 4 })).toBe(true);
  expect(isTold(whole, { ...carried, about: "M2", seq: 2 })).toBe(false);
  expect(isTold(whole, null)).toBe(false);
});
