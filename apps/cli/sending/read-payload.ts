import { readFile, stat } from 'node:fs/promises';
import { WrongUse } from '../errors.ts';
import { nearNames } from '#monitoring/near-names.ts';
import type { JsonFields, Moment } from '../samples/sample.ts';
import type { Payload, Sender } from './senders.ts';

/**
 * The payload that a person named: a file, sent byte for byte, or one of the samples. `pull_request.synchronize` is
 * the sample `pull_request` with that action.
 * @param event what a file holds, where the platform names it outside of the body.
 */
export async function readPayload(
  sender: Sender,
  named: string,
  moment: Moment,
  event: string | undefined,
): Promise<Payload> {
  if (await isFile(named)) return await readFilePayload(sender, named, event);
  if (/[\\/]|\.json$/.test(named)) throw new WrongUse(`There is no file ${named}.`);
  return samplePayload(sender, named, moment);
}

async function isFile(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function readFilePayload(sender: Sender, path: string, event: string | undefined): Promise<Payload> {
  if (sender.namesEvents && event === undefined) {
    throw new WrongUse(`Say which event ${path} holds: --event pull_request`);
  }
  const body = await readFile(path).catch((cause: unknown) => {
    throw new WrongUse(`${path} cannot be read.`, cause);
  });
  const isJson = body.subarray(0, 100).toString('latin1').trimStart().startsWith('{');
  return {
    event: event ?? 'file',
    contentType: isJson ? 'application/json' : 'application/x-www-form-urlencoded',
    body,
  };
}

function samplePayload(sender: Sender, named: string, moment: Moment): Payload {
  const [event = '', action] = named.split('.');
  const sample = Object.hasOwn(sender.samples, event) ? sender.samples[event] : undefined;
  if (!sample) throw unknownSample(sender, named);
  const fields = sample(moment);
  if (action !== undefined && !('action' in fields)) throw unknownSample(sender, named);
  if (event === 'slash_command') return formPayload(event, fields);
  const text = JSON.stringify(action === undefined ? fields : { ...fields, action });
  return { event, contentType: 'application/json', body: Buffer.from(text) };
}

function formPayload(event: string, fields: JsonFields): Payload {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) form.set(name, String(value));
  return { event, contentType: 'application/x-www-form-urlencoded', body: Buffer.from(form.toString()) };
}

function unknownSample(sender: Sender, named: string): WrongUse {
  const names = Object.keys(sender.samples);
  const [near] = nearNames(named, names);
  const meant = near === undefined ? '' : ` Did you mean ${near}?`;
  return new WrongUse(`${named} is neither a file nor a sample.${meant} Samples: ${names.join(', ')}.`);
}
