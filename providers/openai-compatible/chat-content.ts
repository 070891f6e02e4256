import { z } from 'zod';

const part = z.looseObject({ type: z.string().nullish(), text: z.string().nullish() });

/** A text, or parts of which only those that are text count: the others are thinking and references. */
export const chatContent = z
  .union([z.string(), z.array(part)])
  .nullish()
  .transform((content) => {
    if (typeof content === 'string') return content;
    return (content ?? []).map(({ type, text }) => (type === 'text' ? (text ?? '') : '')).join('');
  });
