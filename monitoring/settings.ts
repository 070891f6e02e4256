import type { z } from 'zod';

/**
 * What a manifest says about each field of its settings schema. One schema gives the type, the check of the
 * environment, `deploy/env.example`, the admin page's form and the redaction list.
 */
export interface SettingMeta {
  /** Name of the environment variable. */
  readonly env?: string;
  /** True for values that must never be shown, logged or stored in clear. */
  readonly secret?: boolean;
  /** One short line for a person: what it is and where to find it. */
  readonly label?: string;
}

declare module 'zod' {
  interface GlobalMeta {
    env?: string;
    secret?: boolean;
    label?: string;
  }
}

export interface Setting extends SettingMeta {
  readonly name: string;
  readonly required: boolean;
}

/** The fields of a settings schema with their marks, in the order of declaration. */
export function settingsOf(schema: z.ZodObject): Setting[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const type = field as z.ZodType;
    const meta = type.meta() ?? innerMeta(type);
    return { ...meta, name, required: !type.safeParse(undefined).success };
  });
}

/** `.optional()` and `.default()` wrap the marked type: the mark may sit inside. */
function innerMeta(type: z.ZodType): SettingMeta {
  const inner = (type.def as { innerType?: z.ZodType }).innerType;
  if (!inner) return {};
  return inner.meta() ?? innerMeta(inner);
}

/** Reads the settings of a schema out of an environment; empty strings count as absent. */
export function settingsFromEnv(
  schema: z.ZodObject,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const values: Record<string, string> = {};
  for (const setting of settingsOf(schema)) {
    const value = setting.env === undefined ? undefined : env[setting.env];
    if (value !== undefined && value !== '') values[setting.name] = value;
  }
  return values;
}

/** A secret of several values, separated by commas or line ends: all are accepted while old and new overlap. */
export function rotatingSecret(value: string): string[] {
  return value
    .split(/[,\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Names of the secret fields of several units: what a log must not show. */
export function secretNames(units: readonly { readonly settings: z.ZodObject }[]): string[] {
  return units.flatMap(({ settings }) =>
    settingsOf(settings).flatMap(({ name, secret }) => (secret ? [name] : [])),
  );
}
