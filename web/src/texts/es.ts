/** Spanish: everyday, informal, as understood on both sides of the Atlantic. */
import { account } from "./es/account";
import { admin } from "./es/admin";
import { app } from "./es/app";
import { browse } from "./es/browse";
import { commandlist } from "./es/commandlist";
import { commands } from "./es/commands";
import { composer } from "./es/composer";
import { conversation } from "./es/conversation";
import { details } from "./es/details";
import { emojis } from "./es/emojis";
import { filelist } from "./es/filelist";
import { files } from "./es/files";
import { forward } from "./es/forward";
import { general } from "./es/general";
import { groups } from "./es/groups";
import { later } from "./es/later";
import { lists } from "./es/lists";
import { notices } from "./es/notices";
import { notifications } from "./es/notifications";
import { obstacles } from "./es/obstacles";
import { people } from "./es/people";
import { polls } from "./es/polls";
import { previews } from "./es/previews";
import { profile } from "./es/profile";
import { push } from "./es/push";
import { reach } from "./es/reach";
import { refusals } from "./es/refusals";
import { reset } from "./es/reset";
import { search } from "./es/search";
import { sections } from "./es/sections";
import { setup } from "./es/setup";
import { shortcuts } from "./es/shortcuts";
import { sidebar } from "./es/sidebar";
import { status } from "./es/status";
import { tour } from "./es/tour";
import { uploads } from "./es/uploads";
import { voice } from "./es/voice";
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
