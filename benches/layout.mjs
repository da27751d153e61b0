// Tables for those who read them.

/** Columns as wide as their widest cell; those of numbers to the right. */
export function layout(table, numbers) {
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  const cell = (text, column) => (numbers.includes(column) ? text.padStart(widths[column]) : text.padEnd(widths[column]));
  return table.map((row) => `${row.map(cell).join("  ").trimEnd()}\n`).join("");
}

export function duration(ms) {
  const [value, unit] = ms < 1 ? [ms * 1000, "µs"] : [ms, "ms"];
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}
