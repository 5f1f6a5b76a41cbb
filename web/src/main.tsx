/** Starts the interface. */
import "./ui/tokens.css";
import "./ui/base.css";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { speakKept } from "./ui/appearance";

/** Milliseconds that a language is waited for; one that comes later is spoken from then on. */
const PATIENCE = 3_000;

const root = document.getElementById("root");
// Nothing is shown in one language only to be shown again in another.
const waited = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE));
if (root) void Promise.race([speakKept(), waited]).then(() => createRoot(root).render(<App />));
