import { z } from 'zod';

const strings = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
};

/** The fields of `package.json` that say what others may import. Fields of another type count as absent. */
const packageSchema = z.object({
  name: z.string(),
  version: z.string().optional().catch(undefined),
  private: z.boolean().optional().catch(undefined),
  exports: z.unknown().optional(),
  main: z.string().optional().catch(undefined),
  module: z.string().optional().catch(undefined),
  types: z.string().optional().catch(undefined),
  typings: z.string().optional().catch(undefined),
  bin: z.unknown().optional(),
});

export interface PackageEntries {
  readonly name: string;
  readonly version: string | undefined;
  readonly isPrivate: boolean;
  /** Paths of sources that may stand behind an entry, without extension, relative to the package; `*` for any name. */
  readonly sources: readonly string[];
}

/** What a package offers; undefined for a text that is no `package.json` with a name. */
export function readPackage(text: string): PackageEntries | undefined {
  const parsed = packageSchema.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  const { name, version, exports, main, module, types, typings, bin } = parsed.data;
  const written = [
    ...strings(exports),
    ...strings(main),
    ...strings(module),
    ...strings(types ?? typings),
    ...strings(bin),
  ];
  const entries = written.length === 0 ? ['index.js'] : written;
  return {
    name,
    version,
    isPrivate: parsed.data.private === true,
    sources: [...new Set(entries.flatMap(sourcesOf))],
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `./dist/index.js` is built of `src/index`, `lib/index` or `index`. */
function sourcesOf(entry: string): readonly string[] {
  const path = entry.replace(/^\.\//, '').replace(/(\.d)?\.[cm]?[jt]sx?$/, '');
  const built = /^(?:dist|build|out|lib|esm|cjs|es|types)\/(?:(?:esm|cjs|es|types|src)\/)?(.+)$/.exec(
    path,
  )?.[1];
  return built === undefined ? [path, `src/${path}`] : [path, built, `src/${built}`, `lib/${built}`];
}
