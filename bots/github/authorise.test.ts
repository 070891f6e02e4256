import { afterEach, expect, it } from 'vitest';
import type { PlatformEvent } from '#bots/contract.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { createScene, type Scene } from '#test/stand-ins/github/scene.ts';
import type { Permissions } from '#test/stand-ins/github/state/model.ts';
import { connect } from './connection.ts';

const open: Scene[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(({ standIn }) => standIn.close()));
});

async function openScene(permissions?: Permissions): Promise<Scene> {
  const scene = await createScene(permissions ? { app: { permissions } } : {});
  for (const login of ['ada', 'grace', 'mona', 'stranger']) scene.repository.setRole(login, 'none');
  open.push(scene);
  return scene;
}

function connectTo({ standIn, installation, clock }: Scene) {
  const settings = {
    appId: String(standIn.app.id),
    privateKey: standIn.app.privateKey,
    webhookSecret: 'secret',
    apiUrl: standIn.url,
    appSlug: standIn.app.slug,
  };
  const host = { log: silentLogger(), clock: { now: () => clock.ms, sleep: async () => {} } };
  return connect(settings, String(installation.id), host);
}

const eventOf = (login: string): PlatformEvent => ({
  key: 'key',
  platform: 'github',
  kind: 'command',
  occurredAt: '2026-11-20T12:00:00.000Z',
  organizationId: 'o',
  projectId: 'p',
  actor: { id: '1', name: login, isBot: login.endsWith('[bot]'), isSelf: false, trust: 'unknown' },
  text: '/amas review',
  command: { name: 'review', args: [] },
  replyTo: { owner: 'octo', repo: 'shop', number: 1, commentId: 1, isPrivate: false },
});

it('that only reads is left to collaborators where anybody may read', async () => {
  const scene = await openScene();
  scene.repository.setRole('ada', 'read');
  const connection = connectTo(scene);
  expect(await connection.authorise!(eventOf('ada'), { role: 'read' })).toEqual({ allowed: true });
  expect(await connection.authorise!(eventOf('stranger'), { role: 'read' })).toMatchObject({
    reason: 'github.no_permission',
    remedy: expect.stringContaining('collaborator'),
  });
});

it('of a bot is denied unless the bot is named', async () => {
  const scene = await openScene();
  const connection = connectTo(scene);
  const event = eventOf('renovate[bot]');
  expect(await connection.authorise!(event, { role: 'read' })).toMatchObject({ reason: 'github.bot_author' });
  expect(await connection.authorise!(event, { names: ['Renovate[bot]'] })).toEqual({ allowed: true });
});

it('left to names is allowed to these and to the members of a named team only', async () => {
  const scene = await openScene({ metadata: 'read', members: 'read' });
  scene.standIn.addTeam('octo', 'release', ['grace']);
  const connection = connectTo(scene);
  const access = { names: ['ada', 'octo/release'] };
  const decisions = ['Ada', 'grace', 'mona'].map((login) => connection.authorise!(eventOf(login), access));
  expect((await Promise.all(decisions)).map(({ allowed }) => allowed)).toEqual([true, true, false]);
});

it('is asked of GitHub once a minute, so that a right taken away counts within it', async () => {
  const scene = await openScene();
  scene.repository.setRole('ada', 'write');
  const connection = connectTo(scene);
  const allowed = async () => (await connection.authorise!(eventOf('ada'), { role: 'write' })).allowed;
  expect(await allowed()).toBe(true);
  scene.repository.setRole('ada', 'read');
  expect(await allowed()).toBe(true);
  scene.clock.ms += 60_001;
  expect(await allowed()).toBe(false);
  scene.repository.setRole('ada', 'write');
  scene.clock.ms += 10_001;
  expect(await allowed()).toBe(true);
});
