import {
  enclosingFunction,
  isFunction,
  keyName,
  parametersOf,
  stringValue,
  unwrap,
} from '../../syntax/expressions.ts';
import { isTainted } from '../../flow/value.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';
import type { CallSite, SourceFile } from '../source-file.ts';

const weakPreferences: Readonly<Record<string, string>> = {
  nodeIntegration: 'true',
  nodeIntegrationInWorker: 'true',
  nodeIntegrationInSubFrames: 'true',
  contextIsolation: 'false',
  webSecurity: 'false',
  sandbox: 'false',
  allowRunningInsecureContent: 'true',
  enableRemoteModule: 'true',
  webviewTag: 'true',
};

export const electronIsolation = defineRule({
  id: 'security/electron-isolation',
  title: 'A page gets at the machine: `{source}`',
  cwe: 'CWE-1188',
  severity: 'high',
  why: 'One script injected into a page of the window then reads files, starts programs or opens any address with the rights of the user.',
  instead:
    'Keep isolation, sandbox and web security on, hand pages single functions, and check addresses before opening them.',
  example: "contextBridge.exposeInMainWorld('files', { save: (text) => ipcRenderer.invoke('save', text) });",
  *find(file): Iterable<Match> {
    for (const pair of file.nodes('pair')) yield* weakPreference(file, pair);
    for (const call of file.calls()) {
      if (call.name === 'electron.shell.openExternal') yield* opened(file, call);
      if (call.name === 'electron.contextBridge.exposeInMainWorld') yield* exposed(file, call);
      if (call.method === 'on' && stringValue(call.arguments[0]) === 'certificate-error')
        yield* acceptedCertificate(call);
    }
  },
});

function* weakPreference(file: SourceFile, pair: SyntaxNode): Iterable<Match> {
  const name = keyName(pair.field('key')) ?? '';
  const weak = Object.hasOwn(weakPreferences, name) ? weakPreferences[name] : undefined;
  const written = pair.field('value');
  if (weak === undefined || written === undefined || unwrap(written).text !== weak) return;
  const isWindow =
    /\bwebPreferences\b/.test(file.text) && /electron|BrowserWindow|WebContentsView/.test(file.text);
  if (!isWindow) return;
  const text = `${pair.fieldText('key')}: ${weak === 'true' ? 'false' : 'true'}`;
  const isMinor = /^(sandbox|webviewTag)$/.test(name);
  yield {
    node: pair,
    source: pair.text,
    edit: { node: pair, text },
    ...(isMinor ? { severity: 'medium' } : {}),
  };
}

function* opened(file: SourceFile, call: CallSite): Iterable<Match> {
  const [argument] = call.arguments;
  if (argument === undefined) return;
  const value = file.flow.valueOf(argument, 'redirect');
  if (isTainted(value) && !isCheckedBefore(file, call)) yield { node: call.node, source: call.node.text };
}

/** A look at the protocol anywhere in the function counts. */
function isCheckedBefore(file: SourceFile, call: CallSite): boolean {
  const before = (enclosingFunction(call.node) ?? file.root).text;
  return /\.protocol\b|startsWith\(|allowed|\.has\(|\.origin\b|https?:/i.test(before);
}

function* exposed(file: SourceFile, call: CallSite): Iterable<Match> {
  const api = call.arguments[1];
  if (api === undefined) return;
  const whole = [api, ...(file.objectOf(api)?.children ?? [])].map((member) =>
    unwrap(member.field('value') ?? member),
  );
  const handed = whole.find(
    (node) => file.flow.names.nameOf(node) === 'electron.ipcRenderer' || isRawSend(file, node),
  );
  if (handed !== undefined) yield { node: call.node, trail: [handed], source: handed.text };
}

/** `ipcRenderer.send` itself, or a function that sends on whatever channel the page names. */
function isRawSend(file: SourceFile, node: SyntaxNode): boolean {
  if (/^electron\.ipcRenderer\.(send|invoke|on|sendSync)$/.test(file.flow.names.nameOf(node) ?? ''))
    return true;
  if (!isFunction(node)) return false;
  const [channel] = parametersOf(node);
  return (
    channel !== undefined && new RegExp(`ipcRenderer\\.\\w+\\(\\s*${channel.pattern.text}\\b`).test(node.text)
  );
}

/** `app.on('certificate-error', (…, callback) => callback(true))` */
function* acceptedCertificate(call: CallSite): Iterable<Match> {
  const handler = call.arguments[1];
  if (handler === undefined || !isFunction(handler)) return;
  const accepts = /\bcallback\(true\)/.test(handler.text) && !/\bif\s*\(|\?/.test(handler.text);
  if (accepts) yield { node: call.node, source: 'certificate-error → callback(true)', cwe: 'CWE-295' };
}
