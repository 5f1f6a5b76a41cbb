/** The first steps inside. */
import type { Whole } from "../whole";

export const tour: Whole["tour"] = {
  linkHint: "सात दिन तक काम करेगा। इसे एडमिन सेटिंग में कभी भी रद्द करें।",
  createLink: "न्योते का लिंक बनाएँ",
  linkCopied: "न्योते का लिंक कॉपी हो गया।",
  noCopy: "ब्राउज़र ने कॉपी नहीं करने दिया। लिंक चुनकर खुद कॉपी करें।",
  link: "न्योते का लिंक",
  copyLink: "लिंक कॉपी करें",
  addPicture: "अपनी फ़ोटो जोड़ें",
  firstChannel: "अपना पहला चैनल बनाएँ",
  invite: "किसी को न्योता दें",
  notPutAway: "सूची अभी हटाई नहीं जा सकी। कनेक्ट होने पर फिर से कोशिश करें।",
  title: "पहले कदम",
  putAway: "सूची हटाएँ",
  done: "हो गया",
  toDo: "करना है",
};
