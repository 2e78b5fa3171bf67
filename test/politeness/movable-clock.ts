import { readFileSync } from 'node:fs'

/**
 * Preload (`node --import`) for the program under test: its clock runs ahead of the machine's by as many milliseconds as
 * the file CLOCK_FILE says. Timers run as ever. `start-timely.ts` writes the file.
 */
const file = process.env['CLOCK_FILE'] ?? ''
const pollMs = 10
const machine = Date.now
let ahead = read()

Date.now = () => machine() + ahead
setInterval(() => (ahead = read()), pollMs).unref()

function read(): number {
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch {
    return 0
  }
}
