// The look, by the page's custom properties alone, so that light and dark need no word from JavaScript.
import { syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";

/** `color` let through: what lies below a text's background (the selection, a marked line) has to stay visible. */
const tint = (color, percent) => `color-mix(in srgb, var(${color}) ${percent}%, transparent)`;

/** A colour of the page a little nearer to the ink: on the tint of a marked line it would miss a contrast of 4.5. */
const text = (color) => `color-mix(in srgb, var(${color}) 80%, var(--ink))`;

const control = {
  font: "12px var(--ui)",
  color: "var(--ink)",
  background: "var(--panel)",
  border: "1px solid var(--line)",
  borderRadius: "6px",
  padding: "3px 8px",
};

const squiggle = (color) => ({
  backgroundImage: "none",
  textDecoration: `underline wavy var(${color}) 1px`,
  textUnderlineOffset: "3px",
  textDecorationSkipInk: "none",
});

// CodeMirror's own markers are images; these are shapes, so that they follow the theme and no image is loaded.
const marker = (color, clipPath) => ({ content: '""', background: `var(${color})`, clipPath });

const icon = (kind, letter, color) => ({
  [`.cm-completionIcon-${kind}`]: { color: text(color), "&:after": { content: `"${letter}"`, fontSize: "inherit" } },
});

const look = EditorView.theme({
  "&": { height: "100%", color: "var(--ink)", backgroundColor: "var(--panel)", fontSize: "var(--editor-size, 12.5px)" },
  "&.cm-focused": { outline: "none" },
  // Below 16 px, iOS zooms into whatever takes the focus.
  "@media (pointer: coarse)": { "&": { fontSize: "16px" } },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6" },
  ".cm-content": { padding: "10px 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 12px 0 8px" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "1.5px" },
  ".cm-placeholder": { color: "var(--dim)" },
  ".cm-specialChar": { color: "var(--bad)" },

  ".cm-gutters.cm-gutters-before": { backgroundColor: "var(--panel)", color: "var(--dim)", border: "none" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "26px", padding: "0 2px 0 4px" },
  ".cm-foldGutter .cm-gutterElement": { width: "14px", textAlign: "center", cursor: "pointer" },
  "@media (hover: hover)": {
    ".wl-fold": { opacity: "0", transition: "opacity .12s" },
    ".cm-gutters:hover .wl-fold": { opacity: "1" },
  },
  ".wl-folded": { color: "var(--accent)", fontWeight: "700" },
  ".cm-foldPlaceholder": {
    color: "var(--dim)",
    background: "var(--bg)",
    border: "1px solid var(--line)",
    borderRadius: "4px",
    padding: "0 4px",
  },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: tint("--ink", 4) },
  "&.cm-focused .cm-activeLineGutter": { color: "var(--ink)" },

  // As specific as CodeMirror's own rules for the two states, which would win otherwise.
  "& > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": { background: tint("--accent", 14) },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": { background: tint("--accent", 20) },
  "& .cm-content ::selection": { backgroundColor: tint("--accent", 20) },

  // 12 % of the accent is --accent-soft on --panel, with the selection still to be seen below it.
  "& .cm-line.wl-line-selected": { backgroundColor: tint("--accent", 12), boxShadow: "inset 2px 0 var(--accent)" },
  ".wl-selected": { backgroundColor: tint("--accent", 8), borderRadius: "3px" },
  ".wl-hovered": { boxShadow: `inset 0 0 0 1px ${tint("--accent", 70)}`, borderRadius: "3px" },

  "&.cm-focused .cm-matchingBracket": { backgroundColor: tint("--accent", 18), borderRadius: "2px" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--bad-soft)", color: "var(--bad)" },
  ".cm-searchMatch": {
    backgroundColor: tint("--warn", 16),
    outline: `1px solid ${tint("--warn", 40)}`,
    borderRadius: "2px",
  },
  ".cm-searchMatch.cm-searchMatch-selected": {
    backgroundColor: tint("--warn", 24),
    outline: "1px solid var(--warn)",
  },

  ".cm-lintRange-error": squiggle("--bad"),
  ".cm-lintRange-warning": squiggle("--warn"),
  ".cm-lintRange-info, .cm-lintRange-hint": squiggle("--accent"),
  ".cm-lintRange.cm-lintRange-active": { backgroundColor: tint("--warn", 22) },
  ".cm-lintPoint:after": { borderBottomColor: "var(--bad)" },
  ".cm-lintPoint-warning:after": { borderBottomColor: "var(--warn)" },
  ".cm-lintPoint-info:after, .cm-lintPoint-hint:after": { borderBottomColor: "var(--accent)" },
  ".cm-gutter-lint": { width: "14px" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0 0 0 4px", display: "flex", alignItems: "center" },
  ".cm-lint-marker": { width: "8px", height: "8px" },
  ".cm-lint-marker-error": marker("--bad", "circle()"),
  ".cm-lint-marker-warning": marker("--warn", "polygon(50% 0, 100% 100%, 0 100%)"),
  ".cm-lint-marker-info, .cm-lint-marker-hint": marker("--accent", "inset(1px)"),

  "& .cm-tooltip, &.cm-tooltip": {
    color: "var(--ink)",
    backgroundColor: "var(--panel)",
    border: "1px solid var(--line)",
    borderRadius: "6px",
    boxShadow: "0 4px 16px rgb(0 0 0 / .18)",
    maxWidth: "min(480px, 90vw)",
    overflow: "hidden",
  },
  ".cm-tooltip-lint": { listStyle: "none" },
  ".cm-diagnostic": { font: "12.5px/1.45 var(--ui)", padding: "6px 10px", margin: "0" },
  ".cm-diagnostic-error": { borderLeft: "3px solid var(--bad)" },
  ".cm-diagnostic-warning": { borderLeft: "3px solid var(--warn)" },
  ".cm-diagnostic-info, .cm-diagnostic-hint": { borderLeft: "3px solid var(--accent)" },
  ".wl-help": { color: "var(--dim)" },
  ".cm-diagnosticText": { display: "block" },
  ".cm-diagnosticAction": {
    ...control,
    color: "var(--accent)",
    margin: "5px 6px 0 0",
    cursor: "pointer",
    "&:hover": { backgroundColor: "var(--hover, var(--bg))" },
  },

  ".wl-card": { font: "12.5px/1.45 var(--ui)", padding: "7px 10px 8px", maxHeight: "40vh", overflow: "auto" },
  ".wl-title": { display: "block", font: "12.5px/1.5 var(--mono)", fontWeight: "700", overflowWrap: "anywhere" },
  ".wl-doc": { margin: "4px 0 0", whiteSpace: "pre-line" },
  ".wl-facts": {
    display: "grid",
    gridTemplateColumns: "auto 1fr",
    gap: "1px 12px",
    margin: "6px 0 0",
    paddingTop: "6px",
    borderTop: "1px solid var(--line)",
    "& dt": { color: "var(--dim)" },
    "& dd": { margin: "0", fontFamily: "var(--mono)", fontSize: "12px", overflowWrap: "anywhere" },
  },
  ".wl-link": { color: "var(--accent)", textDecoration: "underline", textUnderlineOffset: "3px", cursor: "pointer" },
  ".wl-link *": { color: "inherit !important" },

  "& .cm-tooltip.cm-tooltip-autocomplete": { overflow: "visible" },
  "& .cm-tooltip.cm-tooltip-autocomplete > ul": {
    font: "12.5px/1.5 var(--mono)",
    minWidth: "220px",
    maxWidth: "min(480px, 90vw)",
    maxHeight: "232px",
    padding: "3px",
    scrollbarWidth: "thin",
    "& > li": { display: "flex", alignItems: "baseline", gap: "8px", padding: "2px 8px 2px 5px", borderRadius: "4px" },
    "& > li[aria-selected]": { color: "var(--ink)", background: "var(--accent-soft)", boxShadow: "inset 2px 0 var(--accent)" },
  },
  ".cm-completionMatchedText": { color: "var(--accent)", fontWeight: "700", textDecoration: "none" },
  ".cm-completionLabel": { flex: "none", maxWidth: "70%", overflow: "hidden", textOverflow: "ellipsis" },
  ".cm-completionDetail": {
    font: "12px var(--ui)",
    color: "var(--dim)",
    marginLeft: "auto",
    paddingLeft: "12px",
    overflow: "hidden",
    textOverflow: "ellipsis",
  },
  // A letter rather than CodeMirror's pictures: what it is, said by shape and colour, and once more by the detail.
  ".cm-completionIcon": {
    flex: "none",
    width: "14px",
    padding: "0",
    opacity: "1",
    textAlign: "center",
    font: "700 11px var(--mono)",
    color: text("--f4"),
    "&:after": { content: '"T"' },
  },
  ...icon("keyword", "K", "--f3"),
  ...icon("enum", "E", "--f4"),
  ...icon("property", "P", "--f1"),
  ...icon("constant", "C", "--f2"),
  ...icon("namespace", "N", "--dim"),
  ...icon("function", "R", "--f5"),
  ...icon("class", "M", "--f4"),
  ...icon("text", "a", "--ok"),
  "& .cm-tooltip.cm-completionInfo": {
    font: "12.5px/1.45 var(--ui)",
    padding: "6px 10px",
    maxWidth: "min(320px, 80vw)",
    maxHeight: "40vh",
    overflow: "auto",
  },
  "& .cm-snippetField": { backgroundColor: tint("--accent", 12), borderRadius: "2px" },
  ".cm-snippetFieldPosition": { borderLeftColor: "var(--dim)" },

  "& .cm-panels": { color: "var(--ink)", backgroundColor: "var(--bg)", fontFamily: "var(--ui)", zIndex: "201" },
  "& .cm-panels-top": { borderBottom: "1px solid var(--line)" },
  "& .cm-panels-bottom": { borderTop: "1px solid var(--line)" },
  ".cm-panel.cm-search": { padding: "5px 28px 5px 8px" },
  ".cm-panel.cm-search input, .cm-panel.cm-search button, .cm-panel.cm-search label": { margin: "2px 6px 2px 0" },
  ".cm-panel.cm-search label": { fontSize: "12px", color: "var(--dim)" },
  ".cm-panel.cm-search input[type=checkbox]": { margin: "0 4px 0 0", verticalAlign: "-2px" },
  "& .cm-textfield": control,
  "& .cm-button": {
    ...control,
    backgroundImage: "none",
    "&:active": { backgroundImage: "none", backgroundColor: "var(--line)" },
  },
  ".cm-panel.cm-search [name=close], .cm-panel-lint [name=close], .cm-dialog-close": {
    color: "var(--dim)",
    font: "16px/1 var(--ui)",
    width: "24px",
    height: "24px",
    top: "4px",
    right: "4px",
    cursor: "pointer",
  },
  ".cm-panel.cm-panel-lint ul [aria-selected]": { backgroundColor: "var(--accent-soft)" },
  ".cm-panel.cm-panel-lint ul:focus [aria-selected]": { backgroundColor: "var(--accent-soft)", color: "var(--ink)" },
  ".cm-dialog label": { fontSize: "12px" },

  ".tok-keyword, .tok-atom, .sem-keyword": { color: text("--f3") },
  ".tok-type, .tok-property, .sem-type, .sem-scalar, .sem-option": { color: text("--f4") },
  ".tok-number, .sem-enum-value": { color: text("--f2") },
  ".sem-field": { color: "var(--ink)" },
  ".sem-rpc": { color: text("--f5") },
  ".sem-deprecated": { color: "var(--dim)", textDecoration: "line-through" },
  ".tok-string": { color: text("--ok") },
  ".tok-comment": { color: text("--dim") },
});

// Classes of our own rather than generated ones: the style sheet above is the one place that knows colours.
const colours = syntaxHighlighting(
  tagHighlighter([
    { tag: tags.keyword, class: "tok-keyword" },
    { tag: tags.atom, class: "tok-atom" },
    { tag: tags.typeName, class: "tok-type" },
    { tag: tags.propertyName, class: "tok-property" },
    { tag: tags.number, class: "tok-number" },
    { tag: tags.string, class: "tok-string" },
    { tag: tags.comment, class: "tok-comment" },
  ]),
);

export const theme = [look, colours];
