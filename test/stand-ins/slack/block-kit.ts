/** One thing that Slack would not take, and where. */
export interface Problem {
  readonly pointer: string;
  readonly message: string;
}

/** Slack's own wording of a problem. */
export const inWords = ({ message, pointer }: Problem): string => `${message} [json-pointer:${pointer}]`;

const maxBlocks = 50;

/** Every limit of a message's blocks that Slack documents, for the types that AMAS uses. */
export function validateBlocks(blocks: unknown): Problem[] {
  const root = createPlace();
  if (!Array.isArray(blocks)) root.at('blocks').refuse('must be an array');
  else checkItems(blocks, root.at('blocks'), { max: maxBlocks, min: 0 }, checkBlock);
  return root.problems;
}

/** A spot in the message: what is wrong there, and which identifiers the message has used so far. */
interface Place {
  readonly problems: Problem[];
  readonly seen: Set<string>;
  at(key: string | number): Place;
  refuse(message: string): void;
}

function createPlace(pointer = '', problems: Problem[] = [], seen = new Set<string>()): Place {
  return {
    problems,
    seen,
    at: (key) => createPlace(`${pointer}/${key}`, problems, seen),
    refuse: (message) => problems.push({ pointer, message }),
  };
}

type Shape = Readonly<Record<string, unknown>>;
type Check = (value: Shape, place: Place) => void;

/** The block types that AMAS uses. Others exist at Slack; here they are refused, so that using one is a decision. */
const blockChecks: Readonly<Record<string, Check>> = {
  header: (block, place) => {
    allowOnly(['text'], block, place);
    checkText(block['text'], place.at('text'), { max: 150, only: 'plain_text' });
  },
  section: checkSection,
  context: (block, place) => {
    allowOnly(['elements'], block, place);
    checkItems(block['elements'], place.at('elements'), { max: 10 }, (element, at) =>
      element['type'] === 'image' ? checkImage(element, at) : checkText(element, at, { max: 3_000 }),
    );
  },
  divider: (block, place) => allowOnly([], block, place),
  actions: (block, place) => {
    allowOnly(['elements'], block, place);
    checkItems(block['elements'], place.at('elements'), { max: 25 }, checkButton);
  },
  image: checkImage,
};

function checkBlock(block: Shape, place: Place): void {
  const { type, block_id: blockId } = block;
  if (blockId !== undefined) checkId(blockId, 'block_id', place.at('block_id'));
  if (typeof type !== 'string') return place.refuse('missing required field: type');
  const check = Object.hasOwn(blockChecks, type) ? blockChecks[type] : undefined;
  if (check) check(block, place);
  else place.at('type').refuse(`unsupported type: ${type}`);
}

function checkSection(block: Shape, place: Place): void {
  allowOnly(['text', 'fields', 'accessory', 'expand'], block, place);
  const { text, fields, accessory } = block;
  if (text === undefined && fields === undefined) place.refuse('must define either `text` or `fields`');
  if (text !== undefined) checkText(text, place.at('text'), { max: 3_000 });
  if (fields !== undefined) {
    checkItems(fields, place.at('fields'), { max: 10 }, (field, at) => checkText(field, at, { max: 2_000 }));
  }
  if (accessory !== undefined) checkButton(shapeOf(accessory), place.at('accessory'));
}

function checkText(value: unknown, place: Place, limits: { max: number; only?: 'plain_text' }): void {
  if (value === undefined) return place.refuse('missing required field: text');
  const text = shapeOf(value);
  const isPlain = text['type'] === 'plain_text';
  const isMrkdwn = text['type'] === 'mrkdwn' && limits.only === undefined;
  if (!isPlain && !isMrkdwn) return place.at('type').refuse('must be a valid enum value');
  const flag = isPlain ? 'emoji' : 'verbatim';
  allowOnly(['text', flag], text, place);
  if (!['boolean', 'undefined'].includes(typeof text[flag])) place.at(flag).refuse('must be a boolean');
  checkLength(text['text'], place.at('text'), limits.max);
}

function checkButton(element: Shape, place: Place): void {
  const { type, text, url, value, style, confirm, action_id: actionId } = element;
  if (type !== 'button') return place.at('type').refuse(`unsupported type: ${String(type)}`);
  allowOnly(['text', 'action_id', 'url', 'value', 'style', 'confirm', 'accessibility_label'], element, place);
  checkText(text, place.at('text'), { max: 75, only: 'plain_text' });
  if (url !== undefined) checkLength(url, place.at('url'), 3_000);
  if (value !== undefined) checkLength(value, place.at('value'), 2_000);
  if (actionId !== undefined) checkId(actionId, 'action_id', place.at('action_id'));
  if (style !== undefined && style !== 'primary' && style !== 'danger') {
    place.at('style').refuse('must be a valid enum value');
  }
  if (confirm !== undefined) checkConfirmation(shapeOf(confirm), place.at('confirm'));
}

/** docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object */
function checkConfirmation(dialog: Shape, place: Place): void {
  allowOnly(['title', 'text', 'confirm', 'deny', 'style'], dialog, place);
  checkText(dialog['title'], place.at('title'), { max: 100, only: 'plain_text' });
  checkText(dialog['text'], place.at('text'), { max: 300, only: 'plain_text' });
  checkText(dialog['confirm'], place.at('confirm'), { max: 30, only: 'plain_text' });
  checkText(dialog['deny'], place.at('deny'), { max: 30, only: 'plain_text' });
}

function checkImage(image: Shape, place: Place): void {
  allowOnly(['image_url', 'alt_text', 'title'], image, place);
  checkLength(image['image_url'], place.at('image_url'), 3_000);
  checkLength(image['alt_text'], place.at('alt_text'), 2_000);
  if (image['title'] !== undefined) {
    checkText(image['title'], place.at('title'), { max: 2_000, only: 'plain_text' });
  }
}

function checkItems(value: unknown, place: Place, limits: { max: number; min?: number }, check: Check): void {
  const { max, min = 1 } = limits;
  if (!Array.isArray(value) || value.length < min) {
    return place.refuse(`no less than ${min} items required`);
  }
  if (value.length > max) place.refuse(`no more than ${max} items allowed`);
  for (const [index, item] of value.entries()) check(shapeOf(item), place.at(index));
}

function checkLength(value: unknown, place: Place, max: number): void {
  if (value === undefined) place.refuse('missing required field');
  else if (typeof value !== 'string') place.refuse('must be a string');
  else if (value.length === 0) place.refuse('must be more than 0 characters');
  else if (value.length > max) {
    place.refuse(`must be less than ${max + 1} characters (parent: failed to match all allowed schemas)`);
  }
}

function checkId(value: unknown, name: string, place: Place): void {
  checkLength(value, place, 255);
  const key = `${name} ${String(value)}`;
  if (place.seen.has(key)) place.refuse(`\`${name}\` ${JSON.stringify(value)} already exists`);
  place.seen.add(key);
}

function allowOnly(names: readonly string[], shape: Shape, place: Place): void {
  for (const name of Object.keys(shape)) {
    if (!['type', 'block_id', ...names].includes(name)) place.refuse(`invalid additional property: ${name}`);
  }
}

const shapeOf = (value: unknown): Shape =>
  typeof value === 'object' && value !== null ? (value as Shape) : {};
