/** Builds to dist/ with hashed names and a gzipped copy of each text, which the server sends as it is. */
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import sharp from "sharp";
import { build, type Plugin } from "vite";
import { defineConfig } from "vitest/config";

const server = process.env.WORKLOOP_DEV ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react(), emoji(), icons(), worker(), compressed()],
  // A data: URL would need its own door in the Content-Security-Policy.
  build: { outDir: "dist", target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { proxy: { "/api": { target: server, ws: true }, "/media": server } },
  // Some read all of our sources, and a machine may have much else to do.
  test: { testTimeout: 60_000 },
});

/**
 * Emojibase's list in our own folder: the picker would fetch it from elsewhere. Short names
 * are joined to it, so that completion needs no second file.
 */
function emoji(): Plugin {
  const from = (name: string) => JSON.parse(readFileSync(`node_modules/emojibase-data/en/${name}.json`, "utf8"));
  const made: Record<string, () => string> = {
    "emoji/en/messages.json": () => JSON.stringify(from("messages")),
    "emoji/en/data.json": () => {
      const names = from("shortcodes/github") as Record<string, string | string[]>;
      const rows = from("data") as { hexcode: string }[];
      return JSON.stringify(rows.map((row) => ({ ...row, shortcodes: [names[row.hexcode] ?? []].flat() })));
    },
  };
  return {
    name: "emoji",
    generateBundle() {
      for (const [fileName, source] of Object.entries(made)) this.emitFile({ type: "asset", fileName, source: source() });
    },
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const source = made[request.url?.slice(1) ?? ""];
        if (!source) return next();
        response.setHeader("Content-Type", "application/json").end(source());
      });
    },
  };
}

/** The service worker, in one file and under one name: browsers look there for the next one. */
function worker(): Plugin {
  const made = async (files: string[], entry: string) => {
    const SHELL = JSON.stringify({ files: files.map((it) => `/${it}`), entry });
    const input = "src/worker/worker.ts";
    const rolled = await build({
      configFile: false,
      logLevel: "error",
      publicDir: false,
      define: { SHELL },
      build: { write: false, target: "es2022", rollupOptions: { input, output: { format: "iife" } } },
    });
    const [first] = [rolled].flat();
    const [chunk] = first && "output" in first ? first.output : [];
    if (chunk?.type !== "chunk") throw new Error("no service worker was made");
    return chunk.code;
  };
  return {
    name: "worker",
    apply: "build",
    // When all is there: it knows each file by name, so that another build is another worker.
    async writeBundle({ dir = "dist" }, bundle) {
      const entry = Object.values(bundle).find((it) => it.type === "chunk" && it.isEntry)?.fileName ?? "";
      const shown = Object.keys(bundle).filter((name) => /^assets\/.*\.(js|css)$/.test(name));
      const named = readdirSync("public").filter((name) => name !== "manifest.webmanifest");
      writeFileSync(join(dir, "sw.js"), await made([...shown, ...named].sort(), entry));
    },
  };
}

/** Pictures of the sign for home screens, which take no SVG: with room to be cut into any shape. */
function icons(): Plugin {
  const sign = readFileSync("icon.svg");
  const made = (size: number) => sharp(sign, { density: (72 * size) / 32 }).resize(size, size).png().toBuffer();
  return {
    name: "icons",
    async generateBundle() {
      for (const size of [180, 192, 512]) this.emitFile({ type: "asset", fileName: `icon-${size}.png`, source: await made(size) });
    },
  };
}

/** Every file that shrinks gets a .gz and a .br beside it. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    closeBundle() {
      for (const file of files("dist").filter((name) => /\.(js|css|html|svg|json|webmanifest)$/.test(name))) {
        const text = readFileSync(file);
        if (text.length < 512) continue;
        writeFileSync(`${file}.gz`, gzipSync(text, { level: 9 }));
        writeFileSync(`${file}.br`, brotliCompressSync(text));
      }
    },
  };
}

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}
