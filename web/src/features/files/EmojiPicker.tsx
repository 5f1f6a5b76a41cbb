/** All emoji, searchable; its list and its code are fetched when it's first opened. */
import { type EmojiPickerListCategoryHeaderProps, type EmojiPickerListEmojiProps, EmojiPicker as Picker } from "frimousse";
import { EMOJI_FOLDER } from "../composer/emoji";
import style from "./Files.module.css";

export default function EmojiPicker({ onChoose, onClose }: { onChoose: (emoji: string) => void; onClose?: () => void }) {
  return (
    <Picker.Root
      className={style.emoji}
      emojibaseUrl={EMOJI_FOLDER}
      onEmojiSelect={({ emoji }) => onChoose(emoji)}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !onClose) return;
        event.stopPropagation();
        onClose();
      }}
    >
      <Picker.Search className={style.search} autoFocus aria-label="Search emoji" placeholder="Search emoji" />
      <Picker.Viewport className={style.viewport}>
        <Picker.Loading className={style.quiet}>Loading…</Picker.Loading>
        <Picker.Empty className={style.quiet}>No emoji found.</Picker.Empty>
        <Picker.List components={{ CategoryHeader, Emoji }} />
      </Picker.Viewport>
    </Picker.Root>
  );
}

function CategoryHeader({ category, ...props }: EmojiPickerListCategoryHeaderProps) {
  return (
    <div {...props} className={style.category}>
      {category.label}
    </div>
  );
}

function Emoji({ emoji, ...props }: EmojiPickerListEmojiProps) {
  return (
    <button {...props} type="button" className={style.one} data-active={emoji.isActive || undefined}>
      {emoji.emoji}
    </button>
  );
}
