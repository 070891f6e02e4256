import { inWords, validateBlocks } from './block-kit.ts';
import type { CallArguments } from './call-arguments.ts';
import { Refusal } from './refusal.ts';
import type { Content } from './workspace.ts';

const maxBlocksBytes = 13_000;
const maxMarkdownChars = 12_000;
const maxMetadataBytes = 8_000;
/** Longer texts are cut, not refused. */
const maxTextChars = 40_000;
const maxAttachments = 100;

/** What a message says; `previous` fills in blocks that an edit leaves out. */
export function readContent(args: CallArguments, previous?: Content): Content {
  const blocks = args.structure('blocks', 'invalid_blocks_format') ?? previous?.blocks ?? [];
  const text = args.optional('text') ?? '';
  const markdown = args.optional('markdown_text');
  checkBlocks(blocks);
  checkAttachments(args);
  if (markdown !== undefined) {
    if (text !== '' || args.optional('blocks') !== undefined) throw new Refusal('markdown_text_conflict');
    if (markdown.length > maxMarkdownChars) throw new Refusal('msg_blocks_too_long');
    if (markdown.trim() !== '') return { text: markdown, blocks: [] };
  }
  if (text.trim() === '' && blocks.length === 0) throw new Refusal('no_text');
  return { text: text.slice(0, maxTextChars), blocks };
}

export function checkBlocks(blocks: unknown): asserts blocks is object[] {
  const problems = validateBlocks(blocks).map(inWords);
  if (problems.length > 0) {
    throw new Refusal('invalid_blocks', {
      errors: problems,
      response_metadata: { messages: problems.map((each) => `[ERROR] ${each}`) },
    });
  }
  if (Buffer.byteLength(JSON.stringify(blocks)) > maxBlocksBytes) throw new Refusal('msg_blocks_too_long');
}

function checkAttachments(args: CallArguments): void {
  const attachments = args.structure('attachments', 'invalid_attachments');
  if (Array.isArray(attachments) && attachments.length > maxAttachments) {
    throw new Refusal('too_many_attachments');
  }
}

/** Undefined when the call says nothing of metadata; `{}` takes it away from an edited message. */
export function readMetadata(args: CallArguments): object | undefined {
  const metadata = args.structure('metadata', 'invalid_metadata_format');
  if (metadata === undefined) return undefined;
  if (typeof metadata !== 'object' || metadata === null) throw new Refusal('invalid_metadata_format');
  if (Object.keys(metadata).length === 0) return metadata;
  const { event_type: type, event_payload: payload } = metadata as Record<string, unknown>;
  if (typeof type !== 'string' || typeof payload !== 'object' || payload === null) {
    throw new Refusal('invalid_metadata_schema');
  }
  if (JSON.stringify(metadata).length > maxMetadataBytes) throw new Refusal('metadata_too_large');
  return metadata;
}
