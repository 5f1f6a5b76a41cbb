/** Starts the interface. */
import "./ui/tokens.css";
import "./ui/base.css";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { speakKept } from "./ui/appearance";

const root = document.getElementById("root");
// Nothing is shown in one language only to be shown again in another.
if (root) void speakKept().then(() => createRoot(root).render(<App />));
