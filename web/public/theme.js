/* Sets theme and density before the first paint; src/ui/appearance.ts keeps them afterwards. */
(() => {
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem("workloop.appearance") || "{}") || {};
  } catch {
    /* no storage, or rubbish in it: the system decides */
  }
  const dark = kept.theme === "dark" || (kept.theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  const root = document.documentElement;
  root.dataset.theme = dark ? "dark" : "light";
  root.dataset.density = kept.density === "compact" ? "compact" : "comfortable";
  document.querySelector('meta[name="theme-color"]')?.setAttribute("content", dark ? "#121918" : "#ffffff");
})();
