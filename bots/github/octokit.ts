import type { ProbotOctokit } from 'probot';
import type { Logger } from '#monitoring/logger.ts';

export type Octokit = InstanceType<typeof ProbotOctokit>;

/** As the App itself, or with the token of one installation. */
export type Credentials =
  | { readonly appId: string; readonly privateKey: string }
  | { readonly token: string };

/** GitHub gives up on a request after 10 s itself; the rest is the way there and back. */
const requestTimeoutMs = 20_000;

/**
 * Probot's Octokit without its plugins that retry and throttle: whether to try again is the queue's decision. Loaded
 * when first needed, because that takes 200 ms and 35 MB.
 */
export async function createOctokit(apiUrl: string, auth: Credentials, log: Logger): Promise<Octokit> {
  const { ProbotOctokit } = await import('probot');
  const warn = (message: string) => log.warn({ octokit: message }, 'warning of the GitHub client');
  return new ProbotOctokit({
    auth,
    baseUrl: apiUrl.replace(/\/+$/, ''),
    userAgent: 'amas',
    request: { fetch: fetchInTime },
    retry: { enabled: false },
    throttle: { enabled: false },
    // Octokit's own debug lines hold request bodies.
    log: { debug: () => {}, info: () => {}, warn, error: warn },
  });
}

const fetchInTime: typeof fetch = (input, init) => {
  const timeout = AbortSignal.timeout(requestTimeoutMs);
  return fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout });
};
