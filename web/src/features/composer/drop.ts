/**
 * Files dragged over a whole conversation, or a whole thread: each pane is a target of its own,
 * and what falls beside them does nothing, where the browser would leave the page for it.
 */
import { type RefObject, useEffect, useRef, useState } from "react";

export interface Dropped {
  files: readonly File[];
  /** Folders among them, which have no bytes to send. */
  folders: number;
}

const carriesFiles = (event: DragEvent) => Boolean(event.dataTransfer?.types.includes("Files"));

/** What was dropped, folders counted and left out. */
export function sorted(items: readonly { file: File | null; folder: boolean }[]): Dropped {
  const files = items.flatMap((it) => (it.folder || !it.file ? [] : [it.file]));
  return { files, folders: items.filter((it) => it.folder).length };
}

function droppedOf(transfer: DataTransfer): Dropped {
  const items = [...transfer.items].filter((it) => it.kind === "file");
  return sorted(items.map((it) => ({ file: it.getAsFile(), folder: it.webkitGetAsEntry?.()?.isDirectory ?? false })));
}

/** Whether files are held over the pane of this element; takes them when they are let go of. */
export function useDrop(within: RefObject<HTMLElement | null>, onDrop: (dropped: Dropped) => void): boolean {
  const [dropping, setDropping] = useState(false);
  const take = useRef(onDrop);
  useEffect(() => {
    take.current = onDrop;
  });
  useEffect(() => {
    const pane = within.current?.closest<HTMLElement>("section, aside") ?? within.current;
    if (!pane) return;
    const over = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setDropping(true);
    };
    const leave = (event: DragEvent) => {
      if (!pane.contains(event.relatedTarget as Node | null)) setDropping(false);
    };
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      setDropping(false);
      take.current(droppedOf(event.dataTransfer));
    };
    const beside = (event: DragEvent) => {
      if (!carriesFiles(event) || event.defaultPrevented) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = "none";
    };
    pane.addEventListener("dragover", over);
    pane.addEventListener("dragleave", leave);
    pane.addEventListener("drop", drop);
    addEventListener("dragover", beside);
    addEventListener("drop", beside);
    return () => {
      pane.removeEventListener("dragover", over);
      pane.removeEventListener("dragleave", leave);
      pane.removeEventListener("drop", drop);
      removeEventListener("dragover", beside);
      removeEventListener("drop", beside);
    };
  }, [within]);
  return dropping;
}
