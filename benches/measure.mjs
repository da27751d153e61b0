// How long functions take, beside each other.
//
// In each round every function gets a batch of calls, one function after the other, each round beginning with another one. So
// whatever slows the machine down for a while slows down all of them, and the ratio of two times of one round says more than
// the ratio of two means.
//
// A function whose work another process does, and says so by `isElsewhere`, is measured by the clock. Any other
// batch's time is the lesser of the clock's and of the process's CPU time. Undisturbed, the clock's is: the helper threads of
// the engine (collector, compiler) add to CPU time. Where other processes take the processor away, CPU time is.

/** Clock and CPU time in milliseconds; the latter infinite where the system counts it too coarsely for batches. */
const stopwatch = () => {
  const { user, system } = process.cpuUsage();
  return { clock: performance.now(), cpu: countsFinely() ? (user + system) / 1000 : Infinity };
};

let fine;
function countsFinely() {
  if (fine === undefined) {
    const read = () => process.cpuUsage().user + process.cpuUsage().system;
    const start = read();
    let next = start;
    while (next === start) next = read();
    // Linux says it to the microsecond, others in ticks of ten and more milliseconds.
    fine = next - start < 1000;
  }
  return fine;
}

/** Milliseconds a call of each function in each round: as many lists as functions. */
export function measure(functions, { rounds, batchMs, warmUpMs }, read = stopwatch) {
  const calls = functions.map((call) => warmUp(call, batchMs, warmUpMs, read));
  const times = functions.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (let at = 0; at < functions.length; at++) {
      const which = (at + round) % functions.length;
      times[which].push(batch(functions[which], calls[which], read) / calls[which]);
    }
  }
  return times;
}

/** Lets the engine optimize a function; returns how many calls fill a batch. */
function warmUp(call, batchMs, warmUpMs, read) {
  let calls = 1;
  let total = 0;
  // At least three batches, for calls that are slower than the whole warm-up.
  for (let done = 0; done < 3 || total < warmUpMs; done++) {
    const took = batch(call, calls, read);
    total += took;
    // Never more than ten times as many: the first calls are slow, and a clock's tick may hide a batch.
    calls = Math.max(1, Math.min(calls * 10, Math.ceil((calls * batchMs) / Math.max(took, 0.001))));
  }
  return calls;
}

function batch(call, calls, read) {
  const start = read();
  for (let at = 0; at < calls; at++) call();
  const end = read();
  const cpu = end.cpu - start.cpu;
  // Infinity less Infinity is no number.
  return call.isElsewhere || Number.isNaN(cpu) ? end.clock - start.clock : Math.min(end.clock - start.clock, cpu);
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

/** A share in words, with its spread: `0.82 % of it (0.80–0.90)`. `part` is the first time, `whole` the second. */
export function share(part, whole) {
  const { low, middle, high } = ratio(part, whole);
  const percent = (number) => short(100 / number);
  return `${percent(middle)} % (${percent(high)}–${percent(low)})`;
}

function short(number) {
  return number < 10 ? number.toFixed(number < 2 ? 2 : 1) : String(Math.round(number));
}
