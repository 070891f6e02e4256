/**
 * The allowance for second attempts: each call of an organization earns a share of one, so that hedging costs at most
 * that share more, whatever the vendors do.
 */
export interface Hedges {
  earn(organizationId: string, share: number): void;
  /** False when it is used up. */
  spend(organizationId: string): boolean;
}

/** What can be saved up: a bad minute may use more than its share. */
const most = 20;
/** The least lately used are forgotten beyond this. */
const maxOrganizations = 1_000;

export function createHedges(): Hedges {
  const saved = new Map<string, number>();
  return {
    earn(organizationId, share) {
      const before = saved.get(organizationId) ?? 1;
      saved.delete(organizationId);
      saved.set(organizationId, Math.min(most, before + share));
      const [oldest] = saved.keys();
      if (saved.size > maxOrganizations && oldest !== undefined) saved.delete(oldest);
    },
    spend(organizationId) {
      const before = saved.get(organizationId) ?? 0;
      if (before < 1) return false;
      saved.set(organizationId, before - 1);
      return true;
    },
  };
}
