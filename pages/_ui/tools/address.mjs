// The page's address: what the server says is chosen, and where the parts that live in the
// browser are. Whatever changes what is seen is in it, so that a reload or a copy shows the same.

const VERSION = "1"
// Browsers refuse an address that changes too often.
const EVERY = 500
// Streamlit's own, of an app that is shown within another page.
const FRAME = /^embed/

const parts = new Map()
const listeners = new Set()
const kept = {}
let chosen = null
let timer = null
let asked = deferred()

// The server's part: the `page` and the `query` of its choices. Each `arrival` came by a link,
// and `opening` is what that asks of the browser.
// After a break the server may know nothing of this visit. It then begins by the link that Streamlit
// remembers, the first one: what was shown instead is given back, an entry to go to.
export function choose({ page, query, arrival, opening, visit }) {
  const forgotten = chosen !== null && chosen.visit !== visit && chosen.page === page && chosen.query !== query
  if (forgotten) {
    const shown = entry({ pinned: true })
    chosen = { ...chosen, arrival, visit }
    return shown
  }
  if (chosen?.page !== page) parts.clear()
  const again = chosen !== null && chosen.arrival !== arrival
  if (again) asked = deferred()
  const arrived = chosen?.arrival !== arrival
  if (arrived) asked.resolve(opening)
  chosen = { page, query, arrival, visit, path: location.pathname }
  write()
  // The first link is asked for by those that it leads to.
  if (again) for (const heard of listeners) heard(opening)
  return null
}

// How many links were followed.
export const arrivals = () => chosen?.arrival

// Calls `heard` with what a link asks, whenever another is followed; gives what ends that.
export function listen(heard) {
  listeners.add(heard)
  return () => listeners.delete(heard)
}

// What the link asks of the browser: of those who ask for the fields that begin with `prefix`, the first
// gets them, by their names without it.
export async function opening(prefix = "") {
  const mine = asked
  const found = await mine.promise
  if (mine.taken.has(prefix)) return {}
  mine.taken.add(prefix)
  const own = Object.entries(found).filter(([name]) => name.startsWith(prefix))
  return Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value]))
}

function deferred() {
  const made = { taken: new Set() }
  made.promise = new Promise((resolve) => (made.resolve = resolve))
  return made
}

// One part's fields, {name: text}, and those that pin what it shows; of one that is gone, null.
export function tell(part, fields, pinned = fields) {
  if (fields) parts.set(part, { fields, pinned })
  else parts.delete(part)
  timer ??= setTimeout(write, EVERY)
}

// Fields that stay on every page: those given, undefined ones go.
export function keep(fields) {
  Object.assign(kept, fields)
  for (const name of Object.keys(kept)) if (kept[name] === undefined) delete kept[name]
  timer ??= setTimeout(write, EVERY)
}

// A list's entries as the address says them, and one entry.
export const listText = (entries) => entries.map(entryText).join("!")

function entryText({ page, fields, name, note }) {
  const words = Object.entries({ name, note }).filter(([, text]) => text)
  const said = [...words.map(([word, text]) => [word, inList(text)]), ...Object.entries(fields)]
  return [page, ...said.map(([field, value]) => `${field}:${value}`)].join("~")
}

// What parts entries and fields, in words that anybody typed.
const inList = (text) => text.replace(/[%!~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)

// What is seen now as the entry of a list.
export function entry({ pinned = false } = {}) {
  return { page: chosen.page, fields: Object.fromEntries(theirs(pinned)) }
}

// Whether a run plays, so that its step changes all the time.
export function playing() {
  return [...parts.values()].some(({ fields, pinned }) => pinned.step !== undefined && (fields.play || fields.step === undefined))
}

// The page that is shown.
export const page = () => chosen?.page

// The address of an entry, in this app.
export function entryLink({ page, fields }, more = {}) {
  const names = { ...fields, ...more }
  const text = textOf([...(Object.keys(names).length ? [["v", VERSION]] : []), ...Object.entries(names)])
  return new URL((page === "lab" ? "./" : `./${page}`) + text, location.origin + chosen.path).href
}

// The address of what is seen, for others; unless `pinned`, it plays from the start.
export function link({ pinned = true } = {}) {
  return entryLink(entry({ pinned }))
}

// What others get is not shown in presentation mode, and has no list. A second player's fields have a prefix.
const OWN = /(^|_)(present|play)$/
const PLAYING = /(^|_)(step|speed)$/

function write() {
  clearTimeout(timer)
  timer = null
  // Between two pages the address is already the next one's.
  if (!chosen || chosen.path !== location.pathname) return
  const frame = [...new URLSearchParams(location.search)].filter(([name]) => FRAME.test(name))
  const said = ours()
  const search = textOf([...(said.length ? [["v", VERSION], ...said] : []), ...frame])
  if (search === location.search) return
  history.replaceState(history.state, "", location.pathname + search + location.hash)
  document.dispatchEvent(new CustomEvent("gd-address"))
}

// Every field that is said now.
function ours() {
  const told = [...parts.values()].map(({ fields }) => fields)
  return [...chosenFields(), ...[...told, kept].flatMap(Object.entries)]
}

// Those for others: the start is theirs, unless what is shown is `pinned`.
function theirs(pinned) {
  const told = [...parts.values()].flatMap((part) => Object.entries(pinned ? part.pinned : part.fields))
  return [...chosenFields(), ...told].filter(([name]) => !(OWN.test(name) || (!pinned && PLAYING.test(name))))
}

const chosenFields = () => [...new URLSearchParams(chosen?.query ?? "")].filter(([name]) => name !== "v")

// What chats take for the end of a link, or for bold type.
const escaped = (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`

// A query string that people can read: in it these need no escape.
function textOf(fields) {
  const plain = (value) => encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%3A", ":").replace(/['()*]/g, escaped)
  const text = fields.map(([name, value]) => `${name}=${plain(value)}`)
  return text.length ? `?${text.join("&")}` : ""
}
