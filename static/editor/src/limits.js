// What keeps a hostile or merely huge document from freezing the page. Counts are UTF-16 units unless said.

/** Past this column a line is drawn without colours, and is not searched for brackets to indent or fold by. */
export const LONG_LINE = 5000;

/** A single token (a string, a comment) is read to its end at most this far. */
export const LONG_TOKEN = 100_000;

/** How far ahead the fold gutter looks for the closing bracket; it does so for every visible line. */
export const FOLD_SCAN = 50_000;

/** More squiggles than this (a count) help nobody, and each one costs a decoration. */
export const MOST_DIAGNOSTICS = 500;

/** How many blank lines (a count) indentation looks past for the line above. */
export const BLANK_LINES = 200;
