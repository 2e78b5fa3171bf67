/** The JSON texts that the go command or `headwater fetch --json` printed: each ends with a brace at a line's start. */
export function printedObjects(stdout: string): string[] {
  return stdout.split(/(?<=^\}\n)/m).filter((text) => text.trim() !== '')
}
