/** A piece of the program: what is loaded by `import()`, or what several such pieces share. */
export interface Part {
  /** What others `require`: `./` and this. */
  readonly name: string
  /**
   * CommonJS, which may also call `whenUsed` with the name of a module of Node.js: its properties, and itself as `default`,
   * loaded with the first.
   */
  readonly text: string
  /** Names of the parts that it loads at once. */
  readonly needs: readonly string[]
  /** Names of those that it may load later, by `import()`. */
  readonly later: readonly string[]
}

/**
 * Joins parts into one file for each that is loaded by `import()`, so that a command reads few files, and little that it
 * does not need. A part that several need goes to the one that is always loaded first; where none is, to the first on the
 * way that needs it, else to the one that needs least.
 *
 * @param first the name of the part that is run first, whose file exports what it exports and has its name
 * @param way names of parts that are loaded by `import()`, in the order in which the command does it that is to read least
 * @returns texts of CommonJS files by name
 */
export function joinParts(
  parts: readonly Part[],
  first: string,
  way: readonly string[] = [],
): Map<string, string> {
  const byName = new Map(parts.map((part) => [part.name, part]))
  const needed = new Map<string, Entry[]>()
  for (const name of loadedBy(first, byName)) {
    const all = closureOf(name, byName)
    const entry = { name, length: lengthOf(all), without: loadedBy(first, byName, name) }
    for (const part of all) needed.set(part.name, [...(needed.get(part.name) ?? []), entry])
  }
  const fileOf = new Map(
    [...needed].map(([part, entries]) => {
      const own = entries.filter(
        ({ name }) => !entries.some((other) => other.name !== name && !other.without.has(name)),
      )
      const onWay = way.find((name) => own.some((entry) => entry.name === name))
      return [part, onWay ?? own.reduce((a, b) => (b.length < a.length ? b : a)).name]
    }),
  )
  const files = Map.groupBy(parts, ({ name }) => fileOf.get(name) ?? first)
  return new Map(
    [...files].map(([file, own]) => {
      const table = `{${own.map(asMember).join(',\n')}}`
      return [file, file === first ? runtime(table, fileOf, first) : `module.exports=${table}`]
    }),
  )
}

/** A part that gets a file. */
interface Entry {
  readonly name: string
  /** Of all that it loads at once. */
  readonly length: number
  /** What gets a file and can be loaded without it. */
  readonly without: ReadonlySet<string>
}

/** The first part, and all that are loaded by `import()` from there on, nearest first; none past `except`. */
function loadedBy(
  first: string,
  byName: ReadonlyMap<string, Part>,
  except?: string,
): ReadonlySet<string> {
  const names = new Set(first === except ? [] : [first])
  for (const found of names) {
    for (const later of closureOf(found, byName).flatMap((part) => part.later)) {
      if (later !== except) names.add(later)
    }
  }
  return names
}

/** A part and all that it loads at once. */
function closureOf(name: string, byName: ReadonlyMap<string, Part>): Part[] {
  const names = new Set([name])
  for (const found of names) for (const need of byName.get(found)?.needs ?? []) names.add(need)
  return [...names].flatMap((found) => byName.get(found) ?? [])
}

function lengthOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { text }) => sum + text.length, 0)
}

/** A function in parentheses, which V8 compiles at once, so that Node keeps it compiled. */
function asMember({ name, text }: Part): string {
  return `${JSON.stringify(name)}:(function(module,exports,require,whenUsed){${text}\n})`
}

/** Gives each part what it requires: another part, from wherever it is, or a module of Node.js. */
function runtime(table: string, fileOf: ReadonlyMap<string, string>, first: string): string {
  const elsewhere = [...fileOf].filter(([, file]) => file !== first)
  return `"use strict";
const parts=${table};
const files=${JSON.stringify(Object.fromEntries(elsewhere))};
const loaded=new Map();
const whenUsed=(id)=>{let used;return new Proxy({},{get(_,key){used??=require(id);return key==="default"?used:used[key]}})};
function load(name){
  let module=loaded.get(name);
  if(module===undefined){
    if(!(name in parts))Object.assign(parts,require("./"+files[name]));
    module={exports:{}};
    loaded.set(name,module);
    parts[name](module,module.exports,(id)=>id.startsWith("./")?load(id.slice(2)):require(id),whenUsed);
  }
  return module.exports;
}
module.exports=load(${JSON.stringify(first)});
`
}
