import type { Subject } from './event.ts';
import type { JsonObject } from './json.ts';

/** An issue as it stands now, or a pull request as the issue it also is. All text is of others. */
export interface Issue {
  readonly subject: Subject;
  /** `#12`. */
  readonly reference: string;
  readonly body: string;
  readonly labels: readonly string[];
  readonly state: 'open' | 'closed';
  readonly replyTo: JsonObject;
}

export interface Label {
  readonly name: string;
  readonly description: string;
}
