import { CallArguments } from './call-arguments.ts';
import { readContent } from './content.ts';
import { Refusal } from './refusal.ts';
import type { Answer, Request } from './web-api.ts';
import type { Message, Workspace } from './workspace.ts';

const maxUses = 5;
const lifeMs = 30 * 60_000;

interface ResponseUrl {
  readonly channel: string;
  readonly user: string;
  /** Milliseconds since the epoch. */
  readonly madeAt: number;
  uses: number;
}

export interface ResponseUrls {
  /** The path of a new one, for a command given by `user` in `channel`. */
  create(channel: string, user: string): string;
  answer(path: string, request: Request): Answer;
}

/**
 * The addresses that slash commands bring along. `replace_original` is taken and changes nothing: the messages of a
 * command cannot be edited this way (slackapi/bolt-js issue 2287).
 */
export function createResponseUrls(workspace: Workspace): ResponseUrls {
  const urls = new Map<string, ResponseUrl>();
  return {
    create: (channel, user) => {
      const path = `/commands/${workspace.app.teamId}/${urls.size + 1}/${crypto.randomUUID().replaceAll('-', '')}`;
      urls.set(path, { channel, user, madeAt: workspace.clock.now(), uses: 0 });
      return path;
    },
    answer: (path, request) => {
      const url = urls.get(path);
      if (!url) return plain(404, 'no_service');
      if (workspace.clock.now() - url.madeAt > lifeMs) return plain(404, 'expired_url');
      if (url.uses >= maxUses) return plain(404, 'used_url');
      url.uses += 1;
      try {
        respond(CallArguments.read(request.headers['content-type'] ?? '', request.body), url, workspace);
        return plain(200, 'ok');
      } catch (error) {
        if (error instanceof Refusal) return plain(400, error.message);
        throw error;
      }
    },
  };
}

/** Posts what a response URL or the answer to a command says: to the person alone unless it says otherwise. */
export function respond(
  args: CallArguments,
  to: { readonly channel: string; readonly user: string },
  workspace: Workspace,
): Message {
  const type = args.optional('response_type') ?? 'ephemeral';
  if (type !== 'ephemeral' && type !== 'in_channel') throw new Refusal('invalid_response_type');
  const { app } = workspace;
  return workspace.add(
    {
      channel: to.channel,
      user: app.botUserId,
      botId: app.botId,
      ...readContent(args),
      ...(type === 'ephemeral' ? { visibleTo: to.user } : {}),
    },
    'responded',
  );
}

const plain = (status: number, body: string): Answer => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
});
