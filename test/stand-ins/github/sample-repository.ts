import { baseFiles } from './sample/base-files.ts';
import { headChanges } from './sample/head-changes.ts';
import type { Changes, Files } from './state/branches.ts';

export interface SampleRepository {
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
  readonly files: Files;
  readonly pull: {
    readonly branch: string;
    readonly changes: Changes;
    readonly title: string;
    readonly body: string;
    /** Login of its author, who may write to the repository. */
    readonly author: string;
  };
}

/**
 * A small service with an open pull request for the demo: an SQL injection, a command injection, a credential in
 * the source, an install script and a git dependency, a promise nobody waits for, and a function grown too long.
 */
export const sampleRepository: SampleRepository = {
  owner: 'parcel-desk',
  name: 'service',
  defaultBranch: 'main',
  files: baseFiles,
  pull: {
    branch: 'search-and-labels',
    changes: headChanges,
    title: 'Search orders and print labels again',
    body: `Support asked for two things:

- find the orders of a customer by name
- print a label again on any printer of the desk

Surcharges are now computed here instead of in the spreadsheet.`,
    author: 'rosa',
  },
};
