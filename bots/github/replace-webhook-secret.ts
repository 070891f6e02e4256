import { z } from 'zod';
import type { BotHost } from '#bots/contract.ts';
import { openApp } from './app.ts';
import { readSettings } from './settings.ts';

/** GitHub signs with the new secret from its answer on; the rest of the hook's settings stays. */
export async function replaceWebhookSecret(
  settings: Readonly<Record<string, string>>,
  host: BotHost,
  secret: string,
): Promise<void> {
  const { api } = openApp(readSettings(settings), host);
  await api.call({ route: 'PATCH /app/hook/config', parameters: { secret }, answer: z.unknown() });
}
