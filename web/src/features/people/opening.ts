/** Whose profile stands beside the page: in its address, so that Back closes it. */
import { navigate } from "wouter/use-browser-location";

const WHO = "who";

function to(user: string | null, replace: boolean) {
  const url = new URL(location.href);
  if (user) url.searchParams.set(WHO, user);
  else url.searchParams.delete(WHO);
  navigate(url.pathname + url.search, { replace });
}

export const openProfile = (user: string): void => to(user, false);
export const closeProfile = (): void => to(null, true);

/** For another tab: the same page, with nothing of what it was opened for. */
export const hrefOf = (user: string): string => `?${WHO}=${user}`;

/** From an address's parameters. */
export const profileIn = (parameters: URLSearchParams): string | null => parameters.get(WHO);
