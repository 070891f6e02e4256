/**
 * Where the pages belonging to an API are, without a slash at the end: `https://api.github.com` has them at
 * `https://github.com`, `https://host/api/v3` of Enterprise Server at `https://host`.
 */
export function webAddressOf(apiUrl: string): string {
  const url = new URL(apiUrl);
  url.host = url.host.replace(/^api\./, '');
  return url.origin;
}
