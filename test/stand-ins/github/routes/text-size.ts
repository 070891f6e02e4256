import { validationFailed } from '../http/refusal.ts';

/** Characters a comment or review body may have. */
const maxBodyLength = 65_536;

/** The text itself, when it is neither blank nor too long. */
export function checkTextSize(resource: string, body: string): string {
  const refuse = (message: string) =>
    validationFailed({ resource, field: 'data', code: 'unprocessable', message });
  if (body.trim() === '') throw refuse('Body cannot be blank');
  if (Array.from(body).length > maxBodyLength) {
    throw refuse(`Body is too long (maximum is ${maxBodyLength} characters)`);
  }
  return body;
}
