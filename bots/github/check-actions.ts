/** A button on a check run. GitHub takes three at most: 20 characters of label and identifier, 40 of description. */
export interface CheckAction {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

export const rerunAction: CheckAction = {
  label: 'Review again',
  description: 'Look at the whole change once more',
  identifier: 'amas.review',
};

export const fixAction: CheckAction = {
  label: 'Fix this',
  description: 'Suggestions beside the code, to commit',
  identifier: 'amas.fix',
};
