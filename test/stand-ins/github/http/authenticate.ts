import { verify } from 'node:crypto';
import type { App } from '../state/model.ts';
import type { World } from '../state/world.ts';
import { isObject } from './fields.ts';
import { forbidden, Refusal, unauthorised } from './refusal.ts';
import type { Identity } from './route.ts';

/** Longest life of an app's JWT, in seconds of GitHub's clock. */
const maxJwtLifeSeconds = 600;

/** Who a request's credentials stand for. Routes of the app itself take a JWT and nothing else. */
export function authenticate(world: World, authorization: string | undefined, isAppRoute: boolean): Identity {
  const secret = secretOf(authorization);
  if (secret === undefined) throw unauthorised('Requires authentication');
  if (isAppRoute || looksLikeJwt(secret)) return { kind: 'app', app: verifyJwt(world, secret) };
  return identityOfToken(world, secret);
}

function secretOf(authorization: string | undefined): string | undefined {
  const [scheme, value] = (authorization ?? '').trim().split(/\s+/);
  if (scheme === undefined || value === undefined) return undefined;
  if (scheme.toLowerCase() !== 'basic') return /^(?:bearer|token)$/i.test(scheme) ? value : undefined;
  return Buffer.from(value, 'base64').toString().split(':').slice(1).join(':');
}

function looksLikeJwt(secret: string): boolean {
  return secret.startsWith('ey') && secret.split('.').length === 3;
}

function identityOfToken(world: World, secret: string): Identity {
  const token = world.tokens.get(secret);
  if (!token) throw unauthorised('Bad credentials');
  if (token.kind === 'personal') return { kind: 'user', actor: { user: token.user, app: undefined } };

  const { installation } = token;
  const isAlive = token.validFrom <= world.now() && world.now() < token.expiresAt;
  if (!isAlive || !world.installations.has(installation.id)) throw unauthorised('Bad credentials');
  if (installation.suspendedAt !== undefined) throw forbidden('This installation has been suspended');
  const { app } = installation;
  return { kind: 'installation', token, actor: { user: app.bot, app } };
}

function verifyJwt(world: World, jwt: string): App {
  const [header = '', payload = '', signature = ''] = jwt.split('.');
  const claims = decodeSegment(payload);
  if (decodeSegment(header)?.alg !== 'RS256' || !claims) throw undecodable();
  const issuer = String(claims.iss);
  const app = world.apps.find(({ id, clientId }) => issuer === String(id) || issuer === clientId);
  if (!app) throw new Refusal(404, 'Integration not found');
  const isSigned = verify(
    'RSA-SHA256',
    Buffer.from(`${header}.${payload}`),
    app.publicKey,
    Buffer.from(signature, 'base64url'),
  );
  if (!isSigned) throw undecodable();
  checkTimes(claims, world.now() / 1000);
  return app;
}

function checkTimes(claims: Readonly<Record<string, unknown>>, nowSeconds: number): void {
  const { exp, iat } = claims;
  if (typeof exp !== 'number' || exp <= nowSeconds) {
    throw unauthorised(
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (exp > nowSeconds + maxJwtLifeSeconds) {
    throw unauthorised("'Expiration time' claim ('exp') is too far in the future");
  }
  if (!Number.isInteger(iat) || Number(iat) > nowSeconds) {
    throw unauthorised(
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
}

function decodeSegment(segment: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(segment, 'base64url').toString());
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function undecodable(): Refusal {
  return unauthorised('A JSON web token could not be decoded');
}
