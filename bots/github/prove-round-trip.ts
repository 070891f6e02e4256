import type { Proof, Proving } from '#bots/contract.ts';
import type { Clock } from '#monitoring/clock.ts';
import type { Api } from './api.ts';
import {
  acknowledgedAs,
  isAcknowledged,
  listAttempts,
  redeliver,
  type DeliveryAttempt,
} from './deliveries.ts';
import { fail, ok, warn } from './proof.ts';

const pollMs = 500;
/** GitHub waits 10 s for an answer, and needs a moment before it begins. */
const patienceMs = 20_000;

/** Has GitHub send the newest of its deliveries once more, signed as it signs now, and looks for it among our rows. */
export async function proveRoundTrip(api: Api, clock: Clock, proving: Proving): Promise<Proof> {
  const { isStored, signal } = proving;
  const known = await listAttempts(api, { since: 0, maxPages: 1, signal });
  const chosen = known.find(({ event }) => event === 'ping') ?? known[0];
  if (!chosen) {
    const remedy = 'Open a pull request where the App is installed, and run this again.';
    return warn('round-trip', 'GitHub has sent nothing yet that it could send once more', remedy);
  }
  await redeliver(api, chosen.id, signal);
  const sent = await findNewer(api, clock, { known, guid: chosen.guid, signal });
  if (!sent) {
    const remedy =
      'GitHub did not reach the webhook URL in time: check that it is public, and the proxy in front.';
    return fail(
      'round-trip',
      `GitHub got no answer to ${chosen.event} within ${patienceMs / 1_000} s`,
      remedy,
    );
  }
  if (sent.statusCode === 401) {
    const remedy =
      'The secret here and at GitHub differ. Put a new one in both places: amas connect github --rotate-webhook-secret';
    return fail('round-trip', 'The hub refused the signature of GitHub (401)', remedy);
  }
  if (!isAcknowledged(sent)) {
    const remedy = 'Look into the log of the hub, and at the recent deliveries in the settings of the App.';
    return fail('round-trip', `The webhook URL answered ${sent.statusCode}`, remedy);
  }
  const id = await acknowledgedAs(api, sent.id, signal);
  if (id !== undefined && (await isStored(id))) {
    return ok(
      'round-trip',
      `GitHub signed, sent and got acknowledged ${chosen.event}: delivery ${id} is stored here`,
    );
  }
  const remedy = 'Another program, or another AMAS, answers at the webhook URL of the App.';
  return fail('round-trip', 'The webhook URL acknowledged what is not stored here', remedy);
}

async function findNewer(
  api: Api,
  clock: Clock,
  wanted: {
    readonly known: readonly DeliveryAttempt[];
    readonly guid: string;
    readonly signal: AbortSignal | undefined;
  },
): Promise<DeliveryAttempt | undefined> {
  const ids = new Set(wanted.known.map(({ id }) => id));
  const endAt = clock.now() + patienceMs;
  while (clock.now() < endAt) {
    await clock.sleep(pollMs, wanted.signal);
    const attempts = await listAttempts(api, { since: 0, maxPages: 1, signal: wanted.signal });
    const found = attempts.find(({ id, guid }) => guid === wanted.guid && !ids.has(id));
    if (found && found.statusCode !== 0) return found;
  }
  return undefined;
}
