import type { JsonFields, Moment, Samples } from './sample.ts';

const teamId = 'T0AMAS0001';
const channelId = 'C0AMAS0001';
const userId = 'U0AMAS0001';
const botUserId = 'U0AMASBOT1';

export const slackSamples: Samples = {
  url_verification: ({ unique }) => ({ type: 'url_verification', challenge: unique }),
  app_mention: (moment) =>
    envelope(moment, {
      type: 'app_mention',
      channel: channelId,
      user: userId,
      text: `<@${botUserId}> help`,
      ts: timestampOf(moment),
    }),
  message: (moment) =>
    envelope(moment, {
      type: 'message',
      channel: 'D0AMAS0001',
      channel_type: 'im',
      user: userId,
      text: 'status',
      ts: timestampOf(moment),
    }),
  /** Fields of a form: Slack sends commands that way. */
  slash_command: ({ unique }) => ({
    command: '/amas',
    text: 'help',
    team_id: teamId,
    channel_id: channelId,
    channel_name: 'general',
    user_id: userId,
    user_name: 'ada',
    trigger_id: unique,
  }),
};

function envelope({ now, unique }: Moment, event: JsonFields): JsonFields {
  return {
    type: 'event_callback',
    team_id: teamId,
    api_app_id: 'A0AMAS0001',
    event_id: `Ev${unique}`,
    event_time: Math.floor(now / 1_000),
    authorizations: [{ user_id: botUserId, is_bot: true }],
    event,
  };
}

const timestampOf = ({ now }: Moment) =>
  `${Math.floor(now / 1_000)}.${String(now % 1_000).padStart(3, '0')}000`;
