/** Whatever a person writes, it stays text: no element, attribute or address of their making. */
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Markdown, safeAddress } from "./Markdown";

const html = (text: string) => renderToStaticMarkup(<Markdown text={text} />);

const ATTACKS = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg/onload=alert(1)>",
  '<iframe src="javascript:alert(1)"></iframe>',
  "<a href='javascript:alert(1)'>x</a>",
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](java\tscript:alert(1))",
  "[x](&#106;avascript:alert(1))",
  "[x](\u0001javascript:alert(1))",
  "[x](vbscript:msgbox)",
  "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
  "![x](javascript:alert(1))",
  "![x](https://tracker.example/p.png)",
  '![x](https://e.example/" onerror="alert(1))',
  '[x](https://e.example/"onmouseover="alert(1))',
  "<javascript:alert(1)>",
  "[x]: javascript:alert(1)\n\n[x]",
  "`<b>`<b onclick=alert(1)>",
  "```html\n<script>alert(1)</script>\n```",
  "| <img src=x onerror=alert(1)> |\n|-|\n| [x](javascript:alert(1)) |",
  "- <style>*{display:none}</style>\n- [ ] <form action=//e.example>",
  "> <object data=x>",
  "# <base href=//e.example>",
  "<!--><script>alert(1)</script>-->",
  "[x](workloop:<script>)",
  "<@U00000000000000000000000000><script>alert(1)</script>",
  '[@](workloop:U0"onclick="alert)',
];

describe("markdown", () => {
  it.each(ATTACKS)("%s stays text", (attack) => {
    const made = html(attack);
    const tags = [...made.matchAll(/<([a-z0-9]+)([^>]*)>/g)];
    for (const [, tag, attributes] of tags) {
      expect(tag).toMatch(
        /^(div|p|span|strong|em|del|code|pre|br|hr|a|ul|ol|li|input|blockquote|table|thead|tbody|tr|th|td|button|svg|path|rect)$/,
      );
      expect(attributes).not.toMatch(/\son[a-z]+=/i);
      const href = /href="([^"]*)"/.exec(attributes ?? "")?.[1];
      if (href !== undefined) expect(href).toMatch(/^(https?:|mailto:)/);
    }
    expect(made).not.toMatch(/<(script|img|iframe|style|object|form|base)/i);
  });

  it("knows its own marks", () => {
    expect(html("**bold** _italic_ ~~gone~~ `code`")).toContain(
      '<strong>bold</strong> <em>italic</em> <del>gone</del> <code dir="ltr">code</code>',
    );
    expect(html("one\ntwo")).toContain("one<br/>two");
    expect(html("[x](https://e.example/a?b=1&c=2)")).toContain('href="https://e.example/a?b=1&amp;c=2"');
    expect(html("https://e.example")).toContain('rel="noopener noreferrer nofollow"');
    expect(html("a < b && c > d")).toContain("a &lt; b &amp;&amp; c &gt; d");
  });

  it("runs each block its own way, and code and addresses always from the left", () => {
    expect(html("שלום\n\nhello")).toContain('<p dir="auto">שלום</p><p dir="auto">hello</p>');
    expect(html("- שלום\n- *hello*")).toMatch(/<ul dir="auto"><li><div><span>/);
    expect(html("> שלום")).toContain('<blockquote dir="auto"><p>');
    expect(html("שלום https://e.example")).toMatch(/<a [^>]*dir="ltr">https/);
    expect(html("שלום [כאן](https://e.example)")).not.toContain('dir="ltr"');
    expect(html("```\nשלום\n```")).toMatch(/^<div[^>]*><div class="[^"]*" dir="ltr"><pre/);
  });

  it("shows names where people are meant, except in code", () => {
    const person = "<@U01ARZ3NDEKTSV4RRFFQ69G5FAV>";
    expect(html(`hi ${person}`)).toContain("@somebody");
    expect(html(`\`${person}\``)).toContain("&lt;@U01ARZ3NDEKTSV4RRFFQ69G5FAV&gt;");
  });
});

describe("an address", () => {
  it("goes to the web and to mail, nowhere else", () => {
    for (const good of ["https://e.example", "http://e.example", "mailto:ada@e.example"]) expect(safeAddress(good)).toBe(good);
    for (const bad of ["javascript:1", "data:text/html,x", "file:///etc/passwd", "//e.example", "/admin", "blob:x", ""]) {
      expect(safeAddress(bad)).toBeNull();
    }
  });
});
