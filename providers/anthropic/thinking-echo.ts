import { z } from 'zod';

/**
 * A content block of an answer, kept whole. Thinking blocks are signed: inside a tool loop they must come back
 * unchanged and in their place.
 */
export type EchoedBlock = Readonly<Record<string, unknown>> & { readonly type: string };

const echo = z.object({
  vendor: z.literal('anthropic'),
  content: z.array(z.looseObject({ type: z.string() })),
});

/** `vendorParts` for an answer that holds thinking; others need no echo. */
export function toEcho(content: readonly EchoedBlock[]): z.infer<typeof echo> | undefined {
  const isSigned = content.some(({ type }) => type === 'thinking' || type === 'redacted_thinking');
  return isSigned ? { vendor: 'anthropic', content: [...content] } : undefined;
}

/** The blocks to send instead of text and calls; undefined for parts that another vendor made. */
export function echoOf(vendorParts: unknown): EchoedBlock[] | undefined {
  return echo.safeParse(vendorParts).data?.content;
}
