/** Of the package `@pydantic/genai-prices`; a test holds the version to what is installed. */
export const basePrices = {
  version: '0.1.8',
  publishedAt: '2026-09-23',
  source: '@pydantic/genai-prices 0.1.8',
} as const;
