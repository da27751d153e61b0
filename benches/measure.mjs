// How long functions take, beside each other.
//
// In each round every function gets a batch of calls, one function after the other, each round beginning with another one. So
// whatever slows the machine down for a while slows down all of them, and the ratio of two times of one round says more than
// the ratio of two means.

/** Milliseconds a call of each function in each round: as many lists as functions. */
export function measure(functions, { rounds, batchMs, warmUpMs }, now = () => performance.now()) {
  const calls = functions.map((call) => warmUp(call, batchMs, warmUpMs, now));
  const times = functions.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (let at = 0; at < functions.length; at++) {
      const which = (at + round) % functions.length;
      times[which].push(batch(functions[which], calls[which], now) / calls[which]);
    }
  }
  return times;
}

/** Lets the engine optimize a function; returns how many calls fill a batch. */
function warmUp(call, batchMs, warmUpMs, now) {
  const end = now() + warmUpMs;
  let calls = 1;
  // At least three batches, for calls that are slower than the whole warm-up.
  for (let done = 0; done < 3 || now() < end; done++) {
    const took = batch(call, calls, now);
    // Never more than ten times as many: the first calls are slow, and a clock's tick may hide a batch.
    calls = Math.max(1, Math.min(calls * 10, Math.ceil((calls * batchMs) / Math.max(took, 0.001))));
  }
  return calls;
}

function batch(call, calls, now) {
  const start = now();
  for (let at = 0; at < calls; at++) call();
  return now() - start;
}

/** Median and quartiles of `theirs / ours`, round by round: above 1, ours is faster. */
export function ratio(ours, theirs) {
  const ratios = ours.map((time, round) => theirs[round] / time);
  return { low: quantile(ratios, 0.25), middle: quantile(ratios, 0.5), high: quantile(ratios, 0.75) };
}

/** The value that the given part of the numbers are not above, between two of them if need be. */
export function quantile(numbers, part) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (sorted.length - 1) * part;
  const below = sorted[Math.floor(at)];
  return below + (sorted[Math.ceil(at)] - below) * (at - Math.floor(at));
}

/** A ratio in words, with its spread in the same direction: `2.1× faster (1.9–2.3)`. */
export function inWords({ low, middle, high }) {
  if (middle >= 1) return `${short(middle)}× faster (${short(low)}–${short(high)})`;
  return `${short(1 / middle)}× slower (${short(1 / high)}–${short(1 / low)})`;
}

function short(number) {
  return number < 10 ? number.toFixed(number < 2 ? 2 : 1) : String(Math.round(number));
}
