/** Whom a message would call, and when that is asked about. */
import { describe, expect, it } from "vitest";
import type { Person, UserGroup } from "../../api/types";
import { world } from "../../state/world";
import { called, wide } from "./reach";

const CREW = `G${"1".repeat(26)}`;
const OTHER = `G${"2".repeat(26)}`;

describe("what calls many", () => {
  it("is everybody and groups, each once, outside of code", () => {
    expect(wide(`<!channel> <@${CREW}> <@${CREW}> <@U${"1".repeat(26)}>`)).toEqual(["<!channel>", `<@${CREW}>`]);
    expect(wide(`\`<!here>\` \`\`\`\n<@${CREW}>\n`)).toEqual([]);
  });

  it("is new in an edit when it wasn't there before", () => {
    expect(wide(`<!here> <@${CREW}>`, `<@${CREW}> hm`)).toEqual(["<!here>"]);
    expect(wide(`<!here>`, "`<!here>`")).toEqual(["<!here>"]);
  });
});

describe("whom it calls", () => {
  const person = (user: string, active = true) => ({ user, active }) as Person;
  const group = (id: string, people: string[]) => ({ id, people, active: true }) as UserGroup;
  const now = {
    ...world,
    account: { id: "me" } as typeof world.account,
    people: new Map(["me", "ada", "bela", "cleo"].map((it) => [it, person(it)] as const)).set("gone", person("gone", false)),
    groups: new Map([[CREW, group(CREW, ["ada", "me", "dora", "gone"])] as const, [OTHER, group(OTHER, ["ada", "cleo"])] as const]),
  };
  const inside = ["me", "ada", "bela", "gone"];

  it("is all who are there but oneself and who has gone", () => {
    expect(called(now, ["<!here>"], inside)).toEqual(["ada", "bela"]);
  });

  it("is of groups who is there, each once", () => {
    expect(called(now, [`<@${CREW}>`, `<@${OTHER}>`], inside)).toEqual(["ada"]);
    expect(called(now, [`<@G${"3".repeat(26)}>`], inside)).toEqual([]);
  });
});
