/** An answer `{"ok": false, "error": name}`, with whatever Slack adds to it. */
export class Refusal extends Error {
  readonly body: Readonly<Record<string, unknown>>;

  constructor(name: string, extra: Readonly<Record<string, unknown>> = {}) {
    super(name);
    this.name = 'Refusal';
    this.body = { ok: false, error: name, ...extra };
  }
}
