// Where the pointer is in the text: at most once a frame, and only when it has changed.
import { ViewPlugin } from "@codemirror/view";

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

function characterAt(view, point) {
  const found = view.posAndSideAtCoords(point);
  if (!found) return -1;
  const { doc } = view.state;
  const line = doc.lineAt(found.pos);
  // The side is that of the pointer, seen from the gap between two characters that it is nearest to.
  const at = found.assoc < 0 ? found.pos - 1 : found.pos;
  if (at < line.from || at >= line.to) return -1;
  const box = view.coordsForChar(at);
  const near =
    box && point.x >= box.left - 1 && point.x <= box.right + 1 && point.y >= box.top && point.y <= box.bottom;
  if (!near) return -1;
  const unit = doc.sliceString(at, at + 1).charCodeAt(0);
  return unit >= 0xdc00 && unit < 0xe000 ? at - 1 : at;
}
