/**
 * Markdown to elements: the lexer's tokens become React elements, never HTML, so nothing
 * that a person writes can run. Links go only where http, https and mailto go.
 */
import { lexer, type Token, type Tokens } from "marked";
import { Fragment, memo, type ReactNode, useMemo } from "react";
import { Link } from "wouter";
import { useWorld } from "../../state/world";
import { conversation as t } from "../../texts/en/conversation";
import { general } from "../../texts/en/general";
import { cx } from "../../ui/classes";
import { Glyph } from "../emoji/Glyph";
import { CODE, isEmojiOnly } from "../emoji/only";
import { GroupName } from "../groups/GroupName";
import { ProfileLink } from "../people/ProfileLink";
import { Code } from "./Code";
import style from "./Markdown.module.css";
import { useMarking } from "./marking";

/**
 * Each block runs as what is written in it does, by its first letter; lists, quotes and tables
 * as a whole. Code and bare addresses don't decide that: they always run from the left.
 *
 * `tail` ends the last line, where that is a line of words.
 *
 * `marks`: my keywords stand out in it.
 */
export const Markdown = memo(function Markdown({ text, tail, marks = false }: { text: string; tail?: ReactNode; marks?: boolean }) {
  const marking = useMarking(marks);
  const tokens = useMemo(() => {
    const all = lexer(shield(text), { gfm: true, breaks: true });
    return marking ? marking(all) : all;
  }, [text, marking]);
  const last = tokens.at(-1);
  const className = cx(style.text, isEmojiOnly(text) && style.large);
  if (!tail || last?.type !== "paragraph")
    return (
      <div className={className}>
        {blocks(tokens, "auto")}
        {tail}
      </div>
    );
  return (
    <div className={className}>
      {blocks(tokens.slice(0, -1), "auto")}
      <p dir="auto">
        {inlines(last.tokens)} {tail}
      </p>
    </div>
  );
});

/** Mentions look like HTML tags to the lexer: they become links of our own scheme first. */
function shield(text: string): string {
  const parts = text.split(/(```[\s\S]*?(?:```|$)|`[^`\n]*`)/);
  const mark = (part: string) =>
    part
      .replace(/<@([UG][0-9A-Z]{26})>/g, "[@](workloop:$1)")
      .replace(/<#(C[0-9A-Z]{26})>/g, "[#](workloop:$1)")
      .replace(/<!(channel|here)>/g, "[!](workloop:$1)");
  return parts.map((part, index) => (index % 2 ? part : mark(part))).join("");
}

const blocks = (tokens: Token[], dir?: "auto"): ReactNode[] => tokens.map((token, index) => block(token as Tokens.Generic, index, dir));

function block(token: Tokens.Generic, key: number, dir: "auto" | undefined): ReactNode {
  switch (token.type) {
    case "paragraph":
      return (
        <p key={key} dir={dir}>
          {inlines(token.tokens)}
        </p>
      );
    case "heading":
      return (
        <p key={key} dir={dir}>
          <strong>{inlines(token.tokens)}</strong>
        </p>
      );
    case "code":
      return <Code key={key} text={token.text} language={(token.lang ?? "").split(/\s/)[0]} />;
    case "blockquote":
      return (
        <blockquote key={key} dir={dir}>
          {blocks(token.tokens ?? [])}
        </blockquote>
      );
    case "list": {
      const items = (token.items as Tokens.ListItem[]).map((item, index) => (
        <li key={index} data-task={item.task || undefined}>
          {item.task && (
            <input type="checkbox" checked={item.checked ?? false} disabled readOnly aria-label={item.checked ? t("done") : t("toDo")} />
          )}
          <div>{blocks(item.tokens)}</div>
        </li>
      ));
      return token.ordered ? (
        <ol key={key} dir={dir} start={Number(token.start) || 1}>
          {items}
        </ol>
      ) : (
        <ul key={key} dir={dir}>
          {items}
        </ul>
      );
    }
    case "table":
      return table(token as Tokens.Table, key, dir);
    case "hr":
      return <hr key={key} />;
    case "space":
    // Its list item shows the box.
    case "checkbox":
      return null;
    case "text":
      return <span key={key}>{token.tokens ? inlines(token.tokens) : words(token.text)}</span>;
    default:
      // HTML and whatever else: the text as it was typed.
      return (
        <p key={key} dir={dir}>
          {token.raw}
        </p>
      );
  }
}

function table(token: Tokens.Table, key: number, dir: "auto" | undefined): ReactNode {
  return (
    <table key={key} dir={dir}>
      <thead>
        <tr>
          {token.header.map((cell, index) => (
            <th key={index}>{inlines(cell.tokens)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {token.rows.map((row, at) => (
          <tr key={at}>
            {row.map((cell, index) => (
              <td key={index}>{inlines(cell.tokens)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const inlines = (tokens: Token[] | undefined): ReactNode[] => (tokens ?? []).map((token, index) => inline(token as Tokens.Generic, index));

function inline(token: Tokens.Generic, key: number): ReactNode {
  switch (token.type) {
    case "strong":
      return <strong key={key}>{inlines(token.tokens)}</strong>;
    case "em":
      return <em key={key}>{inlines(token.tokens)}</em>;
    case "del":
      return <del key={key}>{inlines(token.tokens)}</del>;
    case "codespan":
      return (
        <code key={key} dir="ltr">
          {token.text}
        </code>
      );
    case "keyword":
      return (
        <mark key={key} className={style.keyword}>
          {token.text}
        </mark>
      );
    case "br":
      return <br key={key} />;
    case "checkbox":
      return null;
    case "link":
      return token.href.startsWith("workloop:") ? (
        <Mention key={key} target={token.href.slice("workloop:".length)} />
      ) : (
        <Anchor key={key} href={token.href} named={token.text !== token.raw}>
          {inlines(token.tokens)}
        </Anchor>
      );
    case "image":
      // A picture from elsewhere would tell its server who reads this: a link instead.
      return (
        <Anchor key={key} href={token.href} named={Boolean(token.text)}>
          {token.text || token.href}
        </Anchor>
      );
    case "text":
    case "escape":
      return token.tokens ? <span key={key}>{inlines(token.tokens)}</span> : <Fragment key={key}>{words(token.text)}</Fragment>;
    default:
      return token.raw;
  }
}

const CODES = new RegExp(CODE, "gu");

/** Words, with the workspace's own emoji among them as pictures. */
function words(text: string): ReactNode {
  if (!CODE.test(text)) return text;
  // Of a name in parentheses `split` answers the name, at every second place.
  return text.split(CODES).map((part, index) => (index % 2 ? <Glyph key={index} emoji={`:${part}:`} /> : part));
}

/** The address if it's of a scheme that may be followed. */
export function safeAddress(href: string): string | null {
  try {
    return ["http:", "https:", "mailto:"].includes(new URL(href).protocol) ? href : null;
  } catch {
    return null;
  }
}

/** `named`: it shows other words than its address. */
function Anchor({ href, named, children }: { href: string; named: boolean; children: ReactNode }) {
  const address = safeAddress(href);
  if (!address) return <>{children}</>;
  // What stands in this Workloop opens here.
  const here = `${globalThis.location?.origin}/c/`;
  if (address.startsWith(here))
    return (
      <Link href={address.slice(here.length - 3)} dir={named ? undefined : "ltr"}>
        {children}
      </Link>
    );
  return (
    <a href={address} target="_blank" rel="noopener noreferrer nofollow" dir={named ? undefined : "ltr"}>
      {children}
    </a>
  );
}

function Mention({ target }: { target: string }) {
  const person = useWorld((world) => world.people.get(target));
  const place = useWorld((world) => world.places.get(target));
  const me = useWorld((world) => world.account?.id);
  if (target.startsWith("C")) {
    return place ? (
      <Link href={`/c/${target}`} dir="auto">
        #{place.channel.name}
      </Link>
    ) : (
      <span className={style.mention} dir="auto">
        {general("inPrivate")}
      </span>
    );
  }
  if (target.startsWith("G"))
    return <GroupName group={target} className={cx(style.mention, style.person)} mine={cx(style.mention, style.person, style.mine)} />;
  const name = target.startsWith("U") ? (person?.name ?? general("somebodyWithin")) : target;
  const mine = target === me || !target.startsWith("U");
  if (person)
    return (
      <ProfileLink user={target} className={cx(style.mention, style.person, mine && style.mine)}>
        @{name}
      </ProfileLink>
    );
  return (
    <span className={mine ? `${style.mention} ${style.mine}` : style.mention} dir="auto">
      @{name}
    </span>
  );
}
