import type { SyntaxNode } from '../../syntax/syntax-node.ts';

/** What a file of another language than TypeScript and JavaScript gives to others under one name. */
export interface Offer {
  readonly node: SyntaxNode;
  /** As a person would write it: `Client.Do`. */
  readonly name: string;
  /** Normalised text without the name: tells a renaming. Empty where it tells nothing. */
  readonly text: string;
  /** How it is called, in one of the forms that its language has. */
  readonly call?: Call;
  /** What it is besides: a type, a constant's type, whether it is a property. As written, compared word for word. */
  readonly type?: string;
  /** A member that everybody who implements the type must have. */
  readonly isDemand?: boolean;
}

export interface Call {
  readonly parameters: readonly Taken[];
  /** As written; empty where there is none. */
  readonly result: string;
  readonly isAsync?: boolean;
  /** Some of the parameters are unknown: a decorator made another function of it. */
  readonly isOpen?: boolean;
}

export interface Taken {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  /** Takes all further arguments, by place or by name. */
  readonly rest?: 'place' | 'name';
  /** The only way to give it; both when absent. */
  readonly only?: 'place' | 'name';
}

/** What a version of a file offers; keys may hold more than the name where a name stands for several forms. */
export interface CodeApi {
  readonly offers: ReadonlyMap<string, Offer>;
  /** Whether the file may hold a name without declaring it: by an import, an alias, a base class. */
  readonly mayHold: (key: string, offer: Offer) => boolean;
}

/** One way in which the new form of an offer does not serve who used the old one. */
export interface Mismatch {
  readonly what: string;
  readonly severity: 'medium' | 'low';
}

/** How one language says what is public, and what breaks those who use it. */
export interface ApiLanguage {
  /** Whether a file is for its own repository alone, by its place. */
  readonly isClosed: (path: string) => boolean;
  /** Undefined where nothing of the file can be used from elsewhere. */
  readonly read: (root: SyntaxNode, path: string) => CodeApi | undefined;
  readonly compare: (before: Offer, after: Offer) => readonly Mismatch[];
}
