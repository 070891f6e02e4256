import {
  argumentsOf,
  calleeOf,
  isFunction,
  keyName,
  lastName,
  objectOf,
  parametersOf,
  propertyOf,
  returnedValues,
  stringValue,
  unwrap,
} from '../syntax/expressions.ts';
import { ancestors, type SyntaxNode } from '../syntax/syntax-node.ts';
import type { Binding, Bindings, ImportBinding, ParameterBinding, VariableBinding } from './bindings.ts';

/** Names nest only as deep as people write them; a cycle of aliases ends here. */
const maxSteps = 12;

const sameModule: Readonly<Record<string, string>> = {
  'fs/promises': 'fs.promises',
  'fs-extra': 'fs',
  'graceful-fs': 'fs',
  'mz/fs': 'fs.promises',
  'timers/promises': 'timers.promises',
  'stream/promises': 'stream.promises',
  'path/posix': 'path',
  'path/win32': 'path',
  'mysql2/promise': 'mysql2',
  'mz/child_process': 'child_process',
  'child-process-promise': 'child_process',
  'promisify-child-process': 'child_process',
  'lodash-es': 'lodash',
};

type NameElsewhere = (binding: ImportBinding, steps: number) => string | undefined;

const globalObjects = new Set(['globalThis', 'window', 'self', 'global']);

/**
 * What an expression refers to, by where it was imported from: `child_process.exec` for every way of writing that,
 * `pg.Pool#.query` for a method of an instance, `axios.create().get` for one of a call's result, `global.fetch`.
 * Undefined when the origin is a local value.
 */
export class Names {
  readonly #bindings: Bindings;
  readonly #elsewhere: NameElsewhere;
  readonly #known = new Map<SyntaxNode, string | undefined>();

  /** `elsewhere` knows what imports from other files of the change stand for. */
  constructor(bindings: Bindings, elsewhere: NameElsewhere = () => undefined) {
    this.#bindings = bindings;
    this.#elsewhere = elsewhere;
  }

  nameOf(expression: SyntaxNode, steps = maxSteps): string | undefined {
    const node = unwrap(expression);
    if (this.#known.has(node)) return this.#known.get(node);
    if (steps === 0) return undefined;
    const name = this.#read(node, steps - 1);
    this.#known.set(node, name);
    return name;
  }

  #read(node: SyntaxNode, steps: number): string | undefined {
    switch (node.kind) {
      case 'identifier':
      case 'type_identifier':
      case 'shorthand_property_identifier':
        return this.#ofIdentifier(node, steps);
      case 'member_expression':
      case 'subscript_expression':
        return this.#ofMember(node, steps);
      case 'nested_type_identifier':
        return joined(
          this.#first(node, steps),
          node.children.slice(1).map((part) => part.text),
        );
      case 'call_expression':
        return this.#ofCall(node, steps);
      case 'new_expression': {
        const callee = calleeOf(node);
        return suffixed(callee === undefined ? undefined : this.nameOf(callee, steps), '#');
      }
      default:
        return undefined;
    }
  }

  #first(node: SyntaxNode, steps: number): string | undefined {
    const first = node.children[0];
    return first === undefined ? undefined : this.nameOf(first, steps);
  }

  #ofIdentifier(node: SyntaxNode, steps: number): string | undefined {
    const binding = this.#bindings.resolve(node);
    if (binding === undefined) return globalObjects.has(node.text) ? 'global' : `global.${node.text}`;
    return this.#ofBinding(binding, steps);
  }

  #ofBinding(binding: Binding, steps: number): string | undefined {
    if (binding.kind === 'import') {
      return this.#elsewhere(binding, steps) ?? importName(binding.module, binding.imported);
    }
    if (binding.kind === 'variable' && !binding.loop) return this.#ofVariable(binding, steps);
    return binding.kind === 'parameter' ? this.#ofParameter(binding, steps) : undefined;
  }

  #ofVariable({ value, type, path }: VariableBinding, steps: number): string | undefined {
    const named = value === undefined ? undefined : joined(this.nameOf(value, steps), path);
    return named ?? (path.length === 0 ? this.#instanceOf(type, steps) : undefined);
  }

  #ofParameter(binding: ParameterBinding, steps: number): string | undefined {
    const call = binding.fn.parent?.parent;
    const callee = call?.kind === 'call_expression' ? calleeOf(call) : undefined;
    // import('m').then(({ a }) => …)
    if (callee !== undefined && lastName(callee) === 'then' && binding.index === 0) {
      const awaited = objectOf(callee);
      const named = awaited === undefined ? undefined : this.nameOf(awaited, steps);
      if (named !== undefined) return joined(named, binding.path);
    }
    return binding.path.length === 0 ? this.#instanceOf(binding.parameter.type, steps) : undefined;
  }

  #instanceOf(type: SyntaxNode | undefined, steps: number): string | undefined {
    if (type === undefined) return undefined;
    const named = type.kind === 'generic_type' ? type.children[0] : type;
    if (named?.kind !== 'type_identifier' && named?.kind !== 'nested_type_identifier') return undefined;
    return suffixed(this.nameOf(named, steps), '#');
  }

  #ofMember(node: SyntaxNode, steps: number): string | undefined {
    const property = propertyOf(node);
    const object = objectOf(node);
    if (property === undefined || object === undefined) return undefined;
    if (object.kind === 'this') return this.#ofField(node, property, steps);
    const name = this.nameOf(object, steps);
    // A default import of a CommonJS module is the module.
    return property === 'default' ? name : joined(name, [property]);
  }

  /** `this.x`: by the field's type or initialiser, or the constructor's parameter property of that name. */
  #ofField(node: SyntaxNode, property: string, steps: number): string | undefined {
    const body = [...ancestors(node)].find((outer) => outer.kind === 'class_body');
    for (const member of body?.children ?? []) {
      const found = this.#ofClassMember(member, property, steps);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #ofClassMember(member: SyntaxNode, property: string, steps: number): string | undefined {
    if (member.kind === 'public_field_definition' || member.kind === 'field_definition') {
      if (keyName(member.field('name') ?? member.field('property')) !== property) return undefined;
      const value = member.field('value');
      const named = value === undefined ? undefined : this.nameOf(value, steps);
      return named ?? this.#instanceOf(member.field('type')?.children[0], steps);
    }
    if (!isFunction(member) || keyName(member.field('name')) !== 'constructor') return undefined;
    const parameter = parametersOf(member).find(({ pattern }) => pattern.text === property);
    return this.#instanceOf(parameter?.type, steps);
  }

  #ofCall(call: SyntaxNode, steps: number): string | undefined {
    const callee = call.field('function');
    const first = argumentsOf(call)[0];
    if (callee === undefined) return undefined;
    if (callee.kind === 'import' || this.#isRequire(callee)) {
      const module = stringValue(first);
      return module === undefined ? undefined : moduleName(module.replace(/^node:/, ''));
    }
    const target = unwrap(callee);
    // A promisified or bound function is still the function.
    if (/^promisify(All)?$/.test(lastName(target)) && first !== undefined) return this.nameOf(first, steps);
    if (lastName(target) === 'bind' && objectOf(target) !== undefined) {
      return this.nameOf(objectOf(target) as SyntaxNode, steps);
    }
    return suffixed(this.nameOf(target, steps), '()') ?? this.#ofLocalResult(target, steps);
  }

  #ofLocalResult(callee: SyntaxNode, steps: number): string | undefined {
    if (callee.kind !== 'identifier') return undefined;
    const binding = this.#bindings.resolve(callee);
    if (binding?.kind !== 'function') return undefined;
    const [returned, ...others] = returnedValues(binding.value);
    return returned === undefined || others.length > 0 ? undefined : this.nameOf(returned, steps);
  }

  #isRequire(callee: SyntaxNode): boolean {
    if (callee.kind !== 'identifier') return false;
    const binding = this.#bindings.resolve(callee);
    if (binding === undefined) return callee.text === 'require';
    const value =
      binding.kind === 'variable' && binding.value !== undefined ? unwrap(binding.value) : undefined;
    return value?.kind === 'call_expression' && lastName(calleeOf(value)) === 'createRequire';
  }
}

/** `child_process.exec`; a namespace and a default import are the module. */
export function importName(module: string, imported: string): string {
  return [moduleName(module), ...(['*', 'default'].includes(imported) ? [] : [imported])].join('.');
}

function moduleName(module: string): string {
  return sameModule[module] ?? module;
}

function joined(base: string | undefined, parts: readonly string[]): string | undefined {
  return base === undefined ? undefined : [base, ...parts].join('.');
}

function suffixed(base: string | undefined, suffix: string): string | undefined {
  return base === undefined ? undefined : base + suffix;
}
