/** German: everyday, and on first-name terms. */
import { account } from "./de/account";
import { admin } from "./de/admin";
import { app } from "./de/app";
import { browse } from "./de/browse";
import { commandlist } from "./de/commandlist";
import { commands } from "./de/commands";
import { composer } from "./de/composer";
import { conversation } from "./de/conversation";
import { details } from "./de/details";
import { emojis } from "./de/emojis";
import { filelist } from "./de/filelist";
import { files } from "./de/files";
import { forward } from "./de/forward";
import { general } from "./de/general";
import { groups } from "./de/groups";
import { later } from "./de/later";
import { lists } from "./de/lists";
import { notices } from "./de/notices";
import { notifications } from "./de/notifications";
import { obstacles } from "./de/obstacles";
import { people } from "./de/people";
import { polls } from "./de/polls";
import { previews } from "./de/previews";
import { profile } from "./de/profile";
import { push } from "./de/push";
import { reach } from "./de/reach";
import { refusals } from "./de/refusals";
import { reset } from "./de/reset";
import { search } from "./de/search";
import { sections } from "./de/sections";
import { setup } from "./de/setup";
import { shortcuts } from "./de/shortcuts";
import { sidebar } from "./de/sidebar";
import { status } from "./de/status";
import { tour } from "./de/tour";
import { uploads } from "./de/uploads";
import { voice } from "./de/voice";
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
