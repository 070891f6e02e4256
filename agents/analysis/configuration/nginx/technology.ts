import type { ConfigurationRule } from '../configuration-rule.ts';
import { defineTechnology } from '../technology.ts';
import { contextOf, type NginxFile, readNginx } from './nginx-file.ts';
import { droppedHeaders, listedFolder, removedGuard, tlsOff, weakTls } from './protection.ts';
import { aliasTraversal, headerInjection, hostFromRequest, originPattern } from './requests.ts';

const rules: readonly ConfigurationRule<NginxFile>[] = [
  aliasTraversal,
  headerInjection,
  hostFromRequest,
  originPattern,
  weakTls,
  tlsOff,
  listedFolder,
  droppedHeaders,
  removedGuard,
];

export const nginxTechnology = defineTechnology<NginxFile>({
  id: 'nginx',
  rules,
  matches: (path, text) =>
    /(^|\/)nginx[\w.-]*\.conf(\.template)?$|\.nginx(\.conf)?$/i.test(path) ||
    (/\.(conf|template|conf\.template|vhost)$|(^|\/)(sites-(available|enabled)|conf\.d|snippets)\/[^/]+$/.test(
      path,
    ) &&
      /^\s*(server|location|upstream|map)\b[^;\n]*\{/m.test(text) &&
      /;\s*$/m.test(text)),
  read: readNginx,
  *subjects({ all }) {
    yield '';
    for (const { directive, parents } of all)
      if (directive.block !== undefined) yield contextOf([...parents, directive]);
  },
});
