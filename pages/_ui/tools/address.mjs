// The page's address: what the server says is chosen, and where the parts that live in the
// browser are. Whatever changes what is seen is in it, so that a reload or a copy shows the same.

const VERSION = "1"
// Browsers refuse an address that changes too often.
const EVERY = 500
// Streamlit's own, of an app that is shown within another page.
const FRAME = /^embed/

const parts = new Map()
let chosen = null
let timer = null
let asked = deferred()

// The server's part: the `page` and the `query` of its choices. Each `arrival` came by a link,
// and `opening` is what that asks of the browser.
export function choose({ page, query, arrival, opening }) {
  if (chosen?.page !== page) parts.clear()
  if (chosen && chosen.arrival !== arrival) asked = deferred()
  if (chosen?.arrival !== arrival) asked.resolve(opening)
  chosen = { page, query, arrival, path: location.pathname }
  write()
}

// What the link asks of the browser: of those who ask, the first gets it.
export async function opening() {
  const mine = asked
  const found = await mine.promise
  if (mine.taken) return {}
  mine.taken = true
  return found
}

function deferred() {
  const made = { taken: false }
  made.promise = new Promise((resolve) => (made.resolve = resolve))
  return made
}

// One part's fields, {name: text}; those of a part that is gone are null.
export function tell(part, fields) {
  if (fields) parts.set(part, fields)
  else parts.delete(part)
  timer ??= setTimeout(write, EVERY)
}

// The address of what is seen; unless `pinned`, it plays from the start.
export function link({ pinned = true, without = [] } = {}) {
  const { search } = new URL(location)
  const names = new Set(pinned ? without : [...without, "step", "speed", "play"])
  return new URL(location.pathname + said(search, names), location).href
}

function write() {
  clearTimeout(timer)
  timer = null
  // Between two pages the address is already the next one's.
  if (!chosen || chosen.path !== location.pathname) return
  const search = said(location.search, new Set())
  if (search !== location.search) history.replaceState(history.state, "", location.pathname + search + location.hash)
}

function said(search, without) {
  const own = [...new URLSearchParams(chosen?.query ?? "")].filter(([name]) => name !== "v")
  const told = [...parts.values()].flatMap((fields) => Object.entries(fields))
  const frame = [...new URLSearchParams(search)].filter(([name]) => FRAME.test(name))
  const ours = [...own, ...told].filter(([name]) => !without.has(name))
  const all = [...(ours.length ? [["v", VERSION], ...ours] : []), ...frame]
  const text = all.map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll("%2C", ",")}`)
  return text.length ? `?${text.join("&")}` : ""
}
