import type { Span } from '../span.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import type { YamlNode } from '../yaml/yaml-node.ts';

/** One setting, with its path as Spring reads it: in lower case and without hyphens, `management.endpoints.web`. */
export interface Setting {
  readonly path: string;
  /** As it is written. */
  readonly name: string;
  readonly value: string;
  readonly at: Span;
}

/** A file of settings of an application. */
export interface SettingsFile {
  readonly settings: readonly Setting[];
  readonly gap: string | undefined;
}

/** Reads `application.yml` and `application.properties`. */
export function readSettings(text: string, path: string): SettingsFile | undefined {
  if (path.endsWith('.properties')) return { settings: propertiesIn(text), gap: undefined };
  const { documents, gap } = readYaml(text);
  return { settings: documents.flatMap((root) => flattened(root, '')), gap };
}

function normal(path: string): string {
  return path.toLowerCase().replace(/[-_]/g, '');
}

const property = /^[ \t]*([\w.[\]-]+)[ \t]*[=:][ \t]*(.*?)[ \t]*\r?$/gm;

function propertiesIn(text: string): readonly Setting[] {
  return [...text.matchAll(property)].map((match) => {
    const [whole, name = '', value = ''] = match;
    return {
      path: normal(name),
      name,
      value,
      at: { start: match.index, end: match.index + whole.trimEnd().length },
    };
  });
}

function flattened(node: YamlNode, prefix: string): readonly Setting[] {
  if (node.kind !== 'map') return [];
  return node.entries.flatMap(({ key, value, at }) => {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    if (value.kind === 'map') return flattened(value, name);
    const texts =
      value.kind === 'list'
        ? value.items.map((item) => (item.kind === 'scalar' ? item.text : ''))
        : [value.text];
    return [{ path: normal(name), name, value: texts.join(','), at }];
  });
}
