import { z } from 'zod';
import type { KeyProof, Provider, ProviderHost } from '../contract.ts';
import { httpFailure, type HttpVendor } from './http-failure.ts';
import { jsonOf } from './limited-body.ts';
import { getJson, type JsonPost } from './post-json.ts';

export interface KeyCheck extends HttpVendor {
  /** Free to GET, and refused with a wrong key. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly readError: JsonPost['readError'];
}

/** Proves a key by a GET that costs nothing; where it lists models, their ids come along. */
export function createKeyCheck(
  { url, headers, readError, ...vendor }: KeyCheck,
  host: ProviderHost,
): NonNullable<Provider['check']> {
  const failureOf = httpFailure(vendor, host);
  return async (signal) => {
    try {
      return proofIn(await jsonOf(await getJson({ url, headers, signal, readError }, host)));
    } catch (error) {
      throw failureOf(error, signal);
    }
  };
}

const named = z.union([
  z.object({ id: z.string().min(1) }).transform(({ id }) => id),
  // Google writes `models/…` before the name.
  z.object({ name: z.string().min(1) }).transform(({ name }) => name.replace(/^models\//, '')),
]);
const list = z.array(named);

/** The lists of all vendors: alone, or under `data` or `models`. An account has none. */
const listing = z.union([
  list,
  z.object({ data: list }).transform(({ data }) => data),
  z.object({ models: list }).transform(({ models }) => models),
]);

function proofIn(body: unknown): KeyProof {
  const models = listing.safeParse(body).data;
  return models ? { models } : {};
}
