/** Languages by file extension. Names are the ones that rules, prompts and reports use. */
const byExtension: Readonly<Record<string, string>> = {
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'tsx',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  py: 'python',
  go: 'go',
  java: 'java',
  kt: 'kotlin',
  rb: 'ruby',
  erb: 'ruby',
  rake: 'ruby',
  ru: 'ruby',
  php: 'php',
  cs: 'csharp',
  cshtml: 'csharp',
  razor: 'csharp',
  rs: 'rust',
  c: 'c',
  h: 'c',
  cc: 'cpp',
  cpp: 'cpp',
  hpp: 'cpp',
  swift: 'swift',
  scala: 'scala',
  sh: 'shell',
  bash: 'shell',
  sql: 'sql',
  html: 'html',
  htm: 'html',
  css: 'css',
  scss: 'css',
  vue: 'vue',
  svelte: 'svelte',
  json: 'json',
  yaml: 'yaml',
  yml: 'yaml',
  toml: 'toml',
  xml: 'xml',
  ini: 'ini',
  env: 'env',
  md: 'markdown',
  mdx: 'markdown',
  rst: 'text',
  txt: 'text',
  tf: 'terraform',
  tfvars: 'terraform',
  dockerfile: 'dockerfile',
  properties: 'ini',
  nginx: 'nginx',
  prisma: 'prisma',
  proto: 'protobuf',
  graphql: 'graphql',
};

const byName: Readonly<Record<string, string>> = {
  dockerfile: 'dockerfile',
  containerfile: 'dockerfile',
  makefile: 'makefile',
  gemfile: 'ruby',
  rakefile: 'ruby',
  jenkinsfile: 'groovy',
  '.env': 'env',
  '.npmrc': 'ini',
  '.yarnrc': 'ini',
  'pip.conf': 'ini',
  'nginx.conf': 'nginx',
  '.gitignore': 'text',
  '.dockerignore': 'text',
};

/** The language of a file by its name; undefined when the name does not tell. */
export function languageOf(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const named = byName[name];
  if (named !== undefined) return named;
  if (/^(dockerfile|containerfile)\./.test(name)) return 'dockerfile';
  if (name.startsWith('.env.')) return 'env';
  const dot = name.lastIndexOf('.');
  return dot < 0 ? undefined : byExtension[name.slice(dot + 1)];
}
