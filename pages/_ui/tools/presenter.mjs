// What a presenter has on every page: the buttons, and the keys.

import { bindPage, perform } from "./keys.mjs"
import { Blank } from "./blank.mjs"
import { Help } from "./help.mjs"
import { fold, fullScreen, present, tellAddress, watchFullScreen } from "./present.mjs"
import { presenting } from "./enlarged.mjs"

const ICONS = {
  controls: "M4 7h10M18 7h2M4 17h2M10 17h10M16 4.5v5M8 14.5v5",
  present: "M3 4h18M5 4v11h14V4M12 15v3M8 21l4-3 4 3",
  keys: "M3 7h18v11H3zM6.5 10.5h.01M10 10.5h.01M13.5 10.5h.01M17 10.5h.01M8 14.5h8",
}

export class Presenter {
  // Its buttons are appended to `root`.
  constructor(root) {
    const help = new Help(root)
    this.blank = new Blank(root)
    this.controls = button("controls", "More controls", () => fold())
    this.present = button("present", "Presentation mode (P)", () => present())
    const keys = button("keys", "Keys (?)", () => help.show())
    root.append(this.controls, this.present, keys)
    bindPage({
      present: () => present(),
      leave,
      blank: () => presenting() && this.blank.begin(),
      start: () => (presenting() || walking()) && present(true),
      fullscreen: () => void fullScreen(),
      help: () => help.show(),
      previous: () => walk(-1),
      next: () => walk(1),
      up: () => presenting() && walking() && walk(-1),
      down: () => presenting() && walking() && walk(1),
    })
    this.unwatch = watchFullScreen()
    this.changed = () => this.update()
    document.addEventListener("gd-present", this.changed)
    this.update()
  }

  // As a link asks, and on every page anew: a new page's address begins without.
  open(opening) {
    if (opening?.present) present(true)
  }

  // The styles of presentation mode go by the page.
  keep(page) {
    document.documentElement.dataset.gdPage = page
    tellAddress()
  }

  update() {
    this.present.setAttribute("aria-pressed", presenting())
    this.controls.hidden = !presenting()
  }

  dispose() {
    bindPage({})
    this.blank.end()
    this.unwatch()
    document.removeEventListener("gd-present", this.changed)
  }
}

// What lies over the page is closed first, by the browser.
function leave() {
  if (!presenting() || document.querySelector("dialog[open], :popover-open")) return false
  present(false)
}

// To another entry of the teacher's list; whoever has one takes the event. A clicker without a
// list steps the player, but only in presentation mode: else these keys scroll the page.
function walk(by) {
  const event = new CustomEvent("gd-walk", { detail: by, cancelable: true })
  if (!document.dispatchEvent(event)) return true
  return presenting() && perform(by < 0 ? "back" : "forward")
}

// Whether there is a list to walk through.
const walking = () => document.documentElement.dataset.gdList !== undefined

function button(name, label, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "gt-button", title: label })
  made.setAttribute("aria-label", label)
  made.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`
  made.addEventListener("click", act)
  return made
}
