/** What was in the way, in words that say what helps. */
import type { Planned } from "../../api/types";
import { obstacles as t } from "../../texts/en/obstacles";

export const hindered = ({ action, obstacle }: Planned): string => (obstacle ? t(`${action}_${obstacle}`) : "");
