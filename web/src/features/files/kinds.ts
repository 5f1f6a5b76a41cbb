/** What a file is to those who look at it, told from the type that the server found in its bytes. */
import type { File } from "../../api/types";

export type Kind = "picture" | "video" | "audio" | "text" | "other";

/** A page and a drawing are text too: their source is read, never run. */
const TEXT = ["text/plain", "text/html", "image/svg+xml"];

export function kindOf({ image, media_type: type, state }: File): Kind {
  if (state !== "ready") return "other";
  if (image) return "picture";
  if (type.startsWith("video/")) return "video";
  if (type.startsWith("audio/")) return "audio";
  return TEXT.includes(type) ? "text" : "other";
}

const BY_EXTENSION: Record<string, string> = {
  bat: "",
  cc: "cpp",
  cfg: "ini",
  conf: "ini",
  h: "c",
  hpp: "cpp",
  htm: "xml",
  log: "",
  mjs: "javascript",
  patch: "diff",
  svg: "xml",
  txt: "",
};

/** The language that a file's name says it is in; empty for none that we know of. */
export function languageOf(name: string): string {
  const last = name.toLowerCase().split("/").at(-1) ?? "";
  if (last === "dockerfile") return last;
  const extension = last.includes(".") ? (last.split(".").at(-1) ?? "") : "";
  return BY_EXTENSION[extension] ?? extension;
}

/** What a type is called by people. */
export function typeText({ media_type: type, name }: File): string {
  const extension = name.includes(".") ? (name.split(".").at(-1) ?? "") : "";
  if (type === "application/pdf") return "PDF";
  if (type === "application/zip" && /^(docx?|xlsx?|pptx?|odt|ods|odp)$/i.test(extension)) return "document";
  return { "application/zip": "archive", "text/plain": "text", "text/html": "page", "image/svg+xml": "drawing" }[type] ?? type;
}
