/** The middle one of some figures. */
export function middle(figures) {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)];
}

/** Median of `rounds` runs, in milliseconds. */
export async function median(rounds, work) {
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = performance.now();
    await work(round);
    times.push(performance.now() - from);
  }
  return middle(times);
}
