/** Which message a text links to. */
import { describe, expect, it } from "vitest";
import { linkIn } from "./linked";

const ORIGIN = "https://chat.example";
const [CHANNEL, ROOT] = [`C${"1".repeat(26)}`, `M${"2".repeat(26)}`];
const link = `${ORIGIN}/c/${CHANNEL}?at=7`;

describe("the message that a text links to", () => {
  it("is found among words, in a channel or a thread", () => {
    expect(linkIn(`see ${link} please`, ORIGIN)).toEqual({ channel: CHANNEL, thread: null, seq: 7 });
    expect(linkIn(`${ORIGIN}/c/${CHANNEL}/t/${ROOT}?at=3`, ORIGIN)).toEqual({ channel: CHANNEL, thread: ROOT, seq: 3 });
  });

  it("is not one of another place, in code, or behind words that stand for it", () => {
    for (const text of [
      `https://else.example/c/${CHANNEL}?at=7`,
      `\`${link}\``,
      `[there](${link})`,
      `${ORIGIN}/c/${CHANNEL}`,
      `${link}x`,
    ]) {
      expect(linkIn(text, ORIGIN), text).toBeNull();
    }
  });
});
