// Questions to the engine, which answers later, if at all. Knows neither what is asked nor what is answered.

/**
 * At most one question of a kind is open. A newer one takes its place, and whoever waits for the older is told null:
 * the page drops what is overtaken without a word.
 */
export class Questions {
  #post;
  #open = new Map();
  #last = 0;

  /** @param post (kind, id, at) => void, which sends a question on its way */
  constructor(post) {
    this.#post = post;
  }

  /** The answer to a question about an offset, or null. */
  ask(kind, at) {
    this.#open.get(kind)?.settle(null);
    const id = ++this.#last;
    return new Promise((settle) => {
      this.#open.set(kind, { id, settle });
      this.#post(kind, id, at);
    });
  }

  /** @param answer what was told, or null; one that nobody waits for any more is dropped */
  answer(id, answer) {
    for (const [kind, open] of this.#open) {
      if (open.id !== id) continue;
      this.#open.delete(kind);
      open.settle(answer);
    }
  }

  /** The text they are about has gone. */
  drop() {
    for (const { settle } of this.#open.values()) settle(null);
    this.#open.clear();
  }
}
