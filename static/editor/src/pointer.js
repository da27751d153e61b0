// Where a point of the screen is in the text. Knows nothing of what is asked there.

/** The offset of the character at a point, or -1: beside the text there is none, though an offset would be near. */
export function characterAt(view, point) {
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
