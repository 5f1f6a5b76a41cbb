/** What kept a scheduled message from being sent, or a reminder from showing its message. */
import type { Whole } from "../whole";

export const obstacles: Whole["obstacles"] = {
  send_not_inside: "नहीं भेजा गया: तब आप इस चैनल में नहीं थे। जुड़कर अभी भेजें, या टेक्स्ट कॉपी करें।",
  send_archived: "नहीं भेजा गया: चैनल आर्काइव है। टेक्स्ट कॉपी करें, या चैनल फिर से खुलने पर भेजें।",
  send_deactivated: "नहीं भेजा गया: उस समय आपका अकाउंट निष्क्रिय था। अब भी ज़रूरी हो तो अभी भेजें।",
  send_gone: "नहीं भेजा गया: थ्रेड मिटा दिया गया। टेक्स्ट कॉपी करें।",
  send_failed: "नहीं भेजा गया: सर्वर यह नहीं कर पाया। अभी भेजकर देखें।",
  remind_not_inside: "मैसेज ऐसे चैनल में है जिसे आप अब नहीं देख सकते।",
  remind_archived: "चैनल आर्काइव है।",
  remind_deactivated: "उस समय आपका अकाउंट निष्क्रिय था।",
  remind_gone: "मैसेज मिटा दिया गया।",
  remind_failed: "सर्वर मैसेज नहीं देख पाया।",
};
