/** Builds to dist/ with hashed names and a gzipped copy of each text, which the server sends as it is. */
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const server = process.env.WORKLOOP_DEV ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react(), compressed()],
  // A data: URL would need its own door in the Content-Security-Policy.
  build: { outDir: "dist", target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { proxy: { "/api": { target: server, ws: true }, "/media": server } },
});

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
