import { AmasError } from '#monitoring/errors.ts';
import { manifest, type Settings } from './manifest.ts';

/** Stored or configured settings, checked. Throws `bots.unauthorised` that names what is wrong. */
export function readSettings(settings: Readonly<Record<string, string>>): Settings {
  const parsed = manifest.settings.safeParse(settings);
  if (parsed.success) return parsed.data;
  const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.')))];
  throw new AmasError('bots.unauthorised', 'settings of GitHub are missing or wrong', {
    publicMessage: `GitHub is not set up for this AMAS. The operator can set ${fields.join(', ')}.`,
    details: { platform: 'github', fields },
  });
}
