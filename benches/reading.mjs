// What reading costs: the time a byte takes in short and in very long payloads, and the memory its nodes take.

import { large } from "./cases/messages.mjs";
import { layout } from "./layout.mjs";
import { measure, quantile, ratio } from "./measure.mjs";

const SIZES = [10_000, 1_000_000, 64 << 20];
const NAMES = ["10 KB", "1 MB", "64 MiB"];
// A call for 64 MiB takes long enough to be one batch.
const ROUNDS = 3;

/** Payloads by their shape: each a piece that is repeated up to a size, since a batch of orders is what two batches are. */
function shapes(encode) {
  const size = (value) => encode(JSON.stringify(value)).length;
  const orders = encode(JSON.stringify({ orders: large(200_000, size).orders }));
  return {
    "business data": orders,
    "long strings": encode(JSON.stringify({ source: "abcdefgh".repeat(500) })),
    "packed doubles": encode(JSON.stringify({ orders: [{ readings: Array.from({ length: 1000 }, (_, at) => at / 3) }] })),
    // Field 1 of no value but a length of 0: the shortest record there is.
    "records of two bytes": Uint8Array.of(0x0a, 0),
  };
}

/** Whole pieces, so that the last one is no other. */
function repeated(piece, size) {
  const count = Math.max(1, Math.floor(size / piece.length));
  const bytes = Buffer.alloc(count * piece.length);
  for (let at = 0; at < count; at++) bytes.set(piece, at * piece.length);
  return bytes;
}

/** A table of shapes: 1.0 says that a byte takes as long as at 10 KB. */
export function reading(library, schema, root, effort, progress) {
  const { encode, read, footprint } = library.codec(schema, root);
  const rows = Object.entries(shapes(encode)).map(([shape, piece]) => {
    // A piece of more than 10 KB is cut, in the middle of a record if need be: what is read up to there is read.
    const payloads = SIZES.map((size) => repeated(piece.length > size ? piece.subarray(0, size) : piece, size));
    progress(`reading: ${shape}`);
    const calls = payloads.map((bytes) => () => read(bytes));
    const [short, ...long] = measure(calls, { ...effort, rounds: Math.min(ROUNDS, effort.rounds) });
    const perByte = (times, at) => times.map((time) => time / payloads[at].length);
    const growth = (times, at) => ratio(perByte(short, 0), perByte(times, at + 1)).middle.toFixed(1);
    const nanoseconds = quantile(perByte(short, 0), 0.5) * 1e6;
    const memory = payloads.map((bytes) => (footprint(bytes) / bytes.length).toFixed(1));
    return [shape, `${nanoseconds.toFixed(1)} ns`, ...long.map(growth), ...memory];
  });
  const head = ["payload", "a byte", ...NAMES.slice(1).map((name) => `at ${name}`), ...NAMES.map((name) => `memory, ${name}`)];
  return `Reading with a schema: the time a byte takes at 10 KB, and beside that in longer payloads; then the bytes of memory that
the nodes take for a byte of the payload.\n\n${layout([head, ...rows], [1, 2, 3, 4, 5, 6])}`;
}
