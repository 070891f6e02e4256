/** Where people keep what exercises their code. */
const testPath =
  /(^|\/)(__tests__|__specs__|tests?|specs?|e2e|cypress|playwright)\/|[._-](test|spec|e2e|cy)\.[a-z]{1,4}$|(^|\/)test_\w+\.py$|_test\.(go|py)$/i;

export function isTestPath(path: string): boolean {
  return testPath.test(path);
}

/** Built, run or read by other tools than the project's tests; nobody writes a test beside them. */
const untestedPath =
  /(^|\/)(scripts?|bin|tools?|config|configs|examples?|benchmarks?|migrations?|seeds?|fixtures?|mocks?|stories|docs?|website)\/|\.(config|stories|bench|seed|d)\.[cm]?[jt]sx?$|(^|\/)\.[^/]+$/i;

export function isUntestedPath(path: string): boolean {
  return untestedPath.test(path);
}

/**
 * Where the test of a file may stand, the usual places first: beside it, in a folder of its own, in a tree that mirrors
 * the sources.
 */
export function testPathsOf(path: string): readonly string[] {
  const [, folder = '', name = '', extension = ''] = /^(.*?)([^/]+)\.(\w+)$/.exec(path) ?? [];
  const inSources = /^(.*?\/)?(?:src|lib|app)\/(.*)$/.exec(folder);
  const mirrored = inSources === null ? folder : (inSources[2] ?? '');
  const above = inSources?.[1] ?? '';
  return [
    `${folder}${name}.test.${extension}`,
    `${folder}__tests__/${name}.test.${extension}`,
    `${above}test/${mirrored}${name}.test.${extension}`,
    `${above}tests/${mirrored}${name}.test.${extension}`,
    `${folder}${name}.spec.${extension}`,
  ];
}
