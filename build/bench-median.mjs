/** Median of `rounds` runs, in milliseconds. */
export async function median(rounds, work) {
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = performance.now();
    await work(round);
    times.push(performance.now() - from);
  }
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)];
}
