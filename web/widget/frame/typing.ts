// Typing is news with a short life: said at most every three seconds, believed
// for six, so that a lost "stopped" can never leave somebody typing for ever.

export const sayEveryMs = 3_000;
export const believeForMs = 6_000;

/** Whether to tell the desk, given when we last did. */
export function mayTell(lastToldAt: number, now: number): boolean {
  return now - lastToldAt >= sayEveryMs;
}

/** Holds the name of whoever is typing until it expires or their message comes. */
export class Typist {
  name = "";
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly changed: () => void) {}

  saw(name: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.stopped(), believeForMs);
    if (this.name !== name) this.#set(name);
  }

  stopped(): void {
    clearTimeout(this.#timer);
    if (this.name !== "") this.#set("");
  }

  #set(name: string): void {
    this.name = name;
    this.changed();
  }
}
