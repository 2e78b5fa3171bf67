/** The lines across a figure, from 0 up: the least round step of which three reach `most`. */
export function ticks(most: number): number[] {
  const wanted = Math.max(1, Math.ceil(most / 3))
  const size = 10 ** Math.floor(Math.log10(wanted))
  const step = [1, 2, 3, 4, 5, 10].map((times) => times * size).find((round) => round >= wanted)
  return [0, 1, 2, 3].map((times) => times * (step ?? wanted))
}
