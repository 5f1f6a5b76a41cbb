/** Every address of the interface, in one place. */

function query(parameters: Record<string, string | number | undefined>): string {
  const given = Object.entries(parameters).filter((it): it is [string, string | number] => it[1] !== undefined);
  return given.length > 0 ? `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}` : "";
}

export const paths = {
  home: "/",
  setup: "/setup",
  signin: "/signin",
  reset: "/reset",
  unsubscribe: "/unsubscribe",
  threads: "/threads",
  drafts: "/drafts",
  activity: "/activity",
  saved: "/saved",
  later: "/later",
  browse: "/browse",
  files: "/files",
  emojis: "/emojis",
  /** `at` is the message to jump to; `q` keeps a search beside it. */
  channel: (channel: string, at?: number, q?: string) => `/c/${channel}${query({ at, q })}`,
  details: (channel: string) => `/c/${channel}/about`,
  search: (q = "") => `/search${query({ q: q || undefined })}`,
  account: (page: "profile" | "password" | "appearance" | "notifications" | "sessions" = "profile") => `/account/${page}`,
  admin: (page: "people" | "groups" | "invites" | "workspace" = "people") => `/admin/${page}`,
} as const;
