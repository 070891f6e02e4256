import { z } from 'zod';

/** An id that Slack made: nothing else may become a dedupe key or part of a URL. */
const id = z.string().regex(/^[\w.:-]{1,200}$/);
const optionalText = z.string().nullish();

const SlashCommand = z.object({
  command: z.string().min(1).max(100),
  text: z.string().default(''),
  team_id: id,
  channel_id: id,
  channel_name: z.string().default(''),
  user_id: id,
  user_name: z.string().default(''),
  trigger_id: id,
  response_url: z.url().optional(),
});
export type SlashCommand = z.infer<typeof SlashCommand>;

/** Buttons of AMAS say so: others, such as links, lead to nothing. */
export const actionPrefix = 'amas.command.';

const action = z.object({ action_id: z.string(), value: z.string().max(2_000).optional() });

const Press = z.object({
  user: z.object({ id, username: optionalText, name: optionalText, team_id: id.nullish() }),
  team: z.object({ id }).nullish(),
  container: z.object({
    message_ts: z.string().regex(/^\d{1,12}\.\d{1,9}$/),
    channel_id: id,
    thread_ts: z
      .string()
      .regex(/^\d{1,12}\.\d{1,9}$/)
      .nullish(),
  }),
  channel: z.object({ name: optionalText }).nullish(),
  trigger_id: id,
  response_url: z.url().optional(),
});
/** A button of AMAS that somebody pressed, and the words that it stands for. */
export type Press = z.infer<typeof Press> & { readonly teamId: string; readonly text: string };

const Profile = z.object({
  display_name: optionalText,
  name: optionalText,
  is_restricted: z.boolean().nullish(),
  is_ultra_restricted: z.boolean().nullish(),
  is_stranger: z.boolean().nullish(),
});

const timestamp = z.string().regex(/^\d{1,12}\.\d{1,9}$/);

/** The inner event of a message or mention. Edits and deletions have no `user` and `text` of their own. */
export const MessageEvent = z.object({
  type: z.enum(['message', 'app_mention']),
  subtype: optionalText,
  channel: id,
  channel_type: optionalText,
  ts: timestamp,
  thread_ts: timestamp.nullish(),
  user: id.nullish(),
  text: optionalText,
  bot_id: optionalText,
  app_id: optionalText,
  user_team: optionalText,
  source_team: optionalText,
  user_profile: Profile.nullish().catch(null),
});
export type MessageEvent = z.infer<typeof MessageEvent>;

const EventEnvelope = z.object({
  team_id: id,
  api_app_id: optionalText,
  event_id: id,
  event_time: z.number().nullish(),
  authorizations: z
    .array(z.object({ user_id: optionalText, is_bot: z.boolean().nullish() }))
    .nullish()
    .catch(null),
  /** Of one of a hundred types, most of which mean nothing to AMAS. */
  event: z.looseObject({ type: id }),
});
export type EventEnvelope = z.infer<typeof EventEnvelope>;

const RateLimited = z.object({ team_id: id, minute_rate_limited: z.number().int() });
export type RateLimited = z.infer<typeof RateLimited>;

/** What a body of Slack turned out to be. */
export type Payload =
  | { readonly kind: 'command'; readonly command: SlashCommand }
  | { readonly kind: 'event'; readonly envelope: EventEnvelope }
  | { readonly kind: 'handshake'; readonly challenge: string | undefined }
  | { readonly kind: 'rate_limited'; readonly limit: RateLimited }
  | { readonly kind: 'ssl_check' }
  | { readonly kind: 'press'; readonly press: Press }
  | { readonly kind: 'interaction'; readonly type: string }
  | { readonly kind: 'malformed'; readonly reason: string };

/** Reads a body. Never throws: what it cannot read is `malformed`, with the reason. */
export function parsePayload(body: Uint8Array, contentType: string | undefined): Payload {
  const text = new TextDecoder().decode(body);
  return isForm(contentType) ? parseForm(new URLSearchParams(text)) : parseEvent(text);
}

export function isForm(contentType: string | undefined): boolean {
  return /^application\/x-www-form-urlencoded\b/i.test(contentType ?? '');
}

function parseForm(form: URLSearchParams): Payload {
  if (form.get('ssl_check') === '1') return { kind: 'ssl_check' };
  const interaction = form.get('payload');
  if (interaction !== null) return parseInteraction(interaction);
  const command = SlashCommand.safeParse(Object.fromEntries(form));
  return command.success ? { kind: 'command', command: command.data } : malformed(command.error);
}

const Interaction = z.object({ type: z.string().max(200), actions: z.array(action).max(25).nullish() });

function parseInteraction(text: string): Payload {
  const json = parseJson(text);
  const interaction = Interaction.safeParse(json);
  if (!interaction.success) return malformed(interaction.error);
  const { type, actions } = interaction.data;
  const own = actions?.find((each) => each.action_id.startsWith(actionPrefix));
  if (type !== 'block_actions' || !own) return { kind: 'interaction', type };
  const press = Press.safeParse(json);
  if (!press.success) return malformed(press.error);
  const teamId = press.data.team?.id ?? press.data.user.team_id;
  if (!teamId) return { kind: 'malformed', reason: 'unreadable: team' };
  return { kind: 'press', press: { ...press.data, teamId, text: own.value ?? '' } };
}

function parseEvent(text: string): Payload {
  const json = parseJson(text);
  const outer = z.object({ type: z.string() }).safeParse(json);
  if (!outer.success) return malformed(outer.error);
  switch (outer.data.type) {
    case 'url_verification':
      return { kind: 'handshake', challenge: challengeOf(json) };
    case 'app_rate_limited': {
      const limit = RateLimited.safeParse(json);
      return limit.success ? { kind: 'rate_limited', limit: limit.data } : malformed(limit.error);
    }
    case 'event_callback': {
      const envelope = EventEnvelope.safeParse(json);
      return envelope.success ? { kind: 'event', envelope: envelope.data } : malformed(envelope.error);
    }
    default:
      return { kind: 'malformed', reason: 'unknown_payload_type' };
  }
}

function challengeOf(json: unknown): string | undefined {
  const parsed = z.object({ challenge: z.string().min(1).max(1_000) }).safeParse(json);
  return parsed.success ? parsed.data.challenge : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Names the fields that were wrong, never their values: those are a stranger's. */
function malformed(error: z.ZodError): Payload {
  const fields = error.issues.map((issue) => issue.path.join('.') || 'body');
  return { kind: 'malformed', reason: `unreadable: ${[...new Set(fields)].slice(0, 5).join(', ')}` };
}
