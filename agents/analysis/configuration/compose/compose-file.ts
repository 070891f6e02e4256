import { entriesAt, entryOf, itemsAt, textAt, type YamlEntry, type YamlNode } from '../yaml/yaml-node.ts';
import { readYaml } from '../yaml/read-yaml.ts';

export interface Service {
  readonly name: string;
  readonly node: YamlNode;
  readonly image: string;
}

export interface ComposeFile {
  readonly text: string;
  readonly root: YamlNode;
  readonly services: readonly Service[];
  /** Meant for a developer's machine or a test run: what is open or weak there is open to nobody else. */
  readonly isLocal: boolean;
  readonly gap: string | undefined;
}

const localPath =
  /(^|\/)(\.devcontainer|dev|devel|development|local|tests?|ci|e2e|integration|examples?|samples?|demo|hack)\/|[.-](dev|devel|development|local|override|tests?|testing|ci|e2e|integration|debug|example|sample|demo)\.ya?ml$|(^|\/)(dev|local|tests?)[.-]?(docker-)?compose[\w.-]*\.ya?ml$/i;

export function readComposeFile(text: string, path: string): ComposeFile | undefined {
  const { documents, gap } = readYaml(text);
  const [root] = documents;
  const services = entriesAt(root, 'services').map(({ key, value }) => ({
    name: key,
    node: value,
    image: textAt(value, 'image') ?? '',
  }));
  if (root === undefined || services.length === 0)
    return gap === undefined ? undefined : { text, root: emptyMap, services: [], isLocal: true, gap };
  return { text, root, services, isLocal: localPath.test(path), gap };
}

const emptyMap: YamlNode = { kind: 'map', start: 0, end: 0, via: [], entries: [] };

export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly entry: YamlEntry | YamlNode;
}

/** `environment` in its two forms: a map, or a list of `NAME=value`. */
export function variablesOf(service: YamlNode): readonly Variable[] {
  const ofMap = entriesAt(service, 'environment').map((entry) => ({
    name: entry.key,
    value: textAt(entry.value) ?? '',
    entry,
  }));
  const ofList = itemsAt(service, 'environment').flatMap((item) => {
    const match = /^([\w.-]+)=(.*)$/s.exec(textAt(item) ?? '');
    return match === null ? [] : [{ name: match[1] ?? '', value: match[2] ?? '', entry: item }];
  });
  return [...ofMap, ...ofList];
}

export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly isReadOnly: boolean;
  readonly node: YamlNode;
}

/** Bind mounts in the short and the long form. */
export function mountsOf(service: YamlNode): readonly Mount[] {
  return itemsAt(service, 'volumes').flatMap((node): readonly Mount[] => {
    const short = textAt(node);
    if (short === undefined) {
      const source = textAt(node, 'source') ?? textAt(node, 'src') ?? '';
      const target = textAt(node, 'target') ?? textAt(node, 'destination') ?? '';
      return [{ source, target, isReadOnly: textAt(node, 'read_only') === 'true', node }];
    }
    // A variable may hold a colon of its own: `${DATA:-/var/data}:/data`.
    const parts = short.replace(/\$\{[^}]*\}/g, (variable) => variable.replaceAll(':', '\0')).split(':');
    const [source = '', target = '', mode = ''] = parts.map((part) => part.replaceAll('\0', ':'));
    return target === '' ? [] : [{ source, target, isReadOnly: /\bro\b/.test(mode), node }];
  });
}

export interface PublishedPort {
  readonly hostAddress: string;
  readonly container: string;
  readonly node: YamlNode;
}

export function portsOf(service: YamlNode): readonly PublishedPort[] {
  return itemsAt(service, 'ports').map((node) => {
    const short = textAt(node);
    if (short === undefined) {
      return { hostAddress: textAt(node, 'host_ip') ?? '', container: textAt(node, 'target') ?? '', node };
    }
    const flat = short
      .replace(/\/(tcp|udp)$/, '')
      .replace(/\$\{\w+(?::?-([^}]*))?[^}]*\}/g, (_, fallback?: string) => fallback ?? '$');
    const match = /^(?:(\[[^\]]*\]|[^:]*):)?(?:[^:]*:)?([^:]*)$/.exec(flat);
    const hasAddress = flat.replace(/\[[^\]]*\]/, 'a').split(':').length > 2;
    return { hostAddress: hasAddress ? (match?.[1] ?? '') : '', container: match?.[2] ?? '', node };
  });
}

export function serviceEntry(service: Service, ...path: readonly string[]): YamlEntry | undefined {
  return entryOf(service.node, ...path);
}
