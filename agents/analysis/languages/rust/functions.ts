import type { FunctionShape, Parameter } from '../../code/grammar.ts';
import { ancestors, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { nameOf } from '../reading.ts';
import { namesIn } from './patterns.ts';

const extractors =
  /(^|\.)((Query|Path|Json|Form|LenientForm|JsonBody|PathParam|QueryParam|JsonParam|TypedHeader|MultipartForm)<>|Bytes|RawQuery|RawForm|Multipart|HeaderMap|Host|OriginalUri|Payload)$/;

/** By the name that `typeName` gives. */
export function isExtractor(type: string): boolean {
  return extractors.test(type);
}

/** A function as the rules see it. Attributes stand before it. */
export function shapeOf(node: SyntaxNode): FunctionShape {
  const body = node.field('body');
  return {
    node,
    name: nameOf(node),
    parameters: (node.field('parameters')?.children ?? []).flatMap(parametersOf),
    body,
    ...(body === undefined ? {} : { result: body }),
    annotations: attributesOf(node),
    exported: node.children.some(({ kind }) => kind === 'visibility_modifier') || isOfTrait(node),
  };
}

function isOfTrait(node: SyntaxNode): boolean {
  return node.parent?.parent?.field('trait') !== undefined;
}

/** Without their brackets: `get("/users/{id}")`. */
export function attributesOf(node: SyntaxNode): readonly string[] {
  return attributeNodesOf(node).map(({ text }) => text.replace(/^#!?\[|\]$/g, ''));
}

export function attributeNodesOf(node: SyntaxNode): readonly SyntaxNode[] {
  const siblings = node.parent?.children ?? [];
  const at = siblings.indexOf(node);
  const first = siblings.slice(0, at).findLastIndex(({ kind }) => kind !== 'attribute_item');
  return siblings.slice(first + 1, at);
}

/** Whether code is a test, which Rust keeps in the file that it tests. */
export function isInTest(node: SyntaxNode, { isTest }: { readonly isTest: boolean }): boolean {
  if (isTest) return true;
  return [...ancestors(node)].some(
    (outer) =>
      /^(function_item|mod_item)$/.test(outer.kind) &&
      attributesOf(outer).some((attribute) => /\btest\b/.test(attribute)),
  );
}

function parametersOf(node: SyntaxNode): readonly Parameter[] {
  if (node.kind === 'self_parameter')
    return [{ name: 'self', node, type: '', annotations: [], receiver: true }];
  const pattern = node.field('pattern');
  if (node.kind !== 'parameter' || pattern === undefined) return [];
  const written = node.fieldText('type');
  const type = typeName(written);
  if (pattern.kind === 'identifier') return [{ name: pattern.text, node, type, annotations: [] }];
  const names = namesIn(pattern);
  const members = membersOf(written);
  return names.map((name, place) => {
    const own = names.length > 1 ? members[place] : undefined;
    const isPlain = own !== undefined && plain.test(own);
    return { name: name.text, node, type: isPlain ? own : type, annotations: [], part: true };
  });
}

/** The types in `Path<(String, u32)>`. */
function membersOf(type: string): readonly string[] {
  const inside = /<\((.*)\)>$/s.exec(type)?.[1];
  return inside === undefined ? [] : inside.split(',').map((one) => one.trim());
}

const wrapping = /^(Option|Result|Arc|Rc|Box|Cow|State|Data|Extension|Mutex|RwLock|Ref|MutexGuard)$/;
const plain = /^([iu](8|16|32|64|128|size)|f32|f64|bool|char|Uuid|uuid::Uuid|NaiveDate|ObjectId)$/;

/**
 * A type by its own name with dots, without references and lifetimes. Wrappers give what they wrap, and extractors of
 * numbers the number.
 */
export function typeName(written: string): string {
  const type = written
    .replace(/^&\s*/, '')
    .replace(/^'\w+\s+/, '')
    .replace(/^(mut|dyn|impl)\s+/, '')
    .trim();
  const [, outer = type, inside = ''] = /^([\w:]+)\s*<(.*)>$/s.exec(type) ?? [];
  const own = outer.split('::').at(-1) ?? outer;
  const first = inside.replace(/^'\w+\s*,\s*/, '');
  if (inside !== '' && wrapping.test(own)) return typeName(first.replace(/,[^<>]*$/, ''));
  if (plain.test(first)) return first.replaceAll('::', '.');
  return outer.replaceAll('::', '.') + (inside === '' ? '' : generic(own));
}

/** Extractors share their names with types that take none. */
function generic(own: string): string {
  return /^(Query|Path|Json|Form|LenientForm|JsonBody|PathParam|QueryParam|JsonParam|TypedHeader|MultipartForm)$/.test(
    own,
  )
    ? '<>'
    : '';
}
