/**
 * Writing to a conversation: a draft that survives everything, files that travel while one
 * writes on, and sending that never waits for the network.
 */
import { ChartBar, Mic, Paperclip, Plus, SendHorizontal, Smile } from "lucide-react";
import { type ComponentType, lazy, Suspense, useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { Refused } from "../../api/request";
import { draftOf, keepDraft, resumeDraft } from "../../state/drafts";
import { newNonce } from "../../state/nonce";
import { send } from "../../state/outbox";
import { plan } from "../../state/planned";
import { sayTyping } from "../../state/session";
import { addUpload, removeUpload } from "../../state/uploads";
import { useWorld, world } from "../../state/world";
import { composer as t } from "../../texts/en/composer";
import { general } from "../../texts/en/general";
import { IconButton } from "../../ui/Button";
import { Menu } from "../../ui/Menu";
import { Skeleton } from "../../ui/Skeleton";
import { toast } from "../../ui/Toast";
import { Tray } from "../files/Tray";
import SendLater from "../later/SendLater";
import { spoken } from "../later/times";
import { Waiting } from "../later/Waiting";
import { useAsking } from "./asking";
import style from "./Composer.module.css";
import { type Called, called, said } from "./commands";
import { decode, encode } from "./completion";
import { useDrop } from "./drop";
import { canRecord } from "./microphone";
import type { Done } from "./perform";
import { Writing, type WritingHandle } from "./Writing";

const EmojiPicker = lazy(() => import("../emoji/EmojiPicker"));
const Voice = lazy(() => import("./Voice"));
const OPENS: Record<NonNullable<Done["opens"]>, ComponentType<{ channel: string; thread: string | null; onClose: () => void }>> = {
  help: lazy(() => import("./CommandHelp")),
  poll: lazy(() => import("../polls/NewPoll")),
  status: lazy(() => import("../status/SetStatus").then((it) => ({ default: it.SetStatus }))),
};
const MOST = 16_000;
const FILES = 10;

interface Props {
  channel: string;
  thread: string | null;
  label: string;
  /** Up in the empty field; false: nothing to edit. */
  onEditLast?: () => boolean;
}

export function Composer({ channel, thread, label, onEditLast }: Props) {
  const [text, setText] = useState(() => decode(draftOf(channel, thread).text));
  const [uploads, setUploads] = useState<readonly string[]>(() => draftOf(channel, thread).uploads.filter((key) => world.uploads.has(key)));
  const [choosing, setChoosing] = useState(false);
  const [speaking, setSpeaking] = useState(false);
  const [problem, setProblem] = useState("");
  const frame = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<Done["opens"] | null>(null);
  const writing = useRef<WritingHandle>(null);
  const picker = useRef<HTMLInputElement>(null);
  // One attempt to schedule this text, however often it's tried.
  const attempt = useRef("");
  const running = useRef(false);
  const written = useRef(text);
  written.current = text;
  const asking = useAsking(channel, t("send"));
  const [, go] = useLocation();
  const Opened = opened && OPENS[opened];
  const encoded = encode(text);
  const over = encoded.length - MOST;
  const sendable = (text.trim() !== "" || uploads.length > 0) && over <= 0;

  useEffect(() => {
    if (matchMedia("(hover: hover)").matches) writing.current?.focus();
  }, []);
  useEffect(() => resumeDraft(channel, thread), [channel, thread]);
  useDraftFromElsewhere(channel, thread, encoded, setText);

  const change = (next: string) => {
    attempt.current = "";
    setText(next);
    setProblem("");
    keepDraft(channel, thread, encode(next), uploads);
    if (next.trim() && !called(next)) sayTyping(channel, thread);
  };

  const attach = (files: readonly File[]) => {
    const room = FILES - uploads.length;
    setProblem(files.length > room ? t("mostFiles", { most: FILES }) : "");
    const all = [...uploads, ...files.slice(0, room).map(addUpload)];
    setUploads(all);
    keepDraft(channel, thread, encoded, all);
    writing.current?.focus();
  };

  const detach = (key: string) => {
    removeUpload(key);
    const left = uploads.filter((it) => it !== key);
    setUploads(left);
    setProblem("");
    keepDraft(channel, thread, encoded, left);
    writing.current?.focus();
  };

  const clear = () => {
    setText("");
    setUploads([]);
    setProblem("");
    keepDraft(channel, thread, "", []);
  };

  const say = (words: string) => {
    const meant = encode(words).trim();
    const go = () => {
      clear();
      void send(channel, thread, meant, uploads);
    };
    const asked = asking.ask(meant);
    if (asked === true) return go();
    void asked.then((yes) => {
      // What was written meanwhile isn't what was asked about.
      if (yes && written.current === text) go();
      writing.current?.focus();
    });
  };

  const submit = () => {
    if (!sendable) return;
    const command = called(text);
    if (command) void run(command);
    else say(said(text));
  };

  const run = async (command: Called) => {
    if (running.current) return;
    running.current = true;
    try {
      const { perform } = await import("./perform");
      const done = await perform(command, { channel, thread, go });
      if (done.say) return say(done.say);
      // Files stay: they were not what it was about. So does what was written since.
      if (written.current === text) {
        setText("");
        setProblem("");
        keepDraft(channel, thread, "", uploads);
      }
      if (done.tell) toast(done.tell);
      setOpened(done.opens ?? null);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      running.current = false;
    }
  };

  const later = async (due: Date) => {
    if (called(text)) throw new Refused("command", t("commandCantWait"));
    if (uploads.length > 0) throw new Refused("files", t("filesCantWait"));
    if (!(await asking.ask(encode(said(text)).trim()))) return writing.current?.focus();
    attempt.current ||= newNonce();
    const mine = attempt.current;
    const planned = await plan(channel, { nonce: mine, action: "send", thread, text: encode(said(text)).trim(), due });
    // What was written since is another message.
    if (attempt.current === mine) clear();
    attempt.current = "";
    toast(t("willBeSent", { when: spoken(new Date(planned.due_at / 1_000)) }), { label: general("show"), run: () => go("/later") });
    writing.current?.focus();
  };

  const speak = (clip: File | null) => {
    setSpeaking(false);
    if (clip) void send(channel, thread, "", [addUpload(clip)]);
    writing.current?.focus();
  };

  const dropping = useDrop(frame, ({ files, folders }) => {
    if (files.length > 0) attach(files);
    if (folders > 0) setProblem(t("noFolders"));
  });
  return (
    <div ref={frame} className={style.composer} data-dropping={dropping || undefined}>
      {choosing && (
        <div className={style.emoji}>
          <Suspense fallback={<Skeleton rows={4} label={general("loadingEmoji")} />}>
            <EmojiPicker
              onChoose={(emoji) => {
                setChoosing(false);
                writing.current?.insert(emoji);
              }}
              onClose={() => {
                setChoosing(false);
                writing.current?.focus();
              }}
            />
          </Suspense>
        </div>
      )}
      <Waiting channel={channel} thread={thread} />
      <div className={style.box}>
        <Tray uploads={uploads} onRemove={detach} />
        {speaking && (
          <Suspense>
            <Voice onSend={speak} onClose={() => speak(null)} />
          </Suspense>
        )}
        <div className={style.line} data-writing={sendable || undefined}>
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            aria-label={t("attach")}
            onChange={(event) => {
              attach([...(event.target.files ?? [])]);
              event.target.value = "";
            }}
          />
          <Menu
            label={t("add")}
            tip
            button={<Plus size={18} />}
            items={[
              { label: t("attach"), icon: <Paperclip size={16} />, run: () => picker.current?.click() },
              { label: t("poll"), icon: <ChartBar size={16} />, run: () => setOpened("poll") },
            ]}
          />
          <Writing
            ref={writing}
            text={text}
            label={label}
            invalid={over > 0}
            commands
            onText={change}
            onSend={submit}
            onFiles={attach}
            {...(onEditLast ? { onUp: onEditLast } : {})}
          />
          <IconButton label={t("emoji")} icon={<Smile size={18} />} aria-expanded={choosing} onClick={() => setChoosing(!choosing)} />
          {canRecord() && (
            <IconButton
              label={t("record")}
              className={style.mic}
              icon={<Mic size={18} />}
              aria-expanded={speaking}
              onClick={() => (speaking ? speak(null) : setSpeaking(true))}
            />
          )}
          <IconButton label={t("send")} className={style.send} icon={<SendHorizontal size={18} />} disabled={!sendable} onClick={submit} />
          <SendLater disabled={!sendable} onPick={later} onProblem={setProblem} />
        </div>
      </div>
      {problem && (
        <p className={style.over} role="alert">
          {problem}
        </p>
      )}
      {over > 0 && (
        <p className={style.over} role="alert">
          {t("tooLong", { over, most: MOST })}
        </p>
      )}
      {asking.question}
      {Opened && (
        <Suspense>
          <Opened
            channel={channel}
            thread={thread}
            onClose={() => {
              setOpened(null);
              writing.current?.focus();
            }}
          />
        </Suspense>
      )}
      {dropping && <div className={style.target}>{t("drop", { where: label })}</div>}
    </div>
  );
}

/** Takes over what another device wrote, unless something was written here since. */
function useDraftFromElsewhere(channel: string, thread: string | null, here: string, take: (text: string) => void) {
  const key = thread ? `${channel}/${thread}` : channel;
  const synced = useWorld((it) => it.drafts.get(key));
  const seen = useRef(synced);
  useEffect(() => {
    const before = seen.current;
    seen.current = synced;
    if (!synced || synced === before || synced.text === here) return;
    const untouched = here === (before?.text ?? "") && draftOf(channel, thread).at <= synced.updated_at;
    if (untouched) take(decode(synced.text));
  }, [synced, here, channel, thread, take]);
}
