/** What each command does, as completion shows it. */
import type { Whole } from "../whole";

export const commandlist: Whole["commandlist"] = {
  dm: "किसी को सीधे लिखें",
  dnd: "कुछ समय कोई सूचना नहीं: off से खत्म",
  help: "दिखाएँ कि कौन-से कमांड हैं",
  invite: "लोगों को इस चैनल में जोड़ें",
  leave: "यह चैनल छोड़ें",
  me: "बताएँ कि आप क्या कर रहे हैं, तिरछे अक्षरों में",
  mute: "इस चैनल को बिना पढ़ा न दिखाएँ",
  poll: "यहाँ सबसे पूछें: सवाल और जवाब उद्धरण चिह्नों में",
  remind: "रिमाइंडर पाएँ: in…, at…, tomorrow, on friday at…",
  shrug: "¯\\_(ツ)_/¯ जोड़ें",
  status: "बताएँ कि आप क्या कर रहे हैं; clear से हटता है",
  topic: "तय करें कि यहाँ किस बारे में बात होती है",
  unmute: "इस चैनल को फिर से बिना पढ़ा दिखाएँ",
  takesPersonText: "@person टेक्स्ट",
  takesPeople: "@person …",
  takesText: "टेक्स्ट",
  takesPoll: "“सवाल” “जवाब” “जवाब” …",
  takesReminder: "me क्या in 20 minutes",
  takesEnd: "until 15:30",
  takesStatus: ":emoji: टेक्स्ट until 15:30",
};
