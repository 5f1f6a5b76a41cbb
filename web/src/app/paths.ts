/** Every address of the interface, in one place. */

export const paths = {
  home: "/",
  setup: "/setup",
  signin: "/signin",
  threads: "/threads",
  browse: "/browse",
  invite: (code: string) => `/invite/${encodeURIComponent(code)}`,
  channel: (channel: string, at?: number) => `/c/${channel}${at === undefined ? "" : `?at=${at}`}`,
  thread: (channel: string, thread: string, at?: number) => `/c/${channel}/t/${thread}${at === undefined ? "" : `?at=${at}`}`,
  search: (query = "") => `/search${query && `?q=${encodeURIComponent(query)}`}`,
  account: (page: "profile" | "password" | "appearance" | "sessions" = "profile") => `/account/${page}`,
  admin: (page: "people" | "invites" | "workspace" = "people") => `/admin/${page}`,
} as const;
