import type { Signal } from './signal.ts';

const forged = (points: Signal['points'], form: RegExp): Signal => ({ want: 'forged-turn', points, form });

/** On the text as it was written: marks by which a text pretends to be somebody else's turn, or the end of the data. */
export const forgedTurns: readonly Signal[] = [
  forged(
    3,
    /<\|(?:im_start|im_end|system|assistant|user|endoftext|start_header_id|end_header_id|eot_id|channel)\|>/i,
  ),
  forged(3, /\[\/?INST\]|<<\/?SYS>>/),
  forged(
    3,
    /^[\s>*#/-]*(?:BEGIN|END) (?:OF )?(?:THE )?(?:DATA|DIFF|UNTRUSTED|USER (?:INPUT|DATA|CONTENT)|INPUT|CONTEXT|PROMPT|PULL REQUEST)\b/m,
  ),
  forged(
    2,
    /<\/?(?:system(?:[-_](?:prompt|message|reminder|note))?|assistant|user_input|untrusted(?:[-_]\w+)?|tool_(?:result|call|output|response)s?|function_(?:results?|calls?|call)|instructions?|developer|admin|override)>/i,
  ),
  forged(
    2,
    /^[\s>*#/-]*\**\[?(?:system(?: (?:prompt|message|override|note|notice|update))?|developer(?: message)?|admin(?:istrator)?(?: (?:note|override|message))?|assistant|human)\]?\**\s*[:>]\**\s*\S/im,
  ),
  forged(2, /["']role["']\s*:\s*["'](?:system|assistant|developer|tool)["']/i),
  forged(
    2,
    /^[\s>*/-]*-{2,}\s*(?:end|begin|start) (?:of )?(?:the )?(?:diff|file|data|user|input|pull request|review|context|prompt|system)/im,
  ),
  {
    // Spoken to by name: `AI reviewer: …`, `LLM, …`.
    want: 'address',
    points: 2,
    form: /(?:^|[.!?:]\s|[>*#/(-]\s?)@?(?:(?:dear|hey|hi|hello|attention|note(?: to)?)\s)?(?:the\s|any\s|all\s|every\s)?(?:AIs?|LLMs?|Models?|Bots?|AMAS|GPT|ChatGPT|Claude|Copilot|Gemini|CodeRabbit|(?:AI|LLM|review(?:er)?|automated|code review) ?(?:reviewers?|assistants?|agents?|bots?|models?|tools?|instructions?|directives?|notes?))\s?[:,!—–-]\s?\S/im,
  },
  forged(2, /^#{1,4} ?(?:instruction|response|system|assistant|human)s?\s*:?\s*$/im),
  { want: 'forged-result', points: 2, form: /["']?findings["']?\s*[:=]\s*\[\s*\]/i },
  {
    want: 'configure',
    points: 2,
    form: /\bfail[_-]?on["']?\s*[:=]\s*["']?never|\bamas\s*[:,]?\s*(?:disable|ignore|off|skip|approve)\b/i,
  },
  { want: 'send', points: 2, form: /!?\[[^\]\n]*\]\(https?:\/\/[^)\s]*(?:\{\{?|\$\{|<|%7b|\[)[^)]*\)/i },
  {
    want: 'send',
    points: 2,
    form: /https?:\/\/[^\s)]*[?&/][^\s)]*(?:\{\{?\s*\w+|\$\{?\w+|<[A-Z_ ]{3,}>|\[[A-Z_ ]{3,}\])/,
  },
];
