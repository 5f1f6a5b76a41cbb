/** Kinds and languages of files. */
import { expect, test } from "vitest";
import type { File } from "../../api/types";
import { kindOf, languageOf, typeText } from "./kinds";

const file = (part: Partial<File>) => ({ name: "a", media_type: "application/octet-stream", state: "ready", image: null, ...part }) as File;

test("a file is what its bytes said, whatever its name", () => {
  expect(kindOf(file({ media_type: "video/webm" }))).toBe("video");
  expect(kindOf(file({ media_type: "audio/webm", name: "clip.png" }))).toBe("audio");
  expect(kindOf(file({ media_type: "text/html" }))).toBe("text");
  expect(kindOf(file({ media_type: "application/pdf" }))).toBe("other");
  expect(kindOf(file({ media_type: "video/webm", state: "deleted" }))).toBe("other");
});

test("a name tells the language", () => {
  expect(languageOf("src/main.rs")).toBe("rs");
  expect(languageOf("fix.patch")).toBe("diff");
  expect(languageOf("Dockerfile")).toBe("dockerfile");
  expect(languageOf("notes.txt")).toBe("");
  expect(languageOf("LICENSE")).toBe("");
});

test("types have names that people use", () => {
  expect(typeText(file({ media_type: "application/pdf" }))).toBe("PDF");
  expect(typeText(file({ media_type: "application/zip", name: "plan.docx" }))).toBe("document");
  expect(typeText(file({ media_type: "application/zip", name: "all.zip" }))).toBe("archive");
});
