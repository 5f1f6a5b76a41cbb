/** Who somebody is. */
import type { Whole } from "../whole";

export const profile: Whole["profile"] = {
  title: "प्रोफ़ाइल",
  close: "प्रोफ़ाइल बंद करें",
  gone: "{name} अब यहाँ नहीं हैं।",
  status: "स्थिति",
  presence: "अभी",
  localTime: "स्थानीय समय",
  ahead: "आपसे {hours} घंटे आगे",
  behind: "आपसे {hours} घंटे पीछे",
  role: "भूमिका",
  roleIs: "{role, select, owner{स्वामी} admin{व्यवस्थापक} guest{अतिथि, केवल चुने हुए चैनलों में} other{सदस्य}}",
  edit: "अपनी प्रोफ़ाइल बदलें",
  message: "संदेश",
  unknown: "कोई परिचित नहीं",
  unknownHint: "शायद वे चले गए हैं, या आपके साथ किसी चैनल में नहीं हैं।",
  groups: "समूह",
};
