import type { GitHubStandIn } from './github-stand-in.ts';
import type { PullOptions, RepositoryHandle } from './repository-handle.ts';
import { baseFiles } from './sample/base-files.ts';
import { headChanges } from './sample/head-changes.ts';

export interface SampleRepository {
  readonly owner: string;
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly branch: string;
  /** What the branch changes; `null` deletes. */
  readonly changes: Readonly<Record<string, string | null>>;
  /** The pull request to open from it. */
  readonly pull: PullOptions & { readonly author: string };
}

/**
 * A small service with a pull request for the demo: an SQL injection, a command injection, a credential in the
 * source, an install script and a git dependency, a promise nobody waits for, and a function grown too long.
 */
export const sampleRepository: SampleRepository = {
  owner: 'parcel-desk',
  name: 'service',
  files: baseFiles,
  branch: 'search-and-labels',
  changes: headChanges,
  pull: {
    head: 'search-and-labels',
    title: 'Search orders and print labels again',
    body: `Support asked for two things:

- find the orders of a customer by name
- print a label again on any printer of the desk

Surcharges are now computed here instead of in the spreadsheet.`,
    author: 'rosa',
  },
};

/** Adds the repository with its branch. The pull request is left to be opened, when the story wants it. */
export function addSampleRepository(standIn: GitHubStandIn): RepositoryHandle {
  const { owner, name, files, branch, changes, pull } = sampleRepository;
  const repository = standIn.addRepository({ owner, name, files });
  repository.setRole(pull.author, 'write');
  repository.createBranch(branch);
  repository.commit(branch, changes, { author: pull.author, message: pull.title });
  return repository;
}
