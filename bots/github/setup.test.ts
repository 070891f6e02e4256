import { expect, it } from 'vitest';
import { heardEvents, rightsFor } from './rights.ts';
import { setup } from './setup.ts';

const request = {
  homeUrl: 'https://amas.example.com',
  webhookUrl: 'https://amas.example.com/webhooks/github',
  returnUrl: 'https://amas.example.com/setup/github/callback',
  state: 'a-state',
};
const begin = (values: Record<string, string>) =>
  setup.begin({
    ...request,
    values: {
      organization: '',
      name: 'AMAS',
      apiUrl: 'https://api.github.com',
      resolveThreads: '',
      ...values,
    },
  });

it.each([
  [{}, 'https://github.com/settings/apps/new?state=a-state'],
  [{ organization: 'octo-org' }, 'https://github.com/organizations/octo-org/settings/apps/new?state=a-state'],
  [{ apiUrl: 'https://ghe.example.com/api/v3/' }, 'https://ghe.example.com/settings/apps/new?state=a-state'],
  [{ apiUrl: 'https://api.octo.ghe.com' }, 'https://octo.ghe.com/settings/apps/new?state=a-state'],
])('with %j the form goes to %s', (values, action) => {
  expect(begin(values)).toMatchObject({ kind: 'form', action });
});

it.each([
  ['', 'no', 'read'],
  ['yes', 'yes', 'write'],
] as const)(
  'the App asks for what its rights say and no more: with “%s” it may %s',
  (ticked, resolveThreads, contents) => {
    const step = begin({ resolveThreads: ticked });
    const manifest = step.kind === 'form' ? JSON.parse(step.fields['manifest'] ?? '') : undefined;
    const asked = rightsFor({ resolveThreads });
    expect(manifest.default_permissions).toEqual(
      Object.fromEntries(asked.map(({ name, level }) => [name, level])),
    );
    expect(manifest.default_permissions.contents).toBe(contents);
    expect(manifest.default_events).toEqual(heardEvents.map(({ name }) => name));
    expect(manifest).toMatchObject({ public: false, hook_attributes: { url: request.webhookUrl } });
  },
);

it('every event comes with a permission that is asked for', () => {
  const asked = new Set(rightsFor({ resolveThreads: 'no' }).map(({ name }) => name));
  expect(heardEvents.filter(({ right }) => !asked.has(right))).toEqual([]);
});

it.each([{ organization: 'octo/../x' }, { name: 'x'.repeat(35) }, { apiUrl: 'file:///etc/passwd' }])(
  'refuses %j with a sentence',
  (values) => {
    expect(begin(values)).toMatchObject({ kind: 'wrong', problems: [expect.stringMatching(/\.$|Server/)] });
  },
);
