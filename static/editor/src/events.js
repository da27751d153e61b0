// Events on their way out. They leave in a microtask: the listener is a WebAssembly closure, and CodeMirror may report
// while a call from that very closure's side is still on the stack, which must not be re-entered.

/** In the order of delivery: whoever hears where the cursor is has heard of the text before. */
const KINDS = ["change", "select", "hover", "complete", "propose", "describe", "link", "command", "fix", "focus"];

export class Events {
  #send;
  #waiting = new Map();
  #sealed = [];
  #scheduled = false;

  /** @param send (kind, key, text, from, to) => void: strings and numbers, which cross to WebAssembly as they are */
  constructor(send) {
    this.#send = send;
  }

  /** Reports once what `event()` is at delivery; a later one of the same kind takes its place. */
  post(kind, event) {
    this.#waiting.set(kind, event);
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => this.#deliver());
  }

  /** Fixes what waits as it is now; called before the document goes that it is about. */
  seal() {
    for (const kind of KINDS) {
      const event = this.#waiting.get(kind);
      if (event) this.#sealed.push(event());
    }
    this.#waiting.clear();
  }

  /** Sends nothing any more. */
  close() {
    this.#send = () => {};
    this.#waiting.clear();
    this.#sealed = [];
  }

  #deliver() {
    this.seal();
    const events = this.#sealed;
    this.#sealed = [];
    this.#scheduled = false;
    for (const { kind, key, text, from, to } of events) {
      this.#send(kind, key ?? "", text ?? "", from ?? -1, to ?? -1);
    }
  }
}
