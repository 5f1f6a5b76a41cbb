/** What one says of oneself for a while. */
import type { Whole } from "../whole";

export const status: Whole["status"] = {
  title: "आपका स्टेटस",
  what: "आप क्या कर रहे हैं?",
  emoji: "इमोजी: {emoji}",
  suggestions: "सुझाव",
  meeting: "मीटिंग में",
  lunch: "लंच पर",
  focus: "ध्यान से काम कर रहे हैं",
  home: "घर से काम",
  ill: "बीमार हैं",
  holiday: "छुट्टी पर",
  ends: "कब हटेगा",
  never: "जब मैं हटाऊँ",
  halfHour: "30 मिनट बाद",
  hour: "1 घंटे बाद",
  fourHours: "4 घंटे बाद",
  today: "आज के अंत में",
  week: "इस हफ़्ते के अंत में",
  asItIs: "पहले जैसा: {when}",
  until: "{words} · {when} तक",
  untilTonight: "{words} · आज के अंत तक",
  untilEndOf: "{words} · {day} के अंत तक",
  off: "हटाएँ",
};
