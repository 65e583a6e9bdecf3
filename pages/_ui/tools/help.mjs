// The list of keys, in a dialog.

import { KEYS } from "./key_table.mjs"

export class Help {
  constructor(root) {
    this.dialog = document.createElement("dialog")
    this.dialog.className = "gt-keys"
    this.dialog.setAttribute("aria-label", "Keys")
    this.dialog.addEventListener("close", () => this.dialog.replaceChildren())
    // The space around it is the dialog's own, too.
    this.dialog.addEventListener("click", ({ target }) => target === this.dialog && this.dialog.close())
    root.append(this.dialog)
  }

  // Modal: the browser keeps the focus in it, closes it with Escape and gives the focus back.
  show() {
    if (this.dialog.open) return
    this.dialog.replaceChildren(heading(), table(), closing())
    this.dialog.showModal()
  }
}

function heading() {
  return Object.assign(document.createElement("h2"), { textContent: "Keys" })
}

function table() {
  const made = document.createElement("table")
  const head = made.createTHead().insertRow()
  for (const text of ["Key", "What it does"]) head.append(Object.assign(document.createElement("th"), { textContent: text }))
  const body = made.createTBody()
  for (const { shown, does } of KEYS) {
    const row = body.insertRow()
    for (const text of [shown, does]) row.insertCell().textContent = text
  }
  return made
}

function closing() {
  const form = Object.assign(document.createElement("form"), { method: "dialog" })
  form.append(Object.assign(document.createElement("button"), { textContent: "Close" }))
  return form
}
