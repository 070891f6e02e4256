import type { Change, ChangeSet } from '#agents/contract.ts';
import { code } from '../findings/shown-text.ts';
import type { Fault, LineFault } from './declared.ts';

const reaching =
  /\b(urlopen|urlretrieve|requests\.(get|post)|httpx\.|socket\.|subprocess\.|os\.system|os\.popen|Popen|exec\(|eval\(|compile\(|b64decode|marshal\.loads|__import__|ctypes|pty\.spawn|os\.environ)/;
const rustReaching =
  /\b(Command::new\(\s*"(curl|wget|sh|bash|powershell|cmd|nc|python3?)"|TcpStream|reqwest|ureq|env::vars\(\)|base64|include_bytes!)/;
const rubyReaching = /\b(Net::HTTP|open-uri|URI\.open|system\(|`[^`]+`|eval\(|Base64\.decode)/;

/** Programs that run while a package is built or installed: `setup.py`, `build.rs`, `binding.gyp`, `extconf.rb`. */
export function* installPrograms(change: Change): Iterable<LineFault> {
  const { path, hunks, baseText } = change;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const added = hunks.flatMap((hunk) => hunk.lines).filter(({ kind }) => kind === 'added');
  const pattern = { 'setup.py': reaching, 'build.rs': rustReaching, 'extconf.rb': rubyReaching }[name];
  const found =
    pattern === undefined
      ? undefined
      : added.find(({ text }) => pattern.test(text) && !/^\s*(#|\/\/)/.test(text));
  if (found !== undefined)
    yield {
      ...programFault(`${code(name)} reaches beyond the build: ${code(found.text)}`, 'high'),
      line: found.newLine ?? 1,
    };
  const isNew = baseText === undefined && change.status === 'added';
  if (found === undefined && isNew && /^(build\.rs|binding\.gyp|extconf\.rb)$/.test(name))
    yield {
      ...programFault(`The new ${code(name)} runs on every machine that builds or installs`, 'medium'),
      line: 1,
    };
}

function programFault(title: string, severity: Fault['severity']): Fault {
  return {
    rule: 'install-script',
    severity,
    title,
    why: 'It runs before anyone has read it, with the rights and the environment of whoever installs: developers and CI with its tokens.',
    instead: 'Build from what is in the package, and fetch nothing.',
    cwe: 'CWE-829',
  };
}

const program = /\.(exe|dll|so|dylib|jar|war|class|node|pyc|whl|egg|msi|apk|deb|rpm)$/i;

/** Programs that the change brings in as bytes. They take no comment, so these findings have no line. */
export function binaryFaults({ coverage }: ChangeSet): { readonly path: string; readonly fault: Fault }[] {
  return coverage
    .filter(
      ({ path, reason }) => reason === 'binary' && program.test(path) && !path.endsWith('gradle-wrapper.jar'),
    )
    .map(({ path }) => ({
      path,
      fault: {
        rule: 'binary',
        severity: 'medium',
        title: `${code(path)} is a program that nobody can review`,
        why: 'Nobody can review what it does, and whoever builds or runs the project runs it.',
        instead: 'Build it from sources, or take it from a package with a checksum.',
        cwe: 'CWE-506',
      },
    }));
}
