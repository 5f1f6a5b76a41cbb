/** The files of one channel, or of all that one may read: the newest first, by kind and by name. */
import { FolderOpen } from "lucide-react";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { useLocation } from "wouter";
import type { SharedFile } from "../../api/types";
import { useWorld } from "../../state/world";
import { filelist as t } from "../../texts/en/filelist";
import { isolated } from "../../texts/language";
import { Choices } from "../../ui/Choices";
import { Dialog } from "../../ui/Dialog";
import { dirOf } from "../../ui/direction";
import { EmptyState } from "../../ui/EmptyState";
import { Pane } from "../../ui/Pane";
import { Load, More, usePages } from "../load";
import { addressOf, FileRow } from "./FileRow";
import { kindOf } from "./kinds";
import styles from "./List.module.css";
import Player from "./Player";
import players from "./Player.module.css";
import { save } from "./save";
import { TextViewer } from "./TextFile";

const Lightbox = lazy(() => import("./Lightbox"));

const KINDS = [
  ["", "all"],
  ["picture", "pictures"],
  ["video", "videos"],
  ["audio", "audio"],
  ["document", "documents"],
] as const;
type Kind = (typeof KINDS)[number][0];

const PAGE = 50;
/** One types on; the last of the letters asks. */
const TYPING_MS = 250;
const AGAIN_MS = 800;

interface Props {
  /** Only this channel's, beside its conversation. */
  channel?: string;
  before?: ReactNode;
  after?: ReactNode;
}

export function Files({ channel, before, after }: Props) {
  const workspace = useWorld((world) => world.workspace?.id);
  const [kind, setKind] = useState<Kind>("");
  const [typed, setTyped] = useState("");
  const name = useSettled(typed.trim());
  const asked = new URLSearchParams({ limit: String(PAGE), ...(kind && { kind }), ...(name && { name }) });
  const list = usePages<SharedFile>(`/${channel ? `channels/${channel}` : `workspaces/${workspace}`}/files?${asked}`);
  useAgain(list.again);
  return (
    <Pane title={t("title")} level={channel ? 2 : 1} before={before} after={after}>
      <div className={styles.files}>
        <input
          type="search"
          className={styles.search}
          aria-label={t("findByName")}
          placeholder={t("findPlaceholder")}
          maxLength={100}
          dir={dirOf(typed)}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Choices label={t("kind")} choices={KINDS.map(([value, label]) => ({ value, text: t(label) }))} chosen={kind} onChoose={setKind} />
        <Load from={list}>
          {({ rows, next }) => (
            <>
              <p className="visually-hidden" role="status">
                {t("count", { count: rows.length })}
              </p>
              {rows.length > 0 ? (
                <List rows={rows} everywhere={!channel} />
              ) : (
                <Nothing more={next !== null} filtered={Boolean(kind || name)} />
              )}
              <More of={list} />
            </>
          )}
        </Load>
      </div>
    </Pane>
  );
}

function List({ rows, everywhere }: { rows: readonly SharedFile[]; everywhere: boolean }) {
  const [open, setOpen] = useState<SharedFile | null>(null);
  const [, go] = useLocation();
  const show = (row: SharedFile) => (kindOf(row.file) === "other" ? void save(row.file) : setOpen(row));
  return (
    <>
      <ul className={styles.rows}>
        {rows.map((row) => (
          <FileRow key={row.file.id} row={row} everywhere={everywhere} onOpen={() => show(row)} />
        ))}
      </ul>
      {open && <Opened row={open} rows={rows} onRow={setOpen} onGo={(row) => go(addressOf(row))} onClose={() => setOpen(null)} />}
    </>
  );
}

interface OpenedProps {
  row: SharedFile;
  rows: readonly SharedFile[];
  onRow: (row: SharedFile) => void;
  onGo: (row: SharedFile) => void;
  onClose: () => void;
}

/** Pictures lead to each other; what is played or read stands alone. */
function Opened({ row, rows, onRow, onGo, onClose }: OpenedProps) {
  const { file } = row;
  const kind = kindOf(file);
  if (kind === "text") return <TextViewer file={file} onClose={onClose} />;
  if (kind === "video" || kind === "audio")
    return (
      <Dialog title={isolated(file.name)} wide onClose={onClose}>
        <div className={players.place} data-kind={kind}>
          <Player file={file} kind={kind} />
        </div>
      </Dialog>
    );
  const pictures = rows.filter((it) => kindOf(it.file) === "picture");
  const pictured = (at: number, take: (row: SharedFile) => void) => {
    const found = pictures[at];
    if (found) take(found);
  };
  return (
    <Suspense>
      <Lightbox
        files={pictures.map((it) => it.file)}
        at={pictures.findIndex((it) => it.file.id === file.id)}
        onAt={(at) => pictured(at, onRow)}
        onGo={(at) => pictured(at, onGo)}
        onClose={onClose}
      />
    </Suspense>
  );
}

function Nothing({ more, filtered }: { more: boolean; filtered: boolean }) {
  if (more) return <p className={styles.quiet}>{t("noneFits")}</p>;
  return filtered ? (
    <EmptyState icon={<FolderOpen size={28} />} title={t("noSuch")}>
      {t("noSuchHint")}
    </EmptyState>
  ) : (
    <EmptyState icon={<FolderOpen size={28} />} title={t("none")}>
      {t("noneHint")}
    </EmptyState>
  );
}

/** What was typed, once one has stopped for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** Looks again shortly after a message with files came or went. */
function useAgain(again: () => void) {
  const filed = useWorld((world) => world.filed);
  const [seen] = useState(filed);
  useEffect(() => {
    if (filed === seen) return;
    const timer = setTimeout(again, AGAIN_MS);
    return () => clearTimeout(timer);
  }, [filed, seen, again]);
}
