import { z } from 'zod';

const parts = z.object({ reasoning_content: z.string() });

/** What a model thought before it answered, for vendors that want it back within a tool loop. */
export function thinkingOf(thinking: string | null | undefined): { vendorParts?: unknown } {
  return thinking ? { vendorParts: { reasoning_content: thinking } } : {};
}

/** The same as a field of the assistant's turn; nothing for parts of another vendor. */
export function thinkingField(vendorParts: unknown): { reasoning_content?: string } {
  return parts.safeParse(vendorParts).data ?? {};
}
