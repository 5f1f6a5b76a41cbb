/** All emoji, searchable; its list and its code are fetched when it's first opened. */
import {
  type EmojiPickerListCategoryHeaderProps,
  type EmojiPickerListEmojiProps,
  type EmojiPickerListRowProps,
  EmojiPicker as Picker,
} from "frimousse";
import type { KeyboardEvent } from "react";
import { files as t } from "../../texts/en/files";
import { language } from "../../texts/language";
import { cx } from "../../ui/classes";
import { EMOJI_FOLDER } from "../composer/emoji";
import style from "./Files.module.css";

interface Props {
  onChoose: (emoji: string) => void;
  onClose?: () => void;
  /** Without a frame: it stands in one. */
  bare?: boolean;
}

export default function EmojiPicker({ onChoose, onClose, bare = false }: Props) {
  return (
    <Picker.Root
      className={cx(style.emoji, bare && style.bare)}
      emojibaseUrl={EMOJI_FOLDER}
      onEmojiSelect={({ emoji }) => onChoose(emoji)}
      onKeyDown={(event) => {
        if (language.direction === "rtl" && event.nativeEvent.isTrusted) crossed(event);
        if (event.key !== "Escape" || !onClose) return;
        event.stopPropagation();
        onClose();
      }}
    >
      <Picker.Search className={style.search} autoFocus aria-label={t("searchEmoji")} placeholder={t("searchEmoji")} />
      <Picker.Viewport className={style.viewport}>
        <Picker.Loading className={style.quiet}>{t("loading")}</Picker.Loading>
        <Picker.Empty className={style.quiet}>{t("noEmoji")}</Picker.Empty>
        <Picker.List components={{ CategoryHeader, Row, Emoji }} />
      </Picker.Viewport>
    </Picker.Root>
  );
}

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
      {emoji.emoji}
    </button>
  );
}
