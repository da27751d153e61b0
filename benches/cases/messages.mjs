// Messages of `store.proto` as ProtoJSON values. No field without presence holds its default, which JSON may leave out, so
// that there is one JSON for each.

import { random } from "./random.mjs";

const SEED = 20;
const SYLLABLES = ["ka", "ro", "mi", "ten", "ü", "lan", "so", "ber", "ne", "日", "dor", "vi"];
const STATUSES = ["STATUS_PLACED", "STATUS_PAID", "STATUS_SHIPPED", "STATUS_RETURNED"];

/** About a hundred bytes: one order with one item. */
export function small() {
  return {
    source: "web",
    orders: [
      {
        id: "81985529216486895",
        status: "STATUS_PAID",
        customer: { name: "Ada", email: "ada@example.com" },
        items: [{ sku: "BK-1", title: "Notes on engines", quantity: 2, price: { currency: "EUR", units: "12" } }],
        ratings: [5, -3],
        labels: { gift: "yes" },
      },
    ],
  };
}

/** The same message without what a reader that has no schema may take for something else: packed numbers and bytes. */
export function plain({ orders, ...batch }) {
  const without = ({ ratings: _, readings: __, signature: ___, ...order }) => order;
  return { ...batch, orders: orders.map(without) };
}

/** Orders until `size` says that the batch has that many bytes. */
export function large(bytes, size) {
  const numbers = random(SEED);
  const batch = { source: "warehouse", sentAt: "1700000000000000000", orders: [], totals: {}, notes: {} };
  for (const currency of ["EUR", "JPY", "USD"]) batch.totals[currency] = money(numbers);
  for (let at = 1; at <= 10; at++) batch.notes[at * 7] = words(numbers, 4);
  let length = size(batch);
  while (length < bytes) {
    const next = order(numbers);
    length += size({ orders: [next] });
    batch.orders.push(next);
  }
  return batch;
}

function order(numbers) {
  const { below, pick, list } = numbers;
  const made = {
    id: String(1n + BigInt(below(2 ** 31)) * BigInt(1 + below(2 ** 31))),
    status: pick(STATUSES),
    customer: {
      name: words(numbers, 2),
      email: `${word(numbers)}@example.com`,
      address: {
        street: `${words(numbers, 2)} ${1 + below(200)}`,
        city: word(numbers),
        latitude: (1 + below(2 ** 31)) / 2 ** 25,
        longitude: -(1 + below(2 ** 31)) / 1e7,
      },
    },
    items: list(1 + below(4), () => item(numbers)),
    ratings: list(below(24), () => below(2001) - 1000),
    readings: list(below(12), () => (below(2 ** 31) - 2 ** 30) / 1000),
    labels: Object.fromEntries(list(below(5), () => [word(numbers), words(numbers, 2)])),
    checksum: 1 + below(2 ** 32 - 1),
    signature: Buffer.from(list(16 + below(17), () => below(256))).toString("base64"),
  };
  if (below(3) === 0) made.voucher = word(numbers).toUpperCase();
  else made.card = { holder: words(numbers, 2), lastDigits: String(1000 + below(9000)), expires: 2501 + below(9) };
  if (below(4) === 0) made.express = below(2) === 0;
  // An empty list or map has no bytes, and so no JSON afterwards.
  for (const name of ["ratings", "readings", "labels"]) if (Object.keys(made[name]).length === 0) delete made[name];
  return made;
}

function item(numbers) {
  const { below, list } = numbers;
  const made = {
    sku: `${word(numbers).toUpperCase()}-${below(100000)}`,
    title: words(numbers, 2 + below(5)),
    quantity: 1 + below(300),
    price: money(numbers),
  };
  const tags = list(below(4), () => word(numbers));
  if (tags.length > 0) made.tags = tags;
  return made;
}

function money({ below, pick }) {
  return { currency: pick(["EUR", "JPY", "USD"]), units: String(1 + below(100000)), nanos: (1 + below(99)) * 10000000 };
}

function word(numbers) {
  return numbers.list(2 + numbers.below(3), () => numbers.pick(SYLLABLES)).join("");
}

function words(numbers, count) {
  return numbers.list(count, () => word(numbers)).join(" ");
}
