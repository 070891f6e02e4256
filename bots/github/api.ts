import { z } from 'zod';
import type { Clock } from '#monitoring/clock.ts';
import { AmasError } from '#monitoring/errors.ts';
import { graphqlRefusal, toGitHubError, unreadableAnswer } from './github-error.ts';
import type { Octokit } from './octokit.ts';

/** Values of a route's `{placeholders}`, its query or its body. */
export interface Parameters {
  readonly [name: string]: unknown;
}

export interface Call<Schema extends z.ZodType> {
  /** Such as `GET /repos/{owner}/{repo}`. */
  readonly route: string;
  readonly parameters?: Parameters;
  /** Media type asked for; JSON when absent. */
  readonly accept?: string;
  /** What is read of the answer; of each item for a list. */
  readonly answer: Schema;
  readonly signal?: AbortSignal | undefined;
}

/** GitHub's REST API with the rights of one account. Every failure is an `AmasError`; nothing is retried. */
export interface Api {
  call<Schema extends z.ZodType>(call: Call<Schema>): Promise<z.output<Schema>>;
  /** GraphQL, which alone knows threads. Its refusals come with status 200 and are errors here. */
  graphql<Schema extends z.ZodType>(request: GraphqlRequest<Schema>): Promise<z.output<Schema>>;
  /** All items of a list, up to `maxPages` pages of 100. */
  list<Item extends z.ZodType>(call: ListCall<Item>): Promise<z.output<Item>[]>;
}

export interface ListCall<Item extends z.ZodType> extends Call<Item> {
  readonly maxPages?: number;
  /** Whether this page holds the last items that are wanted. */
  readonly isEnough?: (page: readonly z.output<Item>[]) => boolean;
}

export interface GraphqlRequest<Schema extends z.ZodType> {
  readonly query: string;
  readonly variables: Parameters;
  /** What is read of `data`. */
  readonly answer: Schema;
  readonly signal?: AbortSignal | undefined;
}

/** Runs `work` with an Octokit that may do it. */
export type WithOctokit = <Result>(
  work: (octokit: Octokit) => Promise<Result>,
  signal: AbortSignal | undefined,
) => Promise<Result>;

const defaultMaxPages = 30;

const GraphqlAnswer = z.object({
  data: z.unknown(),
  errors: z.array(z.object({ type: z.string().nullish(), message: z.string() })).nullish(),
});

export function createApi(withOctokit: WithOctokit, clock: Clock): Api {
  const attempt = async <Result>(
    { route, signal }: Call<z.ZodType>,
    work: (octokit: Octokit) => Promise<Result>,
  ): Promise<Result> => {
    try {
      signal?.throwIfAborted();
      return await withOctokit(work, signal);
    } catch (error) {
      // A cancelled call is its caller's doing, not GitHub's.
      if (signal?.aborted && !(error instanceof AmasError)) throw signal.reason;
      throw toGitHubError(error, { route, now: clock.now() });
    }
  };
  const unreadable = ({ route }: Call<z.ZodType>, fields: string) =>
    unreadableAnswer({ route, now: clock.now() }, fields);
  const read = <Schema extends z.ZodType>(call: Call<Schema>, data: unknown): z.output<Schema> => {
    const parsed = call.answer.safeParse(data);
    if (parsed.success) return parsed.data;
    const fields = parsed.error.issues.slice(0, 3).map((issue) => issue.path.join('.') || 'body');
    throw unreadable(call, fields.join(', '));
  };

  return {
    call: async (call) => {
      const { data } = await attempt<{ data: unknown }>(call, (octokit) =>
        octokit.request(call.route, parametersOf(call)),
      );
      return read(call, data);
    },
    graphql: async ({ query, variables, answer, signal }) => {
      const call = { route: 'POST /graphql', answer, signal };
      const { data } = await attempt<{ data: unknown }>(call, (octokit) =>
        octokit.request(call.route, {
          ...parametersOf({ ...call, parameters: { query, variables } }),
          // On Enterprise Server it lives beside the REST API, not below it.
          baseUrl: octokit.request.endpoint.DEFAULTS.baseUrl.replace(/\/api\/v3$/, '/api'),
        }),
      );
      const { errors, data: value } = read({ route: call.route, answer: GraphqlAnswer }, data);
      const [error] = errors ?? [];
      if (error) throw graphqlRefusal(error, { route: call.route, now: clock.now() });
      return read({ route: call.route, answer }, value);
    },
    list: async (call) => {
      return await attempt(call, async (octokit) => {
        const found: z.output<typeof call.answer>[] = [];
        let pages = 0;
        const parameters = { ...parametersOf(call), per_page: 100 };
        for await (const { data } of octokit.paginate.iterator(call.route, parameters)) {
          // A proxy's page is no list.
          if (!Array.isArray(data)) throw unreadable(call, 'body');
          const page = data.map((item) => read(call, item));
          found.push(...page);
          pages += 1;
          if (pages >= (call.maxPages ?? defaultMaxPages) || call.isEnough?.(page)) break;
        }
        return found;
      });
    },
  };
}

function parametersOf({ parameters, accept, signal }: Call<z.ZodType>) {
  return {
    ...parameters,
    headers: { 'x-github-api-version': '2022-11-28', ...(accept === undefined ? {} : { accept }) },
    ...(signal ? { request: { signal } } : {}),
  };
}
