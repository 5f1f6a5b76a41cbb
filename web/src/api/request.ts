/** One REST call: JSON in and out, a time limit, and refusals as {@link Refused}. */
import { general } from "../texts/en/general";
import { refusalText } from "../texts/refusal";

const LIMIT_MS = 20_000;

/** Why a call didn't succeed. `code` is the server's stable word, or `offline`. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    readonly detail: string,
    readonly status = 0,
    readonly field: string | null = null,
    /** Seconds to wait, for 429. */
    readonly retryAfter = 0,
    readonly requestId: string | null = null,
  ) {
    super(detail);
  }
}

/** Whether time may mend it: the same may be asked again. */
export const isPassing = (error: unknown): error is Refused =>
  error instanceof Refused && (error.status === 0 || error.status === 429 || error.status >= 502);

export async function request<Answer = void>(
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
  limit = LIMIT_MS,
): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers: body === undefined ? { "X-Workloop": "1" } : { "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // What is taken away as one leaves the page still goes.
      keepalive: method === "DELETE",
      signal: AbortSignal.timeout(limit),
    });
  } catch {
    throw new Refused("offline", general("offline"));
  }
  if (!response.ok) throw await refusal(response);
  return (response.status === 202 || response.status === 204 ? undefined : await response.json()) as Answer;
}

async function refusal(response: Response): Promise<Refused> {
  const problem = (await response.json().catch(() => ({}))) as Partial<Record<"code" | "detail" | "field" | "request_id", string>>;
  const detail = refusalText(problem.code, problem.detail);
  const wait = Number(response.headers.get("Retry-After")) || 0;
  return new Refused(problem.code ?? "unavailable", detail, response.status, problem.field ?? null, wait, problem.request_id ?? null);
}
