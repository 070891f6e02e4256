export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array | string;
  readonly headers: Readonly<Record<string, string>>;
}

type Headers = Readonly<Record<string, string>>;

export function json(status: number, value: unknown, headers: Headers = {}): Reply {
  return { status, contentType: 'application/json; charset=utf-8', body: JSON.stringify(value), headers };
}

export const ok = (value: unknown, headers: Headers = {}): Reply => json(200, value, headers);

export const created = (value: unknown): Reply => json(201, value);

export const noContent = (): Reply => ({ status: 204, contentType: '', body: '', headers: {} });

export function content(contentType: string, body: Uint8Array | string): Reply {
  return { status: 200, contentType, body, headers: {} };
}
