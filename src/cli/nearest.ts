/**
 * The candidate that `word` was most likely meant to be, or undefined when none is near: at most a third of the longer
 * word's letters may be added, dropped, changed or swapped with a neighbour (optimal string alignment distance).
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined
  let bestDistance = Infinity
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase())
    const tolerated = Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3))
    if (distance <= tolerated && distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const changed = cost(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      let distance = Math.min(cost(last, j) + 1, cost(row, j - 1) + 1, changed)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        distance = Math.min(distance, cost(beforeLast, j - 2) + 1)
      }
      row.push(distance)
    }
    beforeLast = last
    last = row
  }
  return cost(last, b.length)
}

function cost(row: readonly number[], at: number): number {
  return row[at] ?? Infinity
}
