/** Arabic: modern standard, polite, with names of buttons as nouns. Fixed numbers are words, because digits differ from region to region. */
import { account } from "./ar/account";
import { admin } from "./ar/admin";
import { app } from "./ar/app";
import { browse } from "./ar/browse";
import { commandlist } from "./ar/commandlist";
import { commands } from "./ar/commands";
import { composer } from "./ar/composer";
import { conversation } from "./ar/conversation";
import { details } from "./ar/details";
import { emojis } from "./ar/emojis";
import { filelist } from "./ar/filelist";
import { files } from "./ar/files";
import { forward } from "./ar/forward";
import { general } from "./ar/general";
import { groups } from "./ar/groups";
import { later } from "./ar/later";
import { lists } from "./ar/lists";
import { notices } from "./ar/notices";
import { notifications } from "./ar/notifications";
import { obstacles } from "./ar/obstacles";
import { people } from "./ar/people";
import { polls } from "./ar/polls";
import { previews } from "./ar/previews";
import { profile } from "./ar/profile";
import { push } from "./ar/push";
import { reach } from "./ar/reach";
import { refusals } from "./ar/refusals";
import { reset } from "./ar/reset";
import { search } from "./ar/search";
import { sections } from "./ar/sections";
import { setup } from "./ar/setup";
import { shortcuts } from "./ar/shortcuts";
import { sidebar } from "./ar/sidebar";
import { status } from "./ar/status";
import { tour } from "./ar/tour";
import { uploads } from "./ar/uploads";
import { voice } from "./ar/voice";
import type { Whole } from "./whole";

const texts: Whole = {
  account,
  admin,
  app,
  browse,
  commandlist,
  commands,
  composer,
  conversation,
  details,
  emojis,
  filelist,
  files,
  forward,
  general,
  groups,
  later,
  lists,
  notices,
  notifications,
  obstacles,
  people,
  polls,
  previews,
  profile,
  push,
  reach,
  refusals,
  reset,
  search,
  sections,
  setup,
  shortcuts,
  sidebar,
  status,
  tour,
  uploads,
  voice,
};

export default texts;
