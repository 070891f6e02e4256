/**
 * The advisory lock of what is decided about one subject: who reviews which revision. Whoever starts, joins or replaces
 * work on it holds this lock, so that of two that see the same revision at once one sees the other.
 */
export const subjectLock = (projectId: string, subjectId: string): string => `plan ${projectId} ${subjectId}`;
