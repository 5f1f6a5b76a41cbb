/** What a message's links lead to. */
import type { Whole } from "../whole";

export const previews: Whole["previews"] = {
  about: "लिंक किए गए पृष्ठ के बारे में {site} की जानकारी",
  remove: "{page} का पूर्वावलोकन हटाएँ",
};
