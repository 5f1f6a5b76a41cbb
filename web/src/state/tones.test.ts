/** Tones put on, taken off and counted together. */
import { describe, expect, it } from "vitest";
import { grouped, plainOf, toned } from "./tones";

describe("tones", () => {
  it.each([
    ["👍🏽", "👍"],
    ["👍", "👍"],
    ["✌🏿", "✌️"],
    ["🕵🏽‍♂️", "🕵️‍♂️"],
    ["👩🏻‍🤝‍👨🏿", "👩‍🤝‍👨"],
    ["❤️", "❤️"],
    [":parrot:", ":parrot:"],
  ])("%s without them is %s", (emoji, plain) => expect(plainOf(emoji)).toBe(plain));

  it("are put on what takes one", () => {
    expect(toned("👍", "medium")).toBe("👍🏽");
    expect(toned("✌️", "dark")).toBe("✌🏿");
    for (const other of ["❤️", "🎉", "👩‍💻", ":parrot:"]) expect(toned(other, "dark")).toBe(other);
    expect(toned("👍", "none")).toBe("👍");
  });

  it("are one chip on a message, with everybody in it once", () => {
    const reactions = [
      { emoji: "👍🏽", users: ["ada", "bela"] },
      { emoji: "🎉", users: ["ada"] },
      { emoji: "👍", users: ["cleo", "ada"] },
    ];
    expect(grouped(reactions)).toEqual([
      { emoji: "👍", plain: "👍", users: ["ada", "bela", "cleo"] },
      { emoji: "🎉", plain: "🎉", users: ["ada"] },
    ]);
    expect(grouped(reactions.slice(0, 1))[0]?.emoji).toBe("👍🏽");
  });
});
