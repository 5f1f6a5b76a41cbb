/** Commands that begin with a slash: their help and what they answer. */
import type { Whole } from "../whole";

export const commands: Whole["commands"] = {
  title: "कमांड",
  twoSlashes: "स्लैश से शुरू होने वाला टेक्स्ट भेजने के लिए दो स्लैश लिखें: <code>//help</code> को <code>/help</code> के रूप में भेजा जाता है।",
  unknown: "/{name} नाम का कोई कमांड नहीं है: /help से सभी दिखते हैं। स्लैश से शुरू होने वाला टेक्स्ट भेजने के लिए दो स्लैश लिखें: //{name}",
  notInside: "आप इस चैनल में नहीं हैं: पहले इससे जुड़ें।",
  meWhat: "इसके बाद लिखें कि आप क्या कर रहे हैं: /me हाथ हिलाते हैं",
  noTopicHere: "डायरेक्ट मैसेज का कोई विषय नहीं होता।",
  topicWhat: "इसके बाद विषय लिखें: /topic शुक्रवार को रिलीज़",
  topicSet: "विषय तय हो गया।",
  inviteNotHere: "डायरेक्ट मैसेज के लोग बदलते नहीं: ज़्यादा लोगों के साथ नई बातचीत शुरू करें।",
  inviteWhom: "इसके बाद किसी का नाम लिखें: /invite @ada",
  inside: "अब चैनल में हैं: {names}।",
  dmWhom: "इसके बाद किसी का नाम लिखें: /dm @ada एक मिनट है?",
  leaveNotHere: "डायरेक्ट मैसेज छोड़ा नहीं जा सकता: इसे /mute से म्यूट करें।",
  leavePrivate: "यह चैनल निजी है: बाहर जाने के बाद अंदर का कोई व्यक्ति ही आपको वापस ला सकता है। फिर भी छोड़ना हो तो: /leave now",
  left: "आपने #{channel} छोड़ दिया।",
  remindWhen: "बताएँ कब: /remind me बेला को फ़ोन करना है tomorrow at 9 (या: in 20 minutes, at 15:30, on friday)",
  remindWhat: "बताएँ क्या याद दिलाना है: /remind me बेला को फ़ोन करना है tomorrow at 9",
  reminded: "आपको {when} याद दिलाया जाएगा: {what}",
  muted: "म्यूट हो गया: अब यह बिना पढ़ा नहीं दिखेगा। /unmute से वापस दिखने लगेगा।",
  unmuted: "अब म्यूट नहीं है।",
  nobody: "यहाँ @{handle} नाम का कोई नहीं है: @ के बाद नाम अपने-आप पूरे होते हैं।",
};
