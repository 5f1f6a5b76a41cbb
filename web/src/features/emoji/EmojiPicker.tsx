/** All emoji, searchable; its list and its code are fetched when it's first opened. */
import {
  defaultEmojiDataResolver,
  type EmojiDataResolver,
  type EmojiPickerListCategoryHeaderProps,
  type EmojiPickerListEmojiProps,
  type EmojiPickerListRowProps,
  EmojiPicker as Picker,
} from "frimousse";
import { type KeyboardEvent, useState } from "react";
import { Link } from "wouter";
import { readEmoji } from "../../state/emoji";
import { emojiOf } from "../../state/emojilist";
import { prefer } from "../../state/preferences";
import { TONES, type Tone, toned, toneOf } from "../../state/tones";
import { useWorld, world } from "../../state/world";
import { emojis } from "../../texts/en/emojis";
import { files as t } from "../../texts/en/files";
import { language } from "../../texts/language";
import { cx } from "../../ui/classes";
import { toast } from "../../ui/Toast";
import { EMOJI_FOLDER } from "../composer/emoji";
import style from "./EmojiPicker.module.css";
import { Glyph } from "./Glyph";

interface Props {
  onChoose: (emoji: string) => void;
  onClose?: () => void;
  /** Without a frame: it stands in one. */
  bare?: boolean;
  /** With the workspace's own emoji. */
  own?: boolean;
}

export default function EmojiPicker({ onChoose, onClose, bare = false, own = true }: Props) {
  const tone = useWorld(toneOf);
  const [resolve] = useState(() => withOwn(own));
  return (
    <Picker.Root
      className={cx(style.emoji, bare && style.bare)}
      emojibaseUrl={EMOJI_FOLDER}
      resolveEmojiData={resolve}
      skinTone={tone}
      onEmojiSelect={({ emoji }) => onChoose(emoji)}
      onKeyDown={(event) => {
        if (language.direction === "rtl" && event.nativeEvent.isTrusted) crossed(event);
        if (event.key !== "Escape" || !onClose) return;
        event.stopPropagation();
        onClose();
      }}
    >
      <Picker.Search className={style.search} autoFocus aria-label={t("searchEmoji")} placeholder={t("searchEmoji")} />
      <Tones tone={tone} />
      <Picker.Viewport className={style.viewport}>
        <Picker.Loading className={style.quiet}>{t("loading")}</Picker.Loading>
        <Picker.Empty className={style.quiet}>{t("noEmoji")}</Picker.Empty>
        <Picker.List components={{ CategoryHeader, Row, Emoji }} />
      </Picker.Viewport>
      {own && (
        <Link href="/emojis" className={style.manage}>
          {emojis("manage")}
        </Link>
      )}
    </Picker.Root>
  );
}

/** A row of hands; the arrows go through it, not through the emoji. */
function Tones({ tone }: { tone: Tone }) {
  return (
    <div
      className={style.tones}
      role="radiogroup"
      aria-label={t("skinTone")}
      onKeyDown={(event) => event.key.startsWith("Arrow") && event.stopPropagation()}
    >
      {TONES.map((it) => (
        <label key={it} className={style.tone}>
          <input
            type="radio"
            name="tone"
            className="visually-hidden"
            aria-label={t("tone", { tone: it.replace("-", "") })}
            checked={it === tone}
            onChange={() => void prefer({ tone: it }).catch((error: Error) => toast(error.message))}
          />
          <span aria-hidden>{toned("✋", it)}</span>
        </label>
      ))}
    </div>
  );
}

/** The standard emoji, and before them the workspace's own; each picker reads them anew. */
function withOwn(own: boolean): EmojiDataResolver {
  return async (locale, options) => {
    const data = await defaultEmojiDataResolver(locale, options);
    if (!own) return data;
    if (!world.emojiKnown) await readEmoji();
    const mine = emojiOf().map(({ name }) => ({
      emoji: `:${name}:`,
      category: OWN,
      label: name,
      version: 0,
      tags: name.split(/[-_+]/),
    }));
    if (mine.length === 0) return data;
    return {
      ...data,
      emojis: [...mine, ...data.emojis],
      categories: [{ index: OWN, label: emojis("own") }, ...data.categories],
    };
  };
}

/** A category that no standard emoji is in. */
const OWN = -1;

/** The picker takes the right for on and the left for back, whichever way its rows run: it's told the other key. */
function crossed(event: KeyboardEvent) {
  const key = { ArrowLeft: "ArrowRight", ArrowRight: "ArrowLeft" }[event.key];
  if (!key) return;
  event.preventDefault();
  event.target.dispatchEvent(new window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

function CategoryHeader({ category, ...props }: EmojiPickerListCategoryHeaderProps) {
  return (
    <div {...props} className={style.category}>
      {category.label}
    </div>
  );
}

/** The picker counts rows and columns from 0, screen readers from 1. */
const fromOne = (index: number | undefined) => (index === undefined ? undefined : index + 1);

function Row(props: EmojiPickerListRowProps) {
  // biome-ignore lint/a11y/useAriaPropsSupportedByRole: the library's props bring role="row", which supports it
  return <div {...props} aria-rowindex={fromOne(props["aria-rowindex"])} />;
}

function Emoji({ emoji, ...props }: EmojiPickerListEmojiProps) {
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: the library's props bring role="gridcell", which supports it
    <button
      {...props}
      type="button"
      aria-colindex={fromOne(props["aria-colindex"])}
      className={style.one}
      data-active={emoji.isActive || undefined}
    >
      <Glyph emoji={emoji.emoji} />
    </button>
  );
}
