// Where the pointer is in the text: at most once a frame, and only when it has changed.
import { ViewPlugin } from "@codemirror/view";
import { characterAt } from "./pointer.js";

/** @param report (at: number) => void; the offset of the character under the pointer, -1 if there is none */
export function hover(report) {
  return ViewPlugin.fromClass(
    class {
      at = -1;
      frame = 0;
      point = null;

      constructor(view) {
        this.view = view;
      }

      moved(point) {
        this.point = point;
        this.frame ||= requestAnimationFrame(() => {
          this.frame = 0;
          this.set(this.point ? characterAt(this.view, this.point) : -1);
        });
      }

      set(at) {
        if (at === this.at) return;
        this.at = at;
        report(at);
      }

      // Also when another document takes the place: whatever was under the pointer is no longer.
      destroy() {
        cancelAnimationFrame(this.frame);
        this.set(-1);
      }
    },
    {
      eventHandlers: {
        // A finger that scrolls hovers over nothing.
        pointermove(event) {
          if (event.pointerType !== "touch") this.moved({ x: event.clientX, y: event.clientY });
        },
        pointerleave() {
          this.moved(null);
        },
      },
    },
  );
}
