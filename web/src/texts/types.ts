/** What the compiler knows of a text: the values and the marked words that it asks for. */
import type { ReactNode } from "react";

export type Texts = Readonly<Record<string, string>>;

type Letter =
  | (
      | "a"
      | "b"
      | "c"
      | "d"
      | "e"
      | "f"
      | "g"
      | "h"
      | "i"
      | "j"
      | "k"
      | "l"
      | "m"
      | "n"
      | "o"
      | "p"
      | "q"
      | "r"
      | "s"
      | "t"
      | "u"
      | "v"
      | "w"
    )
  | ("x" | "y" | "z" | "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9");

type Name<Text> = Text extends `${infer Inside}}${string}` ? (Inside extends `${infer Before},${string}` ? Before : Inside) : never;

/** Names in braces; a brace right after a letter or digit opens a branch, as in `one{…}`. */
type Hole<Text> = Text extends `${infer Before}{${infer After}`
  ? (Before extends `${string}${Letter}` ? never : Name<After>) | Hole<After>
  : never;

/** Names of marks, as in `<b>…</b>`. */
type Mark<Text> = Text extends `${string}<${infer Inside}>${infer After}`
  ? (Inside extends `/${string}` ? never : Inside) | Mark<After>
  : never;

/** What a call must give besides the key: nothing, where the text asks for nothing. */
export type Values<Text extends string> = [Hole<Text>] extends [never] ? [] : [values: Readonly<Record<Hole<Text>, string | number>>];

export type Elements<Text extends string> = Readonly<Record<Hole<Text>, ReactNode> & Record<Mark<Text>, (inside: ReactNode) => ReactNode>>;

/** The texts of one area: a call gives the text of a key. */
export interface Area<English extends Texts> {
  <Key extends keyof English & string>(key: Key, ...values: Values<English[Key]>): string;
  /** With elements for values and around marked words. */
  readonly english: English;
  rich: <Key extends keyof English & string>(key: Key, values: Elements<English[Key]>) => ReactNode;
}

/** The same area in another language: every key, and none besides. */
export type Translated<Of> = Of extends Area<infer English> ? { readonly [Key in keyof English]: string } : never;
