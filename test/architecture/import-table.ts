import { matchesGlob } from 'node:path/posix';

/**
 * Who may import whom. Every source file obeys the first row whose `files` match it, and may always import within
 * its own `home`. `<unit>` stands for the unit's own folder name. Whatever is not listed is forbidden.
 */
export interface Row {
  readonly files: string;
  /** Where files of this row are at home; the folder of `files` when absent. */
  readonly home?: string;
  readonly may: readonly string[];
  /** What to do instead of a forbidden import. */
  readonly instead: string;
}

/** `package.json` tells the version. */
const server = [
  'package.json',
  'agents/**',
  'bots/**',
  'jobs/**',
  'monitoring/**',
  'prisma/**',
  'providers/**',
];
const generated = 'A generated registry only names units: run `npm run registries`.';

export const importTable: readonly Row[] = [
  { files: '**/*.test.ts', may: ['**'], instead: '' },
  { files: 'test/**', may: ['**'], instead: '' },

  { files: 'monitoring/**', may: [], instead: 'The ground knows nobody: let the caller pass the value in.' },

  { files: 'bots/{registry,manifests,receivers,setups}.ts', may: ['bots/**'], instead: generated },
  {
    files: 'bots/contract/**',
    may: ['monitoring/**'],
    instead: 'Contracts name no implementation: turn the import round.',
  },
  {
    files: 'bots/signing/**',
    may: ['bots/*.ts', 'monitoring/**'],
    instead: 'Signing serves every platform: let the platform pass the value in.',
  },
  {
    files: 'bots/commands/**',
    may: ['bots/contract.ts', 'monitoring/**'],
    instead: 'The catalogue of commands knows no platform: let the platform pass the value in.',
  },
  {
    files: 'bots/*/**/*',
    home: 'bots/<unit>/**',
    may: ['bots/{contract,errors,as-of}.ts', 'bots/{signing,commands}/**', 'monitoring/**'],
    instead:
      'A platform knows no other platform: what two share belongs in bots/signing, bots/commands or bots/contract.ts.',
  },
  {
    files: 'bots/*.ts',
    home: 'bots/*.ts',
    may: ['bots/contract/**', 'monitoring/**'],
    instead: 'Contracts name no implementation: turn the import round.',
  },

  { files: 'providers/{registry,manifests}.ts', may: ['providers/**'], instead: generated },
  {
    files: 'providers/router/**',
    may: ['providers/*.ts', 'providers/prices/**', 'monitoring/**'],
    instead: 'Policy and vendor never meet in one file: the router sees vendors through the registry only.',
  },
  {
    files: 'providers/prices/**',
    may: ['providers/contract.ts', 'monitoring/**'],
    instead: 'Prices are data about vendors and know no adapter: let the caller pass the value in.',
  },
  {
    files: 'providers/http/**',
    may: ['providers/{contract,errors,fits}.ts', 'monitoring/**'],
    instead: 'The shared ground knows no vendor: let the vendor pass the difference in.',
  },
  {
    files: 'providers/openai-compatible/**',
    may: ['providers/{contract,errors,fits}.ts', 'providers/http/**', 'monitoring/**'],
    instead: 'The shared base knows no vendor: let the vendor pass the difference in.',
  },
  {
    files: 'providers/*/**/*',
    home: 'providers/<unit>/**',
    may: [
      'providers/{contract,errors,fits}.ts',
      'providers/{http,openai-compatible}/**',
      'providers/prices/with-prices.ts',
      'monitoring/**',
    ],
    instead:
      'A vendor knows no other vendor: what two share belongs in providers/http or providers/openai-compatible.',
  },
  {
    files: 'providers/*.ts',
    home: 'providers/*.ts',
    may: ['monitoring/**'],
    instead: 'Contracts name no implementation: turn the import round.',
  },

  { files: 'agents/{registry,manifests}.ts', may: ['agents/**'], instead: generated },
  {
    files: 'agents/orchestrator/**',
    may: [
      'agents/*.ts',
      'agents/{analysis,configuration,judge,strangers}/**',
      'providers/contract.ts',
      'monitoring/**',
    ],
    instead: 'The orchestrator sees agents through manifests and registry only.',
  },
  {
    files: 'agents/{analysis,dialogue,judge,strangers}/**',
    may: [
      'agents/contract.ts',
      'agents/errors.ts',
      'agents/{analysis,dialogue,judge,strangers}/**',
      'providers/contract.ts',
      'monitoring/**',
    ],
    instead: 'Shared ground knows no agent: let the agent pass the value in.',
  },
  {
    files: 'agents/*/**/*',
    home: 'agents/<unit>/**',
    may: [
      'agents/contract.ts',
      'agents/errors.ts',
      'agents/{analysis,dialogue,judge,strangers}/**',
      'providers/contract.ts',
      'monitoring/**',
    ],
    instead:
      'An agent knows no other agent and no vendor: the model arrives as a value, shared tools live in agents/analysis.',
  },
  {
    files: 'agents/*.ts',
    home: 'agents/*.ts',
    may: ['providers/contract.ts', 'monitoring/**'],
    instead: 'Contracts name no implementation: turn the import round.',
  },

  {
    files: 'prisma/**',
    may: ['monitoring/**'],
    instead: 'Rows know nothing of the work done with them: let jobs/ translate.',
  },
  {
    files: 'jobs/**',
    may: [
      'bots/{contract,registry,manifests}.ts',
      'bots/commands/**',
      'agents/{contract,review-history,registry,manifests}.ts',
      'agents/{orchestrator,configuration}/**',
      'agents/analysis/change-set.ts',
      'providers/contract.ts',
      'prisma/**',
      'monitoring/**',
    ],
    instead: 'Jobs reach units through contracts and registries: extend the contract.',
  },

  {
    files: 'apps/hub/**',
    may: [
      'package.json',
      'bots/{contract,receivers,setups,manifests}.ts',
      '{agents,providers}/manifests.ts',
      'jobs/{catalog,queue}.ts',
      'prisma/**',
      'monitoring/**',
    ],
    instead: 'The hub stays light: enqueue a job and let the worker do it.',
  },
  {
    files: 'apps/models/**',
    may: [
      'monitoring/**',
      'prisma/**',
      'providers/**',
      'jobs/{completion-rows,genai-span,rows,shared-connections}.ts',
      // To find credentials in words that are kept.
      'agents/analysis/change-set.ts',
      'agents/judge/{numbered-hunks,withheld-lines}.ts',
    ],
    instead: 'Models are opened alike in every process that asks them, and know none of these.',
  },
  {
    files: 'apps/gateway/**',
    may: ['package.json', 'apps/models/**', 'monitoring/**', 'prisma/**', 'providers/**'],
    instead: 'The gateway stands between keys and the router: no agent, no platform, no other app.',
  },
  {
    files: 'apps/worker/**',
    may: [...server, 'apps/models/**'],
    instead: 'The worker stands alone: no other app, no test code.',
  },
  {
    files: 'apps/cli/**',
    may: [...server, 'apps/{hub,worker,gateway,models}/**'],
    instead: 'The command line starts hub and worker and knows no other app and no test code.',
  },
  {
    files: 'apps/demo/**',
    may: [...server, 'apps/**', 'test/stand-ins/**'],
    instead: 'Of test code, the demo uses the stand-ins only.',
  },
  { files: '*.ts', home: '*.ts', may: [], instead: 'Tool configuration imports tools only.' },
];

export function rowOf(path: string): Row | undefined {
  return importTable.find((row) => matchesGlob(path, row.files));
}

/** Whether the table lets the file at `from` import the file at `to`. Nothing imports a test. */
export function isAllowed(from: string, to: string): boolean {
  const row = rowOf(from);
  if (!row || to.endsWith('.test.ts')) return false;
  const unit = from.split('/')[1] ?? '';
  const home = (row.home ?? row.files).replace('<unit>', unit);
  return [home, ...row.may].some((glob) => matchesGlob(to, glob));
}
