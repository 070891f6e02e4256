import type { z } from 'zod';
import type { Env } from '#monitoring/server-config.ts';
import { settingsFromEnv, settingsOf, type Setting } from '#monitoring/settings.ts';

/** A platform or a provider, as far as its settings go. */
export interface Unit {
  readonly id: string;
  readonly title: string;
  readonly settings: z.ZodObject;
}

export interface UnitProblem {
  readonly variable: string;
  /** Never repeats the value: it may be a secret. */
  readonly problem: string;
}

export type UnitState =
  /** Nothing that it requires is set: it is not used. */
  | { readonly kind: 'absent'; readonly required: readonly string[] }
  | { readonly kind: 'complete' }
  | { readonly kind: 'wrong'; readonly problems: readonly UnitProblem[] };

/** Whether settings let a unit work. `values` are by setting name, as an integration in the database holds them. */
export function examineSettings(unit: Unit, values: Readonly<Record<string, string>>): UnitState {
  const settings = settingsOf(unit.settings);
  const parsed = unit.settings.safeParse(values);
  if (parsed.success) return { kind: 'complete' };
  const required = settings.filter((setting) => setting.required);
  if (required.every(({ name }) => values[name] === undefined)) {
    return { kind: 'absent', required: required.map(variableOf) };
  }
  return {
    kind: 'wrong',
    problems: parsed.error.issues.map((issue) => {
      const setting = settings.find(({ name }) => name === issue.path[0]);
      const isMissing = setting !== undefined && values[setting.name] === undefined;
      return {
        variable: setting ? variableOf(setting) : unit.id,
        problem: isMissing ? 'is not set' : `is wrong: ${issue.message}`,
      };
    }),
  };
}

/** The same with what the environment holds. */
export const examineUnit = (unit: Unit, env: Env): UnitState =>
  examineSettings(unit, settingsFromEnv(unit.settings, env));

export const variableOf = (setting: Setting): string => setting.env ?? setting.name;
