// The list within the Share panel: its entries, each with what can be done to it, and the list as a whole.

import { counted, cut, list, LONGEST, MOST, titled } from "./list.mjs"
import { opened, saved } from "./list_file.mjs"

const HTML = `
<h2>A list for a lesson</h2>
<ol class="gt-list"></ol>
<div class="gt-row gt-tools">
  <button type="button" data-list="add">Add what is shown</button>
  <button type="button" data-list="undo">Undo</button>
  <button type="button" data-list="empty">Empty the list</button>
  <button type="button" data-list="copy">Copy the list's link</button>
  <button type="button" data-list="save">Save as a file</button>
  <button type="button" data-list="open">Open a file</button>
</div>
<p class="gt-hint">Page Down and Page Up, or a clicker, walk through the list. An entry's name and its note are shown meanwhile.</p>`

export class ListPanel {
  // `hands`: `shown` gives what is shown as an entry, `show(place)`, `copy()`, `say(text)`, `take(entries)`.
  constructor(root, hands) {
    Object.assign(this, { root, hands, edited: null })
    root.innerHTML = HTML
    this.rows = root.querySelector(".gt-list")
    root.addEventListener("click", ({ target }) => this.clicked(target.closest("button")))
    this.changed = () => this.update()
    list.addEventListener("change", this.changed)
    this.draw()
  }

  draw() {
    this.drawn = list.entries
    this.rows.replaceChildren(...list.entries.map((each, place) => this.row(each, place)))
    this.update()
  }

  // What changed elsewhere is drawn anew; what has the focus here stays.
  update() {
    const { entries, at, past } = list
    if (entries.length !== this.rows.children.length) return this.draw()
    for (const [place, row] of [...this.rows.children].entries()) mark(row, place + 1 === at)
    const button = (name) => this.root.querySelector(`[data-list=${name}]`)
    for (const name of ["empty", "copy", "save"]) button(name).disabled = !entries.length
    button("add").disabled = entries.length >= MOST
    button("add").title = entries.length >= MOST ? `A list has at most ${MOST} entries.` : ""
    button("undo").disabled = !past.length
    button("undo").title = past.length ? `Undo: ${past.at(-1).undo}` : ""
  }

  row(each, place) {
    const item = document.createElement("li")
    const head = Object.assign(document.createElement("div"), { className: "gt-entry" })
    const said = titled(each)
    const show = press(said, `Show entry ${place + 1}: ${said}`, () => this.hands.show(place), "show")
    show.dir = "auto"
    const name = `entry ${place + 1}`
    head.append(
      show,
      press("✎", `Name and note of ${name}`, () => this.edit(place), "edit"),
      press("↑", `Move ${name} up`, () => this.move(place, -1), "up", place === 0),
      press("↓", `Move ${name} down`, () => this.move(place, 1), "down", place === list.entries.length - 1),
      press("×2", `Duplicate ${name}`, () => this.duplicate(place), "duplicate", list.entries.length >= MOST),
      press("✕", `Remove ${name}`, () => this.remove(place), "remove"),
    )
    item.append(head)
    if (each.note && place !== this.edited) item.append(note(each.note))
    if (place === this.edited) item.append(this.fields(each, place))
    return item
  }

  fields(each, place) {
    const form = Object.assign(document.createElement("form"), { className: "gt-edit" })
    const input = this.field("name", "Name", each, place, document.createElement("input"))
    const area = this.field("note", "Note or question, shown with it", each, place, Object.assign(document.createElement("textarea"), { rows: 2 }))
    form.append(input, area, Object.assign(document.createElement("button"), { textContent: "Done" }))
    form.addEventListener("submit", (event) => {
      event.preventDefault()
      this.edit(place)
    })
    return form
  }

  field(word, label, each, place, input) {
    Object.assign(input, { value: each[word] ?? "", dir: "auto", className: `gt-${word}-typed` })
    let begun = true
    input.addEventListener("input", () => {
      const { text, over } = cut(input.value, LONGEST[word])
      if (over) input.value = text
      this.hands.say(over ? `A ${word} has at most ${LONGEST[word]} characters; the rest was cut off.` : "")
      list.word(place, word, text.trim(), begun)
      begun = false
      if (word === "name") this.rows.children[place].querySelector("[data-entry=show]").textContent = titled(list.entries[place])
    })
    const around = Object.assign(document.createElement("label"), { textContent: label })
    around.append(input)
    return around
  }

  // Opens the fields of an entry, or closes them.
  edit(place) {
    const open = this.edited !== place
    this.edited = open ? place : null
    this.draw()
    if (open) this.rows.children[place].querySelector("input").focus()
    else this.focus(place, "edit")
  }

  move(place, by) {
    this.act(() => list.move(place, place + by), place + by, by < 0 ? ["up", "down"] : ["down", "up"])
    this.hands.say(`Moved to place ${place + by + 1} of ${list.entries.length}.`)
  }

  duplicate(place) {
    this.act(() => list.add({ ...list.entries[place] }, place + 1), place + 1, ["duplicate", "show"])
    this.hands.say(`Entry ${place + 2} is a copy of entry ${place + 1}.`)
  }

  remove(place) {
    this.act(() => list.remove(place), Math.min(place, list.entries.length - 2), ["remove"])
    this.hands.say(`Removed; Undo brings it back.`)
  }

  // Does `change`, and gives the focus to the first of `wanted` that can be pressed at `place`.
  act(change, place, wanted) {
    this.edited = null
    change()
    this.draw()
    this.focus(place, ...wanted)
  }

  focus(place, ...wanted) {
    const found = wanted.map((name) => this.rows.children[place]?.querySelector(`[data-entry=${name}]`))
    const able = found.find((button) => button && !button.disabled) ?? this.root.querySelector("[data-list=add]")
    able.focus()
  }

  clicked(button) {
    const act = button?.dataset.list
    if (act) this[`_${act}`](button)
  }

  _add() {
    this.act(() => list.add(this.hands.shown()), -1, [])
    this.hands.say(`Added as entry ${list.at}.`)
  }

  _undo(button) {
    this.edited = null
    list.undo()
    this.draw()
    if (button.disabled) this.root.querySelector("[data-list=add]").focus()
    this.hands.say(`Undone: the list has ${counted(list.entries.length)}.`)
  }

  _empty() {
    const before = list.entries.length
    this.edited = null
    list.empty()
    this.draw()
    this.root.querySelector("[data-list=undo]").focus()
    this.hands.say(`The list is empty. Undo brings back its ${counted(before)}.`)
  }

  _copy() {
    this.hands.copy()
  }

  _save() {
    saved(list.entries)
    this.hands.say(`Saved ${counted(list.entries.length)} as a file.`)
  }

  async _open() {
    const { entries, wrong } = await opened()
    this.hands.say(wrong ?? "Reading the file.")
    if (entries) this.hands.take(entries)
  }

  // What the server answers to a file: its good entries, and a sentence for each of the others.
  take({ entries, told }) {
    const taken = list.take(entries)
    const left = entries.length - taken
    const full = left ? [`${counted(left)} of the file had no place left: a list has at most ${MOST}.`] : []
    this.draw()
    this.hands.say([taken ? `Added ${counted(taken)} from the file.` : "Nothing was added.", ...told, ...full].join("\n"))
  }

  dispose() {
    list.removeEventListener("change", this.changed)
  }
}

function mark(row, current) {
  if (current) row.setAttribute("aria-current", "true")
  else row.removeAttribute("aria-current")
}

function note(text) {
  return Object.assign(document.createElement("p"), { className: "gt-noted", textContent: text, dir: "auto" })
}

function press(text, label, act, name, disabled = false) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: text, title: label, disabled })
  button.setAttribute("aria-label", label)
  button.dataset.entry = name
  button.addEventListener("click", act)
  return button
}
