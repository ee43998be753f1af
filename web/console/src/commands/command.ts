/** One thing a person can do. Button, menu, palette and key all come from it,
 * so that they can never disagree. */
export interface Command<Subject, Input = void> {
  /** Also the key of its words: `command.<name>`. */
  name: string;
  /** "e", "mod+k", or two in a row: "g m". */
  keys?: string;
  can: (subject: Subject) => boolean;
  run: (subject: Subject, input: Input) => void | Promise<unknown>;
}

export function command<Subject, Input = void>(spec: Command<Subject, Input>): Command<Subject, Input> {
  return spec;
}

/** A command that stands on a screen now, tied to what it would act on. */
export interface Offer {
  name: string;
  /** What it is called where it bears somebody's own name; else `command.<name>` says so. */
  label?: string;
  keys?: string;
  enabled: boolean;
  run: () => void;
}

export function offer<Subject, Input>(
  spec: Command<Subject, Input>, subject: Subject | null | undefined, input: Input,
  guard: (work: void | Promise<unknown>) => void = () => undefined,
): Offer {
  const enabled = subject !== null && subject !== undefined && spec.can(subject);
  return { name: spec.name, keys: spec.keys, enabled, run: () => enabled && guard(spec.run(subject, input)) };
}
