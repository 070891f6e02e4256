/** Roles on a repository, least first: each may do what those before it may. */
export const roles = ['read', 'triage', 'write', 'maintain', 'admin'] as const;

export type Role = (typeof roles)[number];

/**
 * Who may: everybody from a role on, or only those named, each a login or `organization/team`; of these only whoever has
 * the role, where one is given too.
 */
export type Access = { readonly role: Role } | { readonly names: readonly string[]; readonly role?: Role };

export type Authorisation =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reason: string; readonly remedy: string };
