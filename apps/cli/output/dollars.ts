/** Four digits, because most work costs less than a cent. Empty when the cost is not known. */
export function dollars(costUsd: number | null): string {
  if (costUsd === null) return '';
  return costUsd > 0 && costUsd < 0.0001 ? '< $0.0001' : `$${costUsd.toFixed(4)}`;
}
