/** Hindi: polite, in the everyday words that chats use. */
import { account } from "./hi/account";
import { admin } from "./hi/admin";
import { app } from "./hi/app";
import { browse } from "./hi/browse";
import { commandlist } from "./hi/commandlist";
import { commands } from "./hi/commands";
import { composer } from "./hi/composer";
import { conversation } from "./hi/conversation";
import { details } from "./hi/details";
import { emojis } from "./hi/emojis";
import { filelist } from "./hi/filelist";
import { files } from "./hi/files";
import { forward } from "./hi/forward";
import { general } from "./hi/general";
import { groups } from "./hi/groups";
import { later } from "./hi/later";
import { lists } from "./hi/lists";
import { notices } from "./hi/notices";
import { notifications } from "./hi/notifications";
import { obstacles } from "./hi/obstacles";
import { people } from "./hi/people";
import { polls } from "./hi/polls";
import { previews } from "./hi/previews";
import { profile } from "./hi/profile";
import { push } from "./hi/push";
import { reach } from "./hi/reach";
import { refusals } from "./hi/refusals";
import { reset } from "./hi/reset";
import { search } from "./hi/search";
import { sections } from "./hi/sections";
import { setup } from "./hi/setup";
import { shortcuts } from "./hi/shortcuts";
import { sidebar } from "./hi/sidebar";
import { status } from "./hi/status";
import { tour } from "./hi/tour";
import { uploads } from "./hi/uploads";
import { voice } from "./hi/voice";
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
