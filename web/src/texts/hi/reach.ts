/** Asking before a message calls many. */
import type { Whole } from "../whole";

export const reach: Whole["reach"] = {
  title: "इतने लोगों को भेजें?",
  people: "इससे {people, plural, one{# व्यक्ति} other{# लोगों}} को सूचना मिलेगी।",
  zones: "इससे {zones, plural, one{# समय क्षेत्र} other{# समय क्षेत्रों}} में {people, plural, one{# व्यक्ति} other{# लोगों}} को सूचना मिलेगी।",
  more: "इससे {people, plural, one{# व्यक्ति} other{# लोगों}} से ज़्यादा को सूचना मिलेगी।",
  unknown: "इससे उन सभी को सूचना मिलेगी जिनसे मतलब है; अभी यह नहीं बताया जा सकता कि वे कितने हैं।",
};
