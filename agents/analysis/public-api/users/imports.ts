/** The file whose name is looked for, and the name as it exports it. */
export interface Target {
  readonly path: string;
  readonly name: string;
}

/** How a file that imports a target knows it. */
export interface Known {
  /** As the file writes it: `parse`, `orders.parse`. */
  readonly text: string;
  /** Offset of the place in the import that names it. */
  readonly offset: number;
  /** Whether the import itself fails when the name is gone; else only what uses `text`. */
  readonly isNamed: boolean;
  /** The name under which the file exports it again. */
  readonly givenOnAs?: string;
}

/** A file that may import a target. */
export interface Importer {
  readonly path: string;
  readonly text: string;
}

/** The ways in which a file knows a target; empty where it does not import it. */
export type FindImports = (importer: Importer, target: Target) => readonly Known[];
