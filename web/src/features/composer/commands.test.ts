/** Which texts are commands, and what is offered. */
import { describe, expect, it } from "vitest";
import { COMMANDS, called, commandsFor, said } from "./commands";
import { complete } from "./completion";

describe("a text", () => {
  it("that begins with a slash and a word is a command", () => {
    expect(called("/topic  Tides \n and winds ")).toEqual({ name: "topic", rest: "Tides \n and winds" });
    expect(called("/LEAVE")).toEqual({ name: "leave", rest: "" });
    expect(called("/nonsense at all")).toEqual({ name: "nonsense", rest: "at all" });
  });

  it.each(["ahoy", "/", "/etc/hosts is full", "//topic", "/ topic", "a /topic", "/30 of them", "/usr/bin"])("%s is to be said", (text) =>
    expect(called(text)).toBeNull(),
  );

  it("with two slashes is said with one", () => {
    expect(said("//topic is a command")).toBe("/topic is a command");
    expect(said("/etc/hosts")).toBe("/etc/hosts");
    expect(said("see //docs")).toBe("see //docs");
  });
});

describe("commands are offered", () => {
  it("by what they begin with, while only that is written", () => {
    expect(commandsFor("/")).toEqual(COMMANDS);
    expect(commandsFor("/m").map((it) => it.name)).toEqual(["me", "mute"]);
    for (const text of ["", "a /m", "/topic x", "/zzz", "//"]) expect(commandsFor(text)).toEqual([]);
  });

  it("not when one stands there whole: Enter does it", () => {
    expect(commandsFor("/me")).toEqual([]);
    expect(complete("/leave", [], true)).toEqual([]);
  });

  it("only where they do something", () => {
    expect(complete("/t", [], true).map((it) => it.insert)).toEqual(["/topic "]);
    expect(complete("/t")).toEqual([]);
  });
});
