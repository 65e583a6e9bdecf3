// The teacher's list of this tab: entries in an order, the place in it, and what can be undone.
// It lies in the page's address, and in the tab: a link that brings no list takes none away.

import { keep, listText, page } from "./address.mjs"

export const MOST = 40
// As lists.py has them.
export const LONGEST = { name: 80, note: 300 }
// Servers and chats cut what is longer; of it the address says nothing, and the tab alone knows it.
const LONGEST_LINK = 7000
const ROOM_BESIDE = 1000

const STORED = "gd-list"
const MOST_UNDONE = 30
const NAMES = { lab: "Lab", idea: "1 The idea", neuron: "2 One neuron", batches: "3 Batches", network: "4 A network", assignment: "5 Assignment", guide: "Guide" }

class List extends EventTarget {
  constructor() {
    super()
    Object.assign(this, { entries: [], at: 0, past: [], said: "", ...stored() })
  }

  get current() {
    return this.entries[this.at - 1]
  }

  // Whether the page of the current entry is shown.
  get here() {
    return this.current !== undefined && this.current.page === page()
  }

  // What a link asks. One that brings no list leaves the one that is here as it is.
  arrive({ list, at = 1 }) {
    if (list && listText(list) !== listText(this.entries)) {
      const before = this.entries.length
      this.change(before ? `bring back the list of ${counted(before)} that was here before` : "", () => (this.entries = list), at)
      if (before) this.say(`The link has a list of its own, with ${counted(list.length)}. It took the place of yours, with ${counted(before)}.`)
    } else if (list) this.at = Math.min(at, list.length)
    this.save()
  }

  // Changes the entries; `undo` says what taking it back does.
  change(undo, change, at = this.at) {
    if (undo) this.past = [...this.past, this.snapshot(undo)].slice(-MOST_UNDONE)
    change()
    this.at = this.entries.length ? Math.min(Math.max(1, at), this.entries.length) : 0
    this.save()
  }

  snapshot(undo) {
    return { undo, at: this.at, entries: this.entries.map((each) => ({ ...each })) }
  }

  undo() {
    this.said = ""
    const last = this.past.pop()
    if (last) this.change("", () => (this.entries = last.entries), last.at)
  }

  add(entry, place = this.entries.length) {
    this.change(`take entry ${place + 1} out again`, () => this.entries.splice(place, 0, entry), place + 1)
  }

  // The place in the list stays with its entry.
  move(place, to) {
    const moved = [...this.entries]
    moved.splice(to, 0, ...moved.splice(place, 1))
    this.change(`move entry ${to + 1} back to place ${place + 1}`, () => (this.entries = moved), moved.indexOf(this.current) + 1)
  }

  remove(place) {
    this.change(`bring back entry ${place + 1}`, () => this.entries.splice(place, 1), this.at > place + 1 ? this.at - 1 : this.at)
  }

  empty() {
    this.change(`bring back ${counted(this.entries.length)}`, () => (this.entries = []))
  }

  // Good entries of a file, after those that are here as far as there is room.
  take(entries) {
    const room = entries.slice(0, MOST - this.entries.length)
    if (room.length) this.change(`take ${counted(room.length)} of the file out again`, () => this.entries.push(...room), this.at || 1)
    return room.length
  }

  // A name or a note; `begun` once for all that is typed in one go.
  word(place, word, text, begun) {
    this.change(begun ? `undo what was typed for entry ${place + 1}` : "", () => (this.entries[place] = { ...this.entries[place], [word]: text || undefined }))
  }

  // To the entry at `place`, counted from 0; gives it. Another page's address says so once that is shown.
  to(place) {
    if (!this.entries[place]) return null
    this.at = place + 1
    if (this.here) this.save()
    else this.tell()
    return this.entries[place]
  }

  // The entry that comes `by` after the current one; back to the current one from another page.
  next(by) {
    return this.at - 1 + (by < 0 && !this.here && this.current ? 0 : by)
  }

  say(text) {
    this.said = text
    this.tell()
  }

  save() {
    const some = this.entries.length > 0
    const fits = encodeURIComponent(listText(this.entries)).length <= LONGEST_LINK - ROOM_BESIDE
    keep({ list: some && fits ? listText(this.entries) : undefined, at: some && fits ? this.at : undefined })
    store({ entries: this.entries, at: this.at })
    this.tell()
  }

  tell() {
    document.documentElement.toggleAttribute("data-gd-list", this.entries.length > 0)
    this.dispatchEvent(new Event("change"))
  }
}

// Whether a link is too long to be sent.
export const tooLong = (url) => url.length > LONGEST_LINK
export { LONGEST_LINK }

export const counted = (count) => `${count} ${count === 1 ? "entry" : "entries"}`

// An entry in a few words: its name, else its page and what that shows.
export function titled({ page, fields, name }) {
  if (name) return name
  const said = Object.entries(fields).map(([field, value]) => `${field.replaceAll("_", " ")} ${value}`)
  return [NAMES[page] ?? page, ...said].join(" · ")
}

// `text` as one line of at most so many characters, whole ones.
export function cut(text, most) {
  const signs = [...text.replace(/\s+/g, " ")]
  return { text: signs.slice(0, most).join(""), over: signs.length > most }
}

// Frames on one course page would share what is stored: there a list lives in the address alone.
const alone = () => window.parent === window

function stored() {
  try {
    return (alone() && JSON.parse(sessionStorage.getItem(STORED))) || {}
  } catch {
    return {}
  }
}

function store(value) {
  try {
    if (alone()) sessionStorage.setItem(STORED, JSON.stringify(value))
  } catch {
    // A browser may keep nothing: then the address alone does.
  }
}

export const list = new List()

// Back and forward between pages lead to the entry that was shown there, before Streamlit hears of it. It
// also leaves addresses behind that say no place: then it is the nearest entry before that has the page.
addEventListener("popstate", () => {
  if (list.to(placeOf(new URL(location.href)))) list.save()
}, true)

function placeOf(url) {
  const said = Number(url.searchParams.get("at")) - 1
  if (said >= 0) return said
  const page = url.pathname.split("/").at(-1) || "lab"
  const before = list.entries.slice(0, list.at).findLastIndex((each) => each.page === page)
  return before < 0 ? list.entries.findIndex((each) => each.page === page) : before
}
