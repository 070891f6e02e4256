import type { Change } from '#agents/contract.ts';
import { code } from '../findings/shown-text.ts';
import type { Fault, LineFault } from './declared.ts';
import { nameFault, registryFault, sourceFault, unpinnedFault } from './faults.ts';
import { indexFault } from './formats/requirements.ts';

const places = new Set(['yaml', 'shell', 'dockerfile', 'makefile', 'groovy', 'powershell']);

/** Commands in workflows, images and scripts that install from elsewhere than a registry, or a name that is nearly another. */
export function* installCommands({ path, language, hunks }: Change): Iterable<LineFault> {
  if (
    !places.has(language ?? '') &&
    !/(^|\/)(Makefile|Jenkinsfile|Justfile|[\w.-]*Dockerfile[\w.-]*)$/.test(path)
  )
    return;
  for (const { kind, text, newLine = 1 } of hunks.flatMap((hunk) => hunk.lines)) {
    if (kind !== 'added' || !/install|\badd\b|\bget\b|\bi\b|npx|dlx|pipx|uvx/.test(text)) continue;
    const [fault] = commandFaults(text.replace(/(^|\s)#.*$/, ''));
    if (fault !== undefined) yield { ...fault, line: newLine };
  }
}

function* commandFaults(text: string): Iterable<Fault> {
  for (const [manager, words] of commandsIn(text)) {
    for (const [index, word] of words.entries()) {
      const [option = '', value = words[index + 1] ?? ''] = word.split('=');
      const before = words[index - 1] ?? '';
      const fault = word.startsWith('-')
        ? optionFault(manager, option, value, text)
        : wordFault(manager, word, before);
      if (fault !== undefined) yield fault;
    }
  }
}

function optionFault(manager: Manager, option: string, value: string, text: string): Fault | undefined {
  if (/^--(registry|source|index)$/.test(option) && value.startsWith('http:'))
    return registryFault(`Packages come over an unencrypted connection: ${code(text.trim())}`);
  return manager === 'pypi' ? indexFault(option, value) : undefined;
}

type Manager = 'npm' | 'pypi' | 'go' | 'crates' | 'rubygems';

const commands: readonly (readonly [Manager, RegExp])[] = [
  [
    'npm',
    /\b(?:npm\s+(?:i|install|add|exec)|yarn\s+(?:global\s+)?add|pnpm\s+(?:add|install|i|dlx)|bun\s+(?:add|install)|npx)\s+([^;&|\n]*)/g,
  ],
  [
    'pypi',
    /\b(?:pip3?\s+install|uv\s+(?:pip\s+install|add|tool\s+install)|pipx\s+install|poetry\s+add)\s+([^;&|\n]*)/g,
  ],
  ['go', /\bgo\s+(?:install|get|run)\s+([^;&|\n]*)/g],
  ['crates', /\bcargo\s+(?:install|add)\s+([^;&|\n]*)/g],
  ['rubygems', /\bgem\s+install\s+([^;&|\n]*)/g],
];

function* commandsIn(text: string): Iterable<readonly [Manager, readonly string[]]> {
  for (const [manager, pattern] of commands)
    for (const [, rest = ''] of text.matchAll(pattern)) {
      const words = rest
        .replace(/["'\\\]]/g, ' ')
        .split(/[\s,]+/)
        .filter((word) => word !== '');
      yield [manager, words];
    }
}

/** Options whose next word is no package. */
const withValue =
  /^(-i|--index-url|--registry|--extra-index-url|-r|-c|-e|--source|--index|--prefix|-C|--root|--trusted-host|-f|--find-links|--features|--target|--branch|--tag|--rev|--version|-v)$/;

function wordFault(manager: Manager, word: string, before: string): Fault | undefined {
  if (withValue.test(before) && (manager !== 'npm' || before.startsWith('--'))) return undefined;
  if (/^(git\+|git:|https?:|github:)/.test(word)) return addressFault(word);
  if (manager === 'go') return movingModule(word);
  if (/[/$]/.test(word) && !word.startsWith('@')) return undefined;
  const name = manager === 'npm' ? word.replace(/(?<=.)@.*$/, '') : (/^[\w.-]+/.exec(word)?.[0] ?? '');
  return /^@?[a-z][\w./-]*$/i.test(name) ? nameFault(name, manager) : undefined;
}

function movingModule(word: string): Fault | undefined {
  const [name = '', version = ''] = word.split('@');
  return /^(latest|main|master)$/.test(version) ? unpinnedFault(name, version) : undefined;
}

function addressFault(word: string): Fault | undefined {
  if (/^git\+https:[^#@]*[@#][\da-f]{40}\b/.test(word)) return undefined;
  const isPlain = /^(git\+)?(http|git):/.test(word);
  const name =
    word
      .replace(/[#?].*$/, '')
      .split('/')
      .at(-1) ?? word;
  return isPlain
    ? sourceFault(name, word, 'comes from an address, over an unencrypted connection', 'high')
    : sourceFault(name, word, 'comes from an address, not from the registry', 'medium');
}
