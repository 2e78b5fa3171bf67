import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'
import type { TxtarFile } from '../engine/txtar.ts'

/** A zip of files, in their order. */
export async function makeZip(files: readonly TxtarFile[]): Promise<Buffer> {
  const zip = new ZipFile()
  for (const { name, content } of files) zip.addBuffer(content, name, { mtime: new Date(0) })
  zip.end()
  return buffer(zip.outputStream)
}
