/** What a message's links lead to. */
import type { Whole } from "../whole";

export const previews: Whole["previews"] = {
  about: "ما يقوله {site} عن الصفحة المرتبطة",
  remove: "إزالة معاينة {page}",
};
