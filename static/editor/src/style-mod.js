// Stands in for the package "style-mod" in the bundle (build.js aliases it), so that CodeMirror's styles obey
// `style-src 'self'`.
//
// style-mod puts a document's styles into a <style> element, which that policy refuses without a nonce, and a
// static host cannot make nonces. For shadow roots it adopts a constructed style sheet instead, which is CSSOM and
// no inline style to the policy. The one difference it looks for is `root.head`, so we hand it a stand-in for the
// document that has none.
import { StyleModule as Base } from "../node_modules/style-mod/src/style-mod.js";

/** Document → its stand-in; style-mod keeps what it has mounted on the root that it was given. */
const standIns = new WeakMap();

function standIn(document) {
  let root = standIns.get(document);
  if (!root) {
    root = {
      ownerDocument: document,
      get adoptedStyleSheets() {
        return document.adoptedStyleSheets;
      },
      set adoptedStyleSheets(sheets) {
        document.adoptedStyleSheets = sheets;
      },
    };
    standIns.set(document, root);
  }
  return root;
}

export class StyleModule extends Base {
  static mount(root, modules, options) {
    super.mount(root.head && root.adoptedStyleSheets ? standIn(root) : root, modules, options);
  }
}
