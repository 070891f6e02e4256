import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { AmasError } from '#monitoring/errors.ts';

const version = 1;
const keyIdLength = 4;
const ivLength = 12;
const tagLength = 16;
const headerLength = 1 + keyIdLength + ivLength + tagLength;

/** Encrypts secrets at rest. Several keys may be active: the first seals, each may open. */
export interface Sealer {
  seal(value: unknown): Uint8Array<ArrayBuffer>;
  open(sealed: Uint8Array): unknown;
  /** True when it was sealed with a key other than the first: due for a rotation. */
  isOutdated(sealed: Uint8Array): boolean;
}

/**
 * AES-256-GCM. A sealed value is: version, key id (first bytes of the key's SHA-256), IV, tag, ciphertext.
 * @param keys comma-separated, newest first; 32 bytes each, in base64 or hexadecimal.
 */
export function createSealer(keys: string): Sealer {
  const ring = keys.split(',').map((text) => parseKey(text.trim()));
  const [newest] = ring;
  if (!newest) throw badKey();
  return {
    seal: (value) => {
      const iv = randomBytes(ivLength);
      const cipher = createCipheriv('aes-256-gcm', newest.key, iv, { authTagLength: tagLength });
      const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
      return new Uint8Array(
        Buffer.concat([Buffer.from([version]), newest.id, iv, cipher.getAuthTag(), text]),
      );
    },
    open: (sealed) => openWith(ring, Buffer.from(sealed)),
    isOutdated: (sealed) =>
      !Buffer.from(sealed)
        .subarray(1, 1 + keyIdLength)
        .equals(newest.id),
  };
}

/** A new key in the form `AMAS_ENCRYPTION_KEY` takes. */
export function createSealingKey(): string {
  return randomBytes(32).toString('base64');
}

interface RingKey {
  readonly id: Buffer;
  readonly key: Buffer;
}

function parseKey(text: string): RingKey {
  const key = Buffer.from(text, /^[0-9a-f]{64}$/i.test(text) ? 'hex' : 'base64');
  if (key.length !== 32) throw badKey();
  return { id: createHash('sha256').update(key).digest().subarray(0, keyIdLength), key };
}

function openWith(ring: readonly RingKey[], sealed: Buffer): unknown {
  const id = sealed.subarray(1, 1 + keyIdLength);
  const match = ring.find((candidate) => candidate.id.equals(id));
  if (sealed[0] !== version || sealed.length < headerLength || !match) throw cannotOpen();
  const ivEnd = 1 + keyIdLength + ivLength;
  const decipher = createDecipheriv('aes-256-gcm', match.key, sealed.subarray(1 + keyIdLength, ivEnd), {
    authTagLength: tagLength,
  });
  decipher.setAuthTag(sealed.subarray(ivEnd, headerLength));
  try {
    return JSON.parse(
      Buffer.concat([decipher.update(sealed.subarray(headerLength)), decipher.final()]).toString('utf8'),
    );
  } catch (cause) {
    throw cannotOpen(cause);
  }
}

const badKey = () =>
  new AmasError('prisma.encryption_key_invalid', 'AMAS_ENCRYPTION_KEY is not 32 bytes of base64', {
    publicMessage:
      'AMAS_ENCRYPTION_KEY must be 32 random bytes in base64 (several, comma-separated, newest first). Make one with: openssl rand -base64 32',
  });

const cannotOpen = (cause?: unknown) =>
  new AmasError('prisma.encryption_key_wrong', 'a stored secret cannot be opened with the present key', {
    cause,
    publicMessage:
      'Stored credentials were sealed with another AMAS_ENCRYPTION_KEY. Put the former key back (after the new one, separated by a comma), or connect the platform again.',
  });
