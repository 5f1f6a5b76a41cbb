/** Marks the generated types as generated, for tools that read first lines. */
import { readFileSync, writeFileSync } from "node:fs";

const file = new URL("../src/api/schema.ts", import.meta.url);
writeFileSync(file, `// @generated from crates/protocol/openapi.json by \`npm run api\`.\n${readFileSync(file, "utf8")}`);
