/**
 * A larger file is data or generated: parsing it takes a second and more, and nobody reviews it. GitHub shows no diff
 * above about 1 MB either.
 */
export const maxFileBytes = 1_000_000;

/** Lockfiles are read by key, not parsed as code, and a large monorepo's reaches several megabytes. */
export const maxLockfileBytes = 8_000_000;

/** A patch that long carries more lines than any reader takes in; GitHub cuts its own at 20,000 lines. */
export const maxPatchChars = 4_000_000;

/** Edits searched when a diff has to be computed. The search grows with their square; 2,000 take a quarter of a second. */
export const maxComputedEdits = 2_000;

/** Lines longer than this are not written by hand. */
export const longLineChars = 500;

/** Below this size a file with one long line is a small data file or a badge-heavy README, not a bundle. */
export const minMinifiedChars = 5_000;
