import { AmasError } from '#monitoring/errors.ts';

/**
 * The command was used in a way that can't work: a wrong option, path, repository or setting. Ends with exit code 2.
 * `publicMessage` says what is wrong and what to do.
 */
export class WrongUse extends AmasError {
  constructor(publicMessage: string, cause?: unknown) {
    super('apps.wrong_use', 'wrong use of a command', {
      publicMessage,
      ...(cause === undefined ? {} : { cause }),
    });
  }
}

/** The work was right to ask for and could not be done. Ends with exit code 3. */
export class NotFinished extends AmasError {
  constructor(publicMessage: string, cause?: unknown) {
    super('apps.not_finished', 'a command could not finish', {
      publicMessage,
      ...(cause === undefined ? {} : { cause }),
    });
  }
}
