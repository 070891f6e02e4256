import { z } from 'zod';
import type { BotHost } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import { createApi, type Api } from './api.ts';
import { installationGone, toSigningError } from './github-error.ts';
import type { Settings } from './manifest.ts';
import { createPacedApi } from './paced-api.ts';
import { createOctokit, type Octokit } from './octokit.ts';
import { keepSession } from './session.ts';

/** The GitHub App, and through it the accounts that installed it. */
export interface App {
  /** Calls as the App itself: its own `/app` routes and who installed it. */
  readonly api: Api;
  /** Calls as one installation; its tokens are minted when needed and shared by concurrent calls. */
  installation(id: string): Api;
}

const MintedToken = z.object({ token: z.string().min(1) });

export function openApp(settings: Settings, host: BotHost): App {
  const { apiUrl, appId, privateKey } = settings;
  const { log, clock } = host;
  let octokit: Promise<Octokit> | undefined;
  const api = createApi(async (work) => {
    octokit ??= createOctokit(apiUrl, { appId, privateKey }, log);
    try {
      return await work(await octokit);
    } catch (error) {
      throw toSigningError(error);
    }
  }, clock);

  const mint = async (installationId: string): Promise<Octokit> => {
    try {
      const { token } = await api.call({
        route: 'POST /app/installations/{installation_id}/access_tokens',
        parameters: { installation_id: installationId },
        answer: MintedToken,
      });
      return await createOctokit(apiUrl, { token }, log);
    } catch (error) {
      throw error instanceof AmasError ? installationGone(error) : error;
    }
  };
  return {
    api,
    installation: (id) => {
      const api = createApi(
        keepSession(() => mint(id), clock),
        clock,
      );
      const writesPerMinute = Number(settings.writesPerMinute);
      return createPacedApi(api, { accountId: id, host, writesPerMinute });
    },
  };
}
