import { Refusal } from './refusal.ts';

const defaultVersion = '2022-11-28';
const supportedVersions = [defaultVersion, '2026-03-10'];

/** The version a request is answered in. */
export function checkApiVersion(asked: string | undefined, retired: readonly string[]): string {
  const version = asked ?? defaultVersion;
  if (retired.includes(version)) {
    throw new Refusal(410, `The version "${version}" of the API is no longer supported.`, {
      docs: 'about-the-rest-api/api-versions',
    });
  }
  if (supportedVersions.includes(version)) return version;
  throw new Refusal(
    400,
    `The version you specified in the "X-GitHub-API-Version" request header, "${version}", is not a supported version. ` +
      `Supported versions: ${supportedVersions.filter((known) => !retired.includes(known)).join(', ')}.`,
    { docs: 'about-the-rest-api/api-versions' },
  );
}
